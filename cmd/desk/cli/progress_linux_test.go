package cli

import (
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// terminal is a terminal of our own: what is written to its far end is read from its near one.
func terminal(t *testing.T) (near, far *os.File) {
	t.Helper()
	near, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("no terminal can be made here: %v", err)
	}
	t.Cleanup(func() { near.Close() })
	if err := unix.IoctlSetPointerInt(int(near.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	number, err := unix.IoctlGetInt(int(near.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	far, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	return near, far
}

func manyCards(n int) string {
	var list strings.Builder
	for i := range n {
		fmt.Fprintf(&list, "%d;50\n", 100000000+i)
	}
	return list.String()
}

func TestAListTellsItsProgressOnATerminal(t *testing.T) {
	b := newBench(t)
	list := b.file(t, "cards.csv", manyCards(501))
	near, far := terminal(t)
	b.Err = far
	if status := b.Run(t.Context(), []string{"order", "--list", list, "--layout", "form", "--out", b.in("forms.pdf")}); status != Done {
		t.Fatalf("status %d", status)
	}
	far.Close()
	raw, _ := io.ReadAll(near) // ends in an error: the far end is gone
	shown := strings.Split(strings.TrimRight(string(raw), "\r"), "\r")
	want := []string{"", "Saved: 0 of 501 orders", "Saved: 500 of 501 orders", "Saved: 501 of 501 orders", strings.Repeat(" ", len("Saved: 501 of 501 orders"))}
	if len(shown) != len(want) {
		t.Fatalf("the terminal showed %q", shown)
	}
	for i := range want {
		if strings.TrimRight(shown[i], " ") != strings.TrimRight(want[i], " ") {
			t.Errorf("line %d is %q, want %q", i, shown[i], want[i])
		}
	}
	if strings.Contains(string(raw), "\n") {
		t.Error("the line is not written over")
	}
}

func TestAListTellsNothingToAScript(t *testing.T) {
	b := newBench(t)
	list := b.file(t, "cards.csv", manyCards(501))
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer read.Close()
	b.Err = write
	status := b.Run(t.Context(), []string{"order", "--list", list, "--layout", "form", "--out", b.in("forms.pdf")})
	write.Close()
	if said, err := io.ReadAll(read); status != Done || err != nil || len(said) != 0 {
		t.Errorf("status %d, %q, %v", status, said, err)
	}
}
