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

// Resident returns the bytes of main memory that the largest of the browser's pages holds, workers included; of them, shared are the
// program's own code and files, which an empty page has, too. It reads /proc, so it needs Linux.
func (b *Browser) Resident() (total, shared int, err error) {
	for _, pid := range descendants(os.Getpid()) {
		command, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "cmdline"))
		if err != nil || !bytes.Contains(command, []byte("--type=renderer")) {
			continue // or it has just ended
		}
		t, s, err := statm(pid)
		if err == nil && t > total {
			total, shared = t, s
		}
	}
	if total == 0 {
		return 0, 0, errors.New("no process of a page was found in /proc")
	}
	return total, shared, nil
}

// statm reads the second and third number of /proc/PID/statm.
func statm(pid int) (total, shared int, err error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", pid))
	if err != nil {
		return 0, 0, err
	}
	var size int
	_, err = fmt.Sscan(string(text), &size, &total, &shared)
	return total * os.Getpagesize(), shared * os.Getpagesize(), err
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
