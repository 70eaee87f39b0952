package windowtest

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// compositor is a display of Wayland's: sway without a screen, drawn in software, a virtual keyboard and grim's eyes.
type compositor struct {
	socket, talk string // Wayland's, and the one by which swaymsg asks
	keys         *keyboard
}

// WaylandTools are what a window test on Wayland needs on the machine.
func WaylandTools(t testing.TB) {
	t.Helper()
	tools(t, "a window on Wayland needs sway and grim", "sway", "swaymsg", "grim")
}

// nobody is who the compositor runs as where the tests are root's: sway refuses to be root.
const nobody = 65534

// NewCompositor starts a Wayland compositor with a screen of this size in pixels ("1280x720"), without an X server beside it; it ends
// with the test.
func NewCompositor(t testing.TB, size string) *Display {
	t.Helper()
	dir, err := os.MkdirTemp("", "desk-wayland-*") // a test's own folder is closed to other users
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	config := filepath.Join(dir, "config")
	settings := "xwayland disable\noutput HEADLESS-1 resolution " + size + "\ndefault_border none\n"
	if err := os.WriteFile(config, []byte(settings), 0o644); err != nil {
		t.Fatal(err)
	}
	c := &compositor{socket: filepath.Join(dir, "wayland-1"), talk: filepath.Join(dir, "talk")}
	sway := exec.Command("sway", "--config", config)
	sway.Env = []string{
		"XDG_RUNTIME_DIR=" + dir, "SWAYSOCK=" + c.talk, "PATH=" + os.Getenv("PATH"), "HOME=" + dir,
		"WLR_BACKENDS=headless", "WLR_LIBINPUT_NO_DEVICES=1", "WLR_RENDERER=pixman",
	}
	if os.Getuid() == 0 {
		if err := os.Chown(dir, nobody, nobody); err != nil {
			t.Fatal(err)
		}
		sway.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
	told := &output{}
	sway.Stdout, sway.Stderr = told, told
	if err := sway.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { end(sway) })
	if c.keys, err = c.comesUp(); err != nil { // before any window: without a keyboard none learns that it has the focus
		t.Fatalf("the compositor does not come up: %v\n%s", err, told)
	}
	t.Cleanup(c.keys.close)
	return &Display{t: t, sys: c}
}

// comesUp waits for the compositor and gives it a keyboard.
func (c *compositor) comesUp() (keys *keyboard, err error) {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for late := time.After(conditionTime); ; {
		if keys, err = newKeyboard(c.socket); err == nil {
			return keys, nil
		}
		select {
		case <-tick.C:
		case <-late:
			return nil, err
		}
	}
}

func (c *compositor) session() []string { return []string{"WAYLAND_DISPLAY=" + c.socket} }

func (c *compositor) play(pace time.Duration, of ...stroke) error { return c.keys.play(pace, of) }

// node is a place on sway's screen.
type node struct {
	Name    string
	Focused bool
	Nodes   []node
}

// focused is the name of the window that has the keyboard; empty for none.
func (n node) focused() string {
	if n.Focused {
		return n.Name
	}
	for _, inside := range n.Nodes {
		if name := inside.focused(); name != "" {
			return name
		}
	}
	return ""
}

func (c *compositor) shows(title string) bool {
	out, err := exec.Command("swaymsg", "--socket", c.talk, "--raw", "--type", "get_tree").Output()
	var all node
	return err == nil && json.Unmarshal(out, &all) == nil && strings.Contains(all.focused(), title)
}

func (c *compositor) grim(args ...string) *exec.Cmd {
	cmd := exec.Command("grim", args...)
	cmd.Env = append(os.Environ(), c.session()...)
	return cmd
}

func (c *compositor) look() ([]byte, error) {
	out, err := c.grim("-t", "ppm", "-").Output()
	if err != nil {
		return nil, err
	}
	_, pixels, _ := bytes.Cut(out, []byte("\n255\n"))
	return pixels, nil
}

func (c *compositor) picture(path string) error { return said(c.grim(path)) }
