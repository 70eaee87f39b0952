package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"cekr.kranj.si/desk/cmd/desk/windowtest"
	"cekr.kranj.si/desk/gui"
)

// leftAlone is after how long the window of this test is covered: long beside the pauses of a hand, however busy the machine is.
const leftAlone = 4 * time.Second

// tellCover signs in and says when the counter is open, and when it is covered.
func tellCover(w *gui.Window) {
	c := w.Counter()
	signIn(w)
	fyne.DoAndWait(func() { c.LookUp("100000014") })
	fmt.Println("open")
	wait(func() bool { return !c.State().SignedIn })
	fmt.Println("covered")
}

// inTheWindow starts this binary as a program with a window, and gives what it says line by line.
func inTheWindow(t testing.TB, d *windowtest.Display, kind string, env ...string) <-chan string {
	t.Helper()
	cmd := d.Command(os.Args[0], append(env, child+"="+kind)...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	said := make(chan string, 1000)
	go func() {
		defer close(said)
		for lines := bufio.NewScanner(out); lines.Scan(); {
			said <- lines.Text()
		}
	}()
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	return said
}

// hears waits for a line.
func hears(t testing.TB, said <-chan string, line string) {
	t.Helper()
	late := time.After(time.Minute)
	for {
		select {
		case s, more := <-said:
			if s == line {
				return
			}
			if !more {
				t.Fatalf("the window ended before it said %q", line)
			}
		case <-late:
			t.Fatalf("the window does not say %q", line)
		}
	}
}

// Each kind of use goes on for longer than the time after which a counter that nobody uses is covered.
func TestRealWindowIsNotCoveredWhileItIsUsed(t *testing.T) {
	windowtest.Tools(t)
	d := windowtest.NewDisplay(t, "1280x720")
	said := inTheWindow(t, d, "left", "DESK_DATA="+t.TempDir(), "FYNE_SCALE=1")
	hears(t, said, "open")
	often := func(act string) []string { return strings.Fields(strings.Repeat(act+" sleep 0.2 ", 24)) }
	for _, use := range []struct {
		name  string
		hands []string
	}{
		{"the wheel over the list", append([]string{"mousemove", "900", "400"}, often("click 5")...)},
		{"the pointer", often("mousemove_relative -- 3 2")},
		{"presses on a place that takes none", append([]string{"mousemove", "640", "712"}, often("click 1")...)},
		{"keys with nothing focused", often("key F5")},
	} {
		d.Hand(use.hands...)
		if isSaid(said, "covered") {
			d.Picture("failed-" + use.name)
			t.Fatalf("%s: the window is covered", use.name)
		}
	}
	hears(t, said, "covered")
}

// isSaid reports that a line is among those that were said until now.
func isSaid(said <-chan string, line string) bool {
	for {
		select {
		case s := <-said:
			if s == line {
				return true
			}
		default:
			return false
		}
	}
}
