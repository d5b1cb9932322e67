// Package chromium runs the project's page in a real browser, for tests and benchmarks.
package chromium

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
)

// Find returns the path of a Chromium: what the environment's CHROMIUM names, or the first of chromium, chromium-browser,
// google-chrome and google-chrome-stable in PATH. If there is none and the caller is root on Debian or a relative of it,
// Find installs the distribution's package, which takes a minute.
func Find() (string, error) {
	if name := os.Getenv("CHROMIUM"); name != "" {
		path, err := exec.LookPath(name)
		if err != nil {
			return "", fmt.Errorf("CHROMIUM names no program: %w", err)
		}
		return path, nil
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	if err := install(); err != nil {
		return "", fmt.Errorf("no Chromium was found and none could be installed (%w): install one, or name it in CHROMIUM", err)
	}
	return exec.LookPath("chromium")
}

func install() error {
	if os.Getuid() != 0 {
		return errors.New("only root can")
	}
	if _, err := exec.LookPath("apt-get"); err != nil {
		return errors.New("this is not a Debian machine")
	}
	fmt.Fprintln(os.Stderr, "installing chromium with apt-get")
	for _, args := range [][]string{{"update"}, {"install", "-y", "--no-install-recommends", "chromium"}} {
		cmd := exec.Command("apt-get", args...)
		cmd.Env = append(os.Environ(), "DEBIAN_FRONTEND=noninteractive")
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("apt-get %s: %w\n%s", args[0], err, out)
		}
	}
	return nil
}
