package main

import (
	"fmt"
	"os"
	"os/exec"
)

// installPackages fills static/node_modules from the lock file, if it is missing or older.
func installPackages(t tree) error {
	// npm writes this file last, so an interrupted install is not taken for a finished one.
	done, err := fresh(t.nodeModules(".package-lock.json"), t.static("package-lock.json"), t.static("package.json"))
	if done || err != nil {
		return err
	}
	npm := exec.Command("npm", "ci", "--loglevel=error")
	npm.Dir = t.static()
	npm.Stdout, npm.Stderr = os.Stderr, os.Stderr
	if err := npm.Run(); err != nil {
		return fmt.Errorf("npm ci in %s: %w", npm.Dir, err)
	}
	return nil
}
