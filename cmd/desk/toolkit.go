package main

import (
	"fmt"
	"os"
	"strings"

	"cekr.kranj.si/desk/cmd/desk/cli"
	"cekr.kranj.si/desk/gui/text"
)

// toolkitLog takes what Fyne writes to the standard log, which is for programmers: it goes to
// standard error as it is. Only when no window can be made, where Fyne writes two or three lines and
// then ends or hangs, the process ends here, with the one sentence that an administrator can use.
type toolkitLog struct{}

func (toolkitLog) Write(line []byte) (int, error) {
	if noWindow(string(line)) {
		fmt.Fprintln(os.Stderr, text.Say("cli.noWindow"))
		os.Exit(cli.Failure)
	}
	return os.Stderr.Write(line)
}

// noWindow tells the toolkit's lines after which it has no window.
func noWindow(line string) bool {
	return strings.Contains(line, "window creation error") || strings.Contains(line, "failed to initialise GLFW")
}
