package cli

import (
	"fmt"
	"os"
	"strings"
	"unicode/utf8"

	"golang.org/x/term"

	"cekr.kranj.si/desk/gui/text"
)

// progress is a line on a terminal that says how far a run is, written over itself. Where Err is no terminal there is none: a script reads
// every line.
type progress struct {
	p     Program
	width int // of what stands on the line now
}

func (p Program) progress() *progress {
	file, ok := p.Err.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return nil
	}
	return &progress{p: p}
}

// update writes how many of total orders are saved.
func (g *progress) update(done, total int) {
	if g == nil {
		return
	}
	said := text.Say("batch.making", text.Values{"Done": done, "Count": total})
	g.write(said)
}

// clear leaves the line to what comes next.
func (g *progress) clear() {
	if g != nil && g.width > 0 {
		g.write("")
		fmt.Fprint(g.p.Err, "\r")
		g.width = 0
	}
}

func (g *progress) write(said string) {
	now := utf8.RuneCountInString(said)
	fmt.Fprint(g.p.Err, "\r"+said+strings.Repeat(" ", max(g.width-now, 0)))
	g.width = now
}
