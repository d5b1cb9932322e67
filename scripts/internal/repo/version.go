package repo

import (
	"os/exec"
	"strings"
)

// Version names the sources in root: the commit, with "-dirty" if they differ from it, or "unversioned" outside a git
// checkout. The page and the command line carry the same name, so that their records are equal to the byte.
func Version(root string) string {
	cmd := exec.Command("git", "describe", "--always", "--dirty", "--exclude=*")
	cmd.Dir = root
	out, err := cmd.Output()
	if err != nil {
		return "unversioned"
	}
	return strings.TrimSpace(string(out))
}
