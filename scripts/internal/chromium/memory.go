package chromium

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Footprint is what a process of the browser holds, in bytes.
type Footprint struct {
	Private int // what only this process has written, also where it was swapped out; Chrome's task manager adds the pages that it took over at its start and has not changed, some 5 MB
	PSS     int // all that is in main memory, shared pages divided by the number of processes that share them
	RSS     int // all that is in main memory, shared pages in full: also the browser's own program, 145 MB of it
}

// Footprint returns that of the largest of the browser's pages, workers included. It reads /proc, so it needs Linux.
func (b *Browser) Footprint() (largest Footprint, err error) {
	for _, pid := range descendants(os.Getpid()) {
		dir := filepath.Join("/proc", strconv.Itoa(pid))
		command, err := os.ReadFile(filepath.Join(dir, "cmdline"))
		if err != nil || !bytes.Contains(command, []byte("--type=renderer")) {
			continue // or it has just ended
		}
		text, err := os.ReadFile(filepath.Join(dir, "smaps_rollup"))
		if f := footprint(string(text)); err == nil && f.Private > largest.Private {
			largest = f
		}
	}
	if largest.Private == 0 {
		return largest, errors.New("no process of a page was found in /proc")
	}
	return largest, nil
}

// footprint reads a file smaps_rollup of /proc.
func footprint(text string) (f Footprint) {
	for line := range strings.Lines(text) {
		var name string
		var kilo int
		if _, err := fmt.Sscanf(line, "%s %d kB", &name, &kilo); err != nil {
			continue // the first line
		}
		switch name {
		case "Private_Dirty:", "Swap:":
			f.Private += kilo << 10
		case "Pss:":
			f.PSS = kilo << 10
		case "Rss:":
			f.RSS = kilo << 10
		}
	}
	return f
}

// descendants lists the processes that a process has started, and those that they have.
func descendants(root int) (list []int) {
	children := map[int][]int{}
	files, _ := filepath.Glob("/proc/[0-9]*/stat") // the pattern is good
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			continue // it has just ended
		}
		_, rest, _ := strings.Cut(string(text), ") ") // behind the name, which may hold anything: state and parent
		fields := strings.Fields(rest)
		pid, err1 := strconv.Atoi(filepath.Base(filepath.Dir(file)))
		if len(fields) < 2 || err1 != nil {
			continue
		}
		if parent, err := strconv.Atoi(fields[1]); err == nil {
			children[parent] = append(children[parent], pid)
		}
	}
	for queue := children[root]; len(queue) > 0; queue = queue[1:] {
		list = append(list, queue[0])
		queue = append(queue, children[queue[0]]...)
	}
	return list
}
