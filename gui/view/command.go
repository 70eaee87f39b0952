package view

import (
	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/text"
)

// give gives a command as the menu does.
type give func(flow.Command)

// to is the giving of one command, for a button or a key.
func (g give) to(c flow.Command) func() { return func() { g(c) } }

// button is a button that gives a command; its caption is set by caption.
func (g give) button(c flow.Command) *field.Button { return field.NewButton("", g.to(c)) }

func (g give) primary(c flow.Command) *field.Button { return field.NewPrimary("", g.to(c)) }

// caption is a command's words with its shortcut behind them.
func caption(c flow.Command) string {
	return text.Say("button.with-key", text.Values{"What": text.Say("command." + string(c)), "Key": Chord(c.Key())})
}

// Chord is how a command's key is written.
func Chord(key string) string { return "Ctrl+" + key }
