package cli

import (
	"bufio"
	"io"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"cekr.kranj.si/desk/gui/paper"
)

// mark ends what the program has said.
const mark = "that is all"

// At a terminal the reader's keys come as they are: a line end is neither awaited nor changed, nothing is written twice, and the terminal is
// afterwards as it was before.
func TestCheckTellsHowAReaderIsSetAtATerminal(t *testing.T) {
	for name, c := range map[string]struct {
		typed  []string // each with a silence behind it
		status int
		says   []string
	}{
		"Return":                             {[]string{paper.ReaderKeys + "\r", readersCode(t, "\r")}, Done, []string{"set alike", "Return behind the code. That is right", "understands it"}},
		"LF as Ctrl+J":                       {[]string{paper.ReaderKeys + "\n", readersCode(t, "\n")}, Done, []string{"sends LF behind", "understands it"}},
		"CR and LF":                          {[]string{paper.ReaderKeys + "\r\n", readersCode(t, "\r\n")}, Done, []string{"CR LF", "understands it"}},
		"Tab":                                {[]string{paper.ReaderKeys + "\t", readersCode(t, "\r") + "\t"}, Done, []string{"Tab", "understands it"}},
		"no ending":                          {[]string{paper.ReaderKeys, readersCode(t, "\r")}, Done, []string{"nothing behind", "understands it"}},
		"a prefix":                           {[]string{"]Q1" + paper.ReaderKeys + "\r", "]Q1" + readersCode(t, "\r")}, Done, []string{"sends ]Q1 before", "understands it"}},
		"Ctrl+C at once":                     {[]string{"\x03"}, Failure, []string{"has read nothing"}},
		"Ctrl+D later":                       {[]string{paper.ReaderKeys + "\r", "\x04"}, Done, []string{"set alike"}},
		"Ctrl+Z, Ctrl+S, Ctrl+V in the code": {[]string{"\x1a\x13\x16" + paper.ReaderKeys + "\r", readersCode(t, "\r")}, Failure, []string{"no code of the reader's page", "understands it"}},
	} {
		t.Run(name, func(t *testing.T) {
			near, far := terminal(t)
			defer far.Close()
			defer io.WriteString(near, "\r") // ends the read that is under way
			before, err := unix.IoctlGetTermios(int(far.Fd()), unix.TCGETS)
			if err != nil {
				t.Fatal(err)
			}
			b := newBench(t)
			b.In, b.Out = far, far
			ended := make(chan int, 1)
			go func() { ended <- b.Run(t.Context(), []string{"check", "--reader"}) }()
			screen := bufio.NewReader(near)
			begin, err := screen.ReadString('\n') // the terminal is raw by then
			if err != nil || !strings.Contains(begin, "Ctrl+C") {
				t.Fatalf("it began with %q, %v", begin, err)
			}
			for _, typed := range c.typed {
				if _, err := io.WriteString(near, typed); err != nil {
					t.Fatal(err)
				}
				if typed != c.typed[len(c.typed)-1] {
					if line, err := screen.ReadString('\n'); err != nil {
						t.Fatalf("%q, %v", line, err)
					} else {
						begin += line
					}
				}
			}
			select {
			case status := <-ended:
				if status != c.status {
					t.Errorf("status %d, want %d", status, c.status)
				}
			case <-time.After(10 * time.Second):
				t.Fatal("it does not end")
			}
			after, err := unix.IoctlGetTermios(int(far.Fd()), unix.TCGETS)
			if err != nil || *after != *before {
				t.Errorf("the terminal is another than before: %+v, %v", after, err)
			}
			io.WriteString(far, mark+"\n")
			said := begin
			for !strings.Contains(said, mark) {
				line, err := screen.ReadString('\n')
				if err != nil {
					t.Fatalf("%q, %v", line, err)
				}
				said += line
			}
			said = strings.TrimSuffix(strings.TrimRight(said, "\r\n"), mark)
			for _, want := range c.says {
				if !strings.Contains(said, want) {
					t.Errorf("%q lacks %q", said, want)
				}
			}
			if strings.Contains(said, paper.ReaderKeys) || strings.Contains(said, "UPNQR") {
				t.Errorf("what was read stands on the screen: %q", said)
			}
			if strings.Count(said, "\n") != strings.Count(said, "\r\n") {
				t.Errorf("lines don't begin at the left: %q", said)
			}
		})
	}
}
