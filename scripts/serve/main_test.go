package main

import (
	"net"
	"testing"
)

func TestListenTakesTheNextFreePort(t *testing.T) {
	first, err := listen(18080)
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close()
	taken := first.Addr().(*net.TCPAddr).Port
	second, err := listen(taken)
	if err != nil {
		t.Fatal(err)
	}
	defer second.Close()
	if port := second.Addr().(*net.TCPAddr).Port; port <= taken || port > taken+99 {
		t.Errorf("port %d is taken, and listen took %d", taken, port)
	}
}
