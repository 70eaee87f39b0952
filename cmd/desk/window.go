package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"strings"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/widget"

	"cekr.kranj.si/desk/cmd/desk/about"
	"cekr.kranj.si/desk/cmd/desk/cli"
	"cekr.kranj.si/desk/cmd/desk/settings"
	"cekr.kranj.si/desk/gui/text"
)

// runWindow opens the counter and gives the exit status when it is closed. With trouble the window
// says it and does nothing else.
func runWindow(_ context.Context, s settings.Settings, trouble error) (status int) {
	log.SetOutput(&toolkitLog{})
	log.SetFlags(0)
	// OpenGL that is missing shows in the toolkit as a panic, or as an end of its own; see toolkitLog.
	defer func() {
		if recover() != nil {
			fmt.Fprintln(os.Stderr, text.Say("cli.noWindow"))
			status = cli.Trouble
		}
	}()
	a := app.NewWithID(about.ID)
	if trouble != nil {
		return showTrouble(a, trouble)
	}
	title := text.Say("window.title")
	if s.Mode == settings.Training {
		title = text.Say("window.title.training")
	}
	w := a.NewWindow(title)
	w.Resize(fyne.NewSize(1280, 720))
	w.ShowAndRun()
	return cli.Done
}

// showTrouble says in a window why the counter does not start: whoever starts it by an icon sees no
// terminal.
func showTrouble(a fyne.App, trouble error) int {
	w := a.NewWindow(about.Name)
	reason := widget.NewLabel(cli.Sentence(trouble))
	reason.Wrapping = fyne.TextWrapWord
	w.SetContent(reason)
	w.Resize(fyne.NewSize(640, 240))
	w.ShowAndRun()
	return cli.Trouble
}

// toolkitLog takes what Fyne writes to the standard log. When no window can be made, Fyne writes
// two or three lines for programmers and ends the process: of these it makes the one sentence that
// an administrator can use. Other lines go to standard error as they are.
type toolkitLog struct {
	once sync.Once
	dead bool // the end is near; the lines that explain it to programmers are left out
	mu   sync.Mutex
}

func (l *toolkitLog) Write(line []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if noWindow(string(line)) {
		l.dead = true
		l.once.Do(func() { fmt.Fprintln(os.Stderr, text.Say("cli.noWindow")) })
	}
	if l.dead {
		return len(line), nil
	}
	return os.Stderr.Write(line)
}

// noWindow tells the toolkit's lines after which it ends.
func noWindow(line string) bool {
	return strings.Contains(line, "window creation error") || strings.Contains(line, "failed to initialise GLFW")
}
