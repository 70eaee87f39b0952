#!/usr/bin/env bash
# Space presses a button that is hidden, or was taken out of the window, and Ctrl+V and Ctrl+Z change an entry that is disabled.
#
# A good guess: what is greyed, hidden or gone takes no keys: Fyne takes the focus from it.
# Really: the focus stays where it was. A focused Button that is hidden, whose box is hidden, or that was removed from its container
# fires at Space; only Disable and SetContent stop it. A focused Entry that is disabled refuses letters and Backspace, but pastes, and
# undoes (also what was typed before it was disabled), with OnChanged. A Cut copies and leaves the text.
# Versions: fyne.io/fyne/v2 v2.8.1, with its test driver, which shares the focus and the widgets' code with the real one.
# For a counter program: disable, then hide or remove; unfocus when a page is laid anew; in entries of one's own refuse every
# shortcut that changes text while disabled, and read the amount once, before it is sent.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export GOFLAGS=-mod=mod CGO_ENABLED=0

cat >main.go <<'GO'
package main

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
)

func main() {
	test.NewApp()
	w := test.NewWindow(nil)
	for _, how := range []string{"shown", "disabled", "hidden", "box hidden", "removed", "content set anew"} {
		paid := 0
		pay := widget.NewButton("Pay", func() { paid++ })
		box := container.NewVBox(pay)
		page := container.NewStack(box)
		w.SetContent(page)
		w.Canvas().Focus(pay)
		switch how {
		case "disabled":
			pay.Disable()
		case "hidden":
			pay.Hide()
		case "box hidden":
			box.Hide()
		case "removed":
			page.Remove(box)
			page.Add(widget.NewLabel("Thank you"))
		case "content set anew":
			w.SetContent(widget.NewLabel("Thank you"))
		}
		if focused := w.Canvas().Focused(); focused != nil {
			focused.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
		}
		fmt.Printf("button %s: Space pays %d times\n", how, paid)
	}

	changes := 0
	amount := widget.NewEntry()
	w.SetContent(amount)
	w.Canvas().Focus(amount)
	test.Type(amount, "12,50")
	amount.Disable()
	amount.OnChanged = func(string) { changes++ }
	board := test.NewClipboard()
	board.SetContent("99")
	show := func(what string) { fmt.Printf("disabled entry, %s: %q, changes %d\n", what, amount.Text, changes) }
	test.Type(amount, "7")
	amount.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	show("typed 7, Backspace")
	amount.TypedShortcut(&fyne.ShortcutUndo{})
	show("undo")
	amount.TypedShortcut(&fyne.ShortcutPaste{Clipboard: board})
	show("paste 99")
}
GO
{ go mod init finding && go get fyne.io/fyne/v2/test@v2.8.1 fyne.io/fyne/v2/widget@v2.8.1; } >setup.txt 2>&1 || { cat setup.txt >&2; exit 1; }

seen=$(go run . 2>/dev/null)
recorded='button shown: Space pays 1 times
button disabled: Space pays 0 times
button hidden: Space pays 1 times
button box hidden: Space pays 1 times
button removed: Space pays 1 times
button content set anew: Space pays 0 times
disabled entry, typed 7, Backspace: "12,50", changes 0
disabled entry, undo: "12", changes 1
disabled entry, paste 99: "1299", changes 2'
echo "version:   $(go list -m fyne.io/fyne/v2)"
echo 'expected:  Space pays once, where the button is shown; the disabled entry stays "12,50"'
printf 'seen:\n%s\n' "$seen"
[ "$seen" = "$recorded" ] || { echo 'CHANGED: no longer as this file says'; exit 1; }
