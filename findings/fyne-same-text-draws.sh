#!/usr/bin/env bash
# A status line that is told the same text every few seconds is drawn anew each time, by some of Fyne's widgets and not by others.
#
# A good guess: to set what a widget shows already costs nothing, for all of them or for none.
# Really: Hyperlink.SetText, Check.SetChecked, Enable and Show see that nothing is new. Label, Button, Entry and Check draw themselves
# anew for the same text, and ProgressBar for the same value.
# Versions: fyne.io/fyne/v2 v2.8.1, with its test driver; the widgets' code is the real one.
# For a counter program: a clock, a connection's state or a total that is set every few seconds keeps a window without a graphics card
# busy all day. Compare with what is shown before setting, or keep widgets of one's own that do.
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

var drawn int

type counting struct{ fyne.WidgetRenderer }

func (c counting) Refresh() { drawn++; c.WidgetRenderer.Refresh() }

type label struct{ widget.Label }

func (l *label) CreateRenderer() fyne.WidgetRenderer { return counting{l.Label.CreateRenderer()} }

type button struct{ widget.Button }

func (b *button) CreateRenderer() fyne.WidgetRenderer { return counting{b.Button.CreateRenderer()} }

type entry struct{ widget.Entry }

func (e *entry) CreateRenderer() fyne.WidgetRenderer { return counting{e.Entry.CreateRenderer()} }

type check struct{ widget.Check }

func (c *check) CreateRenderer() fyne.WidgetRenderer { return counting{c.Check.CreateRenderer()} }

type bar struct{ widget.ProgressBar }

func (p *bar) CreateRenderer() fyne.WidgetRenderer { return counting{p.ProgressBar.CreateRenderer()} }

type link struct{ widget.Hyperlink }

func (l *link) CreateRenderer() fyne.WidgetRenderer { return counting{l.Hyperlink.CreateRenderer()} }

func main() {
	test.NewApp()
	l, b, e, c, p, h := &label{}, &button{}, &entry{}, &check{}, &bar{}, &link{}
	l.ExtendBaseWidget(l)
	b.ExtendBaseWidget(b)
	e.ExtendBaseWidget(e)
	c.ExtendBaseWidget(c)
	p.ExtendBaseWidget(p)
	h.ExtendBaseWidget(h)
	w := test.NewWindow(container.NewVBox(l, b, e, c, p, h))
	w.Resize(fyne.NewSize(400, 400))
	sets := []struct {
		name string
		set  func()
	}{
		{"Label.SetText", func() { l.SetText("Office reachable") }},
		{"Button.SetText", func() { b.SetText("Top up") }},
		{"Entry.SetText", func() { e.SetText("12,50") }},
		{"Check.SetText", func() { c.SetText("Receipt") }},
		{"Check.SetChecked", func() { c.SetChecked(true) }},
		{"ProgressBar.SetValue", func() { p.SetValue(0.5) }},
		{"Hyperlink.SetText", func() { h.SetText("Help") }},
		{"Button.Enable", func() { b.Enable() }},
		{"Entry.Enable", func() { e.Enable() }},
		{"Label.Show", func() { l.Show() }},
		{"Button.Show", func() { b.Show() }},
	}
	for _, s := range sets {
		s.set()
		drawn = 0
		s.set()
		fmt.Printf("%s to what it is already: drawn anew %d times\n", s.name, drawn)
	}
}
GO
{ go mod init finding && go get fyne.io/fyne/v2/test@v2.8.1 fyne.io/fyne/v2/widget@v2.8.1; } >setup.txt 2>&1 || { cat setup.txt >&2; exit 1; }

seen=$(go run . 2>/dev/null)
recorded='Label.SetText to what it is already: drawn anew 1 times
Button.SetText to what it is already: drawn anew 1 times
Entry.SetText to what it is already: drawn anew 1 times
Check.SetText to what it is already: drawn anew 1 times
Check.SetChecked to what it is already: drawn anew 0 times
ProgressBar.SetValue to what it is already: drawn anew 1 times
Hyperlink.SetText to what it is already: drawn anew 0 times
Button.Enable to what it is already: drawn anew 0 times
Entry.Enable to what it is already: drawn anew 0 times
Label.Show to what it is already: drawn anew 0 times
Button.Show to what it is already: drawn anew 0 times'
echo "version:   $(go list -m fyne.io/fyne/v2)"
echo 'expected:  drawn anew 0 times, throughout'
printf 'seen:\n%s\n' "$seen"
[ "$seen" = "$recorded" ] || { echo 'CHANGED: no longer as this file says'; exit 1; }
