// Command serve shows dist/ in a browser on this machine: it serves the folder on 127.0.0.1 and prints the address.
//
// The port is 8080 or, if that is taken, the next free one. Stop it with Ctrl-C.
package main

import (
	"errors"
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"path/filepath"
	"strconv"
	"syscall"

	"cascade/scripts/internal/repo"
	"cascade/scripts/internal/webserver"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("serve: ")
	port := flag.Int("port", 8080, "first port to try")
	dir := flag.String("dir", "", "folder to serve (default: dist/ of this repository)")
	flag.Parse()
	if *dir == "" {
		root, err := repo.Root()
		if err != nil {
			log.Fatal(err)
		}
		*dir = filepath.Join(root, "dist")
	}
	listener, err := listen(*port)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("Cascade runs at http://%s/\n", listener.Addr())
	log.Fatal(http.Serve(listener, webserver.Handler(*dir)))
}

// listen opens the first free one of 100 ports.
func listen(port int) (net.Listener, error) {
	for try := port; ; try++ {
		l, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(try)))
		if err == nil || !errors.Is(err, syscall.EADDRINUSE) || try == port+99 {
			return l, err
		}
	}
}
