package recognise

import (
	"regexp"
	"strings"
	"unicode"
)

// Keyboard is a way in which a text comes out when a reader and this PC are set to different keyboards.
type Keyboard string

// The keyboards that are told apart.
const (
	SameKeyboard    Keyboard = "same"
	USOnSlovene     Keyboard = "us-on-slovene" // the reader is set to the US keyboard; a Croatian or Serbian PC is as a Slovene one
	USOnGerman      Keyboard = "us-on-german"
	OtherOnUS       Keyboard = "other-on-us" // the reader is set to one of these, the PC to the US keyboard
	CapsLock        Keyboard = "caps-lock"
	UnknownKeyboard Keyboard = "unknown"
)

// keyboards give a text as it was meant.
var keyboards = []struct {
	name  Keyboard
	meant func(string) string
}{
	{USOnSlovene, strings.NewReplacer("'", "-", "-", "/", "?", "_", "_", "?", "+", "=", "*", "+", "š", "[", "đ", "]", "ž", `\`, "Š", "{", "Đ", "}", "Ž", "|", "č", ";", "Č", ":",
		"ć", "'", "Ć", `"`, "y", "z", "z", "y", "Y", "Z", "Z", "Y", `"`, "@", "&", "^", "/", "&", "(", "*", ")", "(", "=", ")", ";", "<", ":", ">").Replace},
	{USOnGerman, strings.NewReplacer("ß", "-", "-", "/", "?", "_", "_", "?", "+", "]", "#", `\`, "y", "z", "z", "y", "Y", "Z", "Z", "Y").Replace},
	{OtherOnUS, strings.NewReplacer("/", "-", "?", "_", "y", "z", "z", "y", "Y", "Z", "Z", "Y").Replace},
	{CapsLock, func(text string) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsUpper(r) {
				return unicode.ToLower(r)
			}
			return unicode.ToUpper(r)
		}, text)
	}},
}

// lineEnds are how readers end what they type.
var lineEnds = regexp.MustCompile(`[\r\n\t]*$`)

// Setting is how a reader is set, as far as what it has typed tells.
type Setting struct {
	Keyboard Keyboard
	Prefix   string // an identifier before the text, such as ]Q1
	Ending   string // of \r, \n and \t; empty for none
}

// SettingOf compares what a reader has typed with what the code says.
func SettingOf(typed, says string) Setting {
	s := Setting{Keyboard: UnknownKeyboard, Ending: lineEnds.FindString(typed)}
	typed = strings.TrimSuffix(typed, s.Ending)
	try := func(name Keyboard, meant string) {
		bare := identifier.ReplaceAllString(meant, "")
		if bare == says && s.Keyboard == UnknownKeyboard {
			s.Keyboard, s.Prefix = name, strings.TrimSuffix(meant, bare)
		}
	}
	try(SameKeyboard, typed)
	for _, k := range keyboards {
		try(k.name, k.meant(typed))
	}
	return s
}
