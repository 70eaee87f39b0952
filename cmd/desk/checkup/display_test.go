package checkup

import (
	"net"
	"path/filepath"
	"strconv"
	"testing"
)

func TestDisplayIsOneThatAnswers(t *testing.T) {
	dir := t.TempDir()
	socket, err := net.Listen("unix", filepath.Join(dir, "wayland-7"))
	if err != nil {
		t.Skipf("no unix sockets here: %v", err)
	}
	defer socket.Close()
	for name, c := range map[string]struct {
		display, runtimeDir string
		want                bool
	}{
		"in the runtime folder": {"wayland-7", dir, true},
		"by its path":           {filepath.Join(dir, "wayland-7"), "", true},
		"nobody there":          {"wayland-8", dir, false},
		"not set":               {"", dir, false},
	} {
		if got := answersWayland(c.display, c.runtimeDir); got != c.want {
			t.Errorf("Wayland %s: %v", name, got)
		}
	}
	server, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	number := server.Addr().(*net.TCPAddr).Port - 6000
	if number < 0 {
		t.Skip("the system gave a port below those of X displays")
	}
	for display, want := range map[string]bool{
		"127.0.0.1:" + strconv.Itoa(number):        true,
		"127.0.0.1:" + strconv.Itoa(number) + ".0": true,
		"127.0.0.1:x":                          false,
		"127.0.0.1":                            false,
		"":                                     false,
		":":                                    false,
		":65000":                               false,
		filepath.Join(dir, "wayland-7") + ":0": true, // as XQuartz names its socket
		filepath.Join(dir, "gone") + ":0":      false,
	} {
		if got := answersX(display); got != want {
			t.Errorf("DISPLAY=%s: %v", display, got)
		}
	}
}
