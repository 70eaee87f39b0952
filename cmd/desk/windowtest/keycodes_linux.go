package windowtest

import (
	"fmt"
	"strings"
)

// press is a key by its number in Linux, 0 for none, and what is held beside it.
type press struct {
	code uint32
	with []modifier
}

type modifier struct{ code, mask uint32 }

var modifiers = map[string]modifier{"shift": {42, 1}, "ctrl": {29, 4}, "alt": {56, 8}}

// rows are the keys that write, on the US layout: the first key's number, the characters, and those with Shift.
var rows = []struct {
	first          uint32
	plain, shifted string
}{
	{2, "1234567890-=", "!@#$%^&*()_+"},
	{16, "qwertyuiop[]", "QWERTYUIOP{}"},
	{30, "asdfghjkl;'`", `ASDFGHJKL:"~`},
	{43, `\zxcvbnm,./`, "|ZXCVBNM<>?"},
	{57, " ", " "},
}

// named are the other keys, as xdotool names them.
var named = map[string]uint32{
	"Escape": 1, "BackSpace": 14, "Tab": 15, "Return": 28, "F10": 68, "KP_Enter": 96, "Home": 102, "Up": 103, "Prior": 104, "Left": 105,
	"Right": 106, "End": 107, "Down": 108, "Next": 109, "Delete": 111,
}

// presses are the keys that a stroke takes.
func (s stroke) presses() ([]press, error) {
	if s.chord != "" {
		p, err := chord(s.chord)
		return []press{p}, err
	}
	var all []press
	for _, r := range s.text {
		p, err := letter(r)
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, nil
}

// letter is the key that writes a character.
func letter(r rune) (press, error) {
	for _, row := range rows {
		if at := strings.IndexRune(row.plain, r); at >= 0 {
			return press{code: row.first + uint32(at)}, nil
		}
		if at := strings.IndexRune(row.shifted, r); at >= 0 {
			return press{row.first + uint32(at), []modifier{modifiers["shift"]}}, nil
		}
	}
	return press{}, fmt.Errorf("no key writes %q", r)
}

// chord is a key with others held, such as ctrl+t.
func chord(keys string) (press, error) {
	if m, alone := modifiers[keys]; alone {
		return press{with: []modifier{m}}, nil
	}
	parts := strings.Split(keys, "+")
	name := parts[len(parts)-1]
	p := press{code: named[name]}
	if p.code == 0 {
		if len(name) != 1 {
			return press{}, fmt.Errorf("no key is called %s", name)
		}
		written, err := letter(rune(name[0]))
		if err != nil {
			return press{}, err
		}
		p = written
	}
	for _, held := range parts[:len(parts)-1] {
		m, known := modifiers[held]
		if !known {
			return press{}, fmt.Errorf("no key is called %s", held)
		}
		p.with = append(p.with, m)
	}
	return p, nil
}
