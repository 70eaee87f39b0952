package cli

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"golang.org/x/term"

	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/cmd/desk/printing"
	"cekr.kranj.si/desk/gui/flow/recognise"
	"cekr.kranj.si/desk/gui/paper"
	"cekr.kranj.si/desk/gui/text"
)

// checkReader tells how a hand reader is set, by the codes of a page, which may be saved before. What is read comes as a terminal's keys, or
// as standard input. The status is Failure when the counter would not understand the reader.
func (p Program) checkReader(ctx context.Context, page readerPage) int {
	if page.out != "" {
		if status := p.saveReaderPage(page); status != Done {
			return status
		}
	}
	if keys, ok := p.In.(*os.File); ok && term.IsTerminal(int(keys.Fd())) {
		before, err := term.MakeRaw(int(keys.Fd()))
		if err != nil {
			return p.failed(err)
		}
		defer term.Restore(int(keys.Fd()), before)
		p.Out = rawLines{p.Out}
	}
	p.say(p.Out, "cli.reader.begin")
	status, seen := Failure, 0
	keys := typed(p.In)
	for seen < readerCodes {
		reading, more := oneReading(ctx, keys)
		if strings.ContainsAny(reading, "\x03\x04") { // Ctrl+C, Ctrl+D: a raw terminal sends no signal
			break
		}
		if reading != "" {
			seen++
			if p.toldReading(reading) && (status == Done || seen == 1) {
				status = Done
			} else {
				status = Failure
			}
		}
		if !more {
			break
		}
	}
	if seen == 0 {
		p.say(p.Out, "cli.reader.nothing")
	}
	return status
}

// readerCodes are the codes on the page.
const readerCodes = 2

// readerPage is the page of codes: where it is saved, empty for nowhere; whether a file there is replaced; and the printer for pages, empty for
// the system's default.
type readerPage struct {
	out     string
	force   bool
	printer string
}

func (p Program) saveReaderPage(page readerPage) int {
	path, err := filepath.Abs(page.out)
	if err != nil {
		return p.failed(err)
	}
	pdf, err := paper.ReaderPage{At: time.Now(), Lang: text.Lang()}.PDF()
	if err == nil {
		err = printing.Save(path, pdf, page.force)
	}
	if err != nil {
		return p.failed(existing(err))
	}
	p.say(p.Out, "slip.saved", text.Values{"Path": path})
	p.sayHowToPrint(path, page.printer)
	return Done
}

// sayHowToPrint names the commands that open and print a page at true size, as this system has them.
func (p Program) sayHowToPrint(path, printer string) {
	if p.Place.OS == "windows" {
		p.say(p.Out, "cli.reader.print.windows", text.Values{"Open": `start "" "` + path + `"`})
		return
	}
	open, to := "xdg-open", ""
	if p.Place.OS == "darwin" {
		open = "open"
	}
	if printer != "" {
		to = "-d " + inShell(printer) + " "
	}
	p.say(p.Out, "cli.reader.print", text.Values{"Open": open + " " + inShell(path), "Print": "lp " + to + "-o media=A4 -o print-scaling=none " + inShell(path)})
}

// bare is what a shell takes as it stands.
var bare = regexp.MustCompile(`^[A-Za-z0-9_./:@%+,-]+$`)

// inShell is a word as a shell takes it.
func inShell(word string) string {
	if bare.MatchString(word) {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

// toldReading says what a reading tells of the reader, and whether the counter understands it.
func (p Program) toldReading(reading string) (good bool) {
	if r := recognise.Recognise(reading, upn.DefaultAccount()); r.MokID == paper.ReaderMokID {
		p.say(p.Out, "cli.reader.order")
		return true
	}
	s := recognise.SettingOf(reading, paper.ReaderKeys)
	p.say(p.Out, "cli.reader.keyboard."+string(s.Keyboard))
	if s.Keyboard == recognise.UnknownKeyboard {
		return false
	}
	if s.Prefix != "" {
		p.say(p.Out, "cli.reader.prefix", text.Values{"Prefix": s.Prefix})
	}
	ending, known := endings[s.Ending]
	if !known {
		ending = "other"
	}
	p.say(p.Out, "cli.reader.ending."+ending)
	return true
}

// endings are the names of how readers end what they type; what else there may be has none and is said as another.
var endings = map[string]string{"": "none", "\r": "return", "\n": "line-feed", "\r\n": "both", "\t": "tab"}

// betweenReadings is a silence that no reader makes in one code, also on a slow line.
const betweenReadings = 500 * time.Millisecond

// mostRead bounds a reading, in bytes.
const mostRead = 8 << 10

// typed are the bytes that come, until none do. The goroutine ends with what it reads from.
func typed(from io.Reader) <-chan byte {
	keys := make(chan byte, mostRead)
	go func() {
		defer close(keys)
		one := make([]byte, 1)
		for {
			n, err := from.Read(one)
			if n == 1 {
				keys <- one[0]
			}
			if err != nil {
				return
			}
		}
	}()
	return keys
}

// oneReading is what comes without a silence; false when nothing more will.
func oneReading(ctx context.Context, keys <-chan byte) (reading string, more bool) {
	var got []byte
	silence := make(<-chan time.Time) // none before the first key
	for len(got) < mostRead {
		select {
		case <-ctx.Done():
			return string(got), false
		case key, ok := <-keys:
			if !ok {
				return string(got), false
			}
			got = append(got, key)
			if key == 3 || key == 4 {
				return string(got), true
			}
			silence = time.After(betweenReadings)
		case <-silence:
			return string(got), true
		}
	}
	return string(got), true
}

// rawLines ends lines as a raw terminal wants it.
type rawLines struct{ to io.Writer }

func (r rawLines) Write(p []byte) (int, error) {
	_, err := io.WriteString(r.to, strings.ReplaceAll(string(p), "\n", "\r\n"))
	return len(p), err
}
