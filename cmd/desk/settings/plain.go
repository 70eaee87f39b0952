package settings

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/BurntSushi/toml"
)

// What files begin with that aren't text in UTF-8.
var beginnings = []struct{ begins, is string }{
	{"\xff\xfe\x00\x00", "UTF-32"}, {"\x00\x00\xfe\xff", "UTF-32"}, {"\xff\xfe", "UTF-16"}, {"\xfe\xff", "UTF-16"},
}

// documents are the beginnings of a word processor's and other programs' files.
var documents = []string{"{\\rtf", "PK\x03\x04", "\xd0\xcf\x11\xe0", "%PDF-", "<?xml", "<!DOCTYPE", "<html"}

// plain refuses what is no plain text in UTF-8, and says as what it was saved.
func (r *reader) plain() {
	for _, b := range beginnings {
		if strings.HasPrefix(r.text, b.begins) {
			r.err = &Error{Code: Encoding, Path: r.file, Want: b.is}
			return
		}
	}
	begins := strings.TrimPrefix(r.text, "\ufeff")
	for _, d := range documents {
		if strings.HasPrefix(begins, d) {
			r.err = &Error{Code: NotText, Path: r.file}
			return
		}
	}
	if strings.Contains(r.text, "\x00") {
		r.err = &Error{Code: NotText, Path: r.file}
		if every(r.text, 1) || every(r.text, 0) {
			r.err = &Error{Code: Encoding, Path: r.file, Want: "UTF-16"}
		}
		return
	}
	at := 0
	for at < len(r.text) {
		letter, size := utf8.DecodeRuneInString(r.text[at:])
		if letter == utf8.RuneError && size == 1 {
			r.err = &Error{Code: Encoding, Path: r.file, Line: 1 + strings.Count(r.text[:at], "\n")}
			return
		}
		at += size
	}
}

// every tells whether nearly every second byte, from the first or the next one on, is zero: UTF-16 without its mark.
func every(text string, from int) bool {
	zeros, all := 0, 0
	for i := from; i < len(text); i += 2 {
		all++
		if text[i] == 0 {
			zeros++
		}
	}
	return zeros*10 >= all*8
}

// syntax is the error of a text that is no TOML. What its writer can't see in a line that looks right is told apart.
func (r *reader) syntax(cause error) *Error {
	e := &Error{Code: Syntax, Path: r.file, Err: cause}
	at, ok := errors.AsType[toml.ParseError](cause)
	if !ok {
		return e
	}
	e.Line = at.Position.Line
	switch line := lineAt(r.text, e.Line); {
	case strings.Contains(at.Message, "already been defined"):
		e.Code = Twice
	case strings.Contains(at.Message, "escape"), strings.Contains(at.Message, "hexadecimal digits after"):
		e.Code = Backslash
	case strings.ContainsFunc(line, typographic):
		e.Code = Typography
	}
	return e
}

func lineAt(text string, number int) string {
	lines := strings.Split(strings.TrimPrefix(text, "\ufeff"), "\n")
	if number < 1 || number > len(lines) {
		return ""
	}
	return lines[number-1]
}

// typographic tells what word processors and web pages put in place of plain quotes and blanks.
func typographic(r rune) bool {
	return unicode.Is(unicode.Pi, r) || unicode.Is(unicode.Pf, r) || r == '„' || r == '‚' || r == '″' || r > ' ' && unseen(r)
}

// unseen tells blanks, and what nobody sees.
func unseen(r rune) bool { return unicode.IsSpace(r) || unicode.In(r, unicode.Zs, unicode.Cf) }
