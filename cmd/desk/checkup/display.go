package checkup

import (
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// HasDisplay tells whether this session has a display that answers. Windows and macOS have one as
// far as can be told beforehand.
func HasDisplay() bool {
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		return true
	}
	return answersWayland(os.Getenv("WAYLAND_DISPLAY"), os.Getenv("XDG_RUNTIME_DIR")) || answersX(os.Getenv("DISPLAY"))
}

// answersWayland tells whether somebody listens at a WAYLAND_DISPLAY: a socket's path, or its name
// in the user's runtime folder.
func answersWayland(display, runtimeDir string) bool {
	if display == "" {
		return false
	}
	if !filepath.IsAbs(display) {
		display = filepath.Join(runtimeDir, display)
	}
	return listens("unix", display)
}

// answersX tells whether somebody listens at a DISPLAY: "host:number.screen". No host is this
// machine's own socket, in the file system or in the abstract; a path before the colon is a socket.
func answersX(display string) bool {
	colon := strings.LastIndexByte(display, ':')
	if colon < 0 {
		return false
	}
	host := display[:colon]
	number, _, _ := strings.Cut(display[colon+1:], ".")
	n, err := strconv.ParseUint(number, 10, 16)
	if err != nil {
		return false
	}
	switch {
	case strings.HasPrefix(host, "/"):
		return listens("unix", display) || listens("unix", host)
	case host == "" || host == "unix":
		socket := "/tmp/.X11-unix/X" + number
		return listens("unix", socket) || listens("unix", "@"+socket) || listens("tcp", tcpX("localhost", n))
	}
	return listens("tcp", tcpX(host, n))
}

// tcpX is where display n of a host listens: 6000 and up.
func tcpX(host string, n uint64) string {
	return net.JoinHostPort(host, strconv.FormatUint(6000+n, 10))
}

func listens(network, address string) bool {
	conn, err := net.DialTimeout(network, address, 3*time.Second)
	if err != nil {
		return false
	}
	conn.Close()
	return true
}
