package settings

import "fmt"

// Code says what is wrong, for machines. Each has a sentence under "settings.error." + code.
type Code string

// What can be wrong.
const (
	Missing       Code = "missing"       // a file named on purpose (--config, DESK_CONFIG) is not there
	Unreadable    Code = "unreadable"    // the file is there and cannot be read
	TooLarge      Code = "tooLarge"      // more than 64 KiB: not a settings file
	Encoding      Code = "encoding"      // not UTF-8: another one as a whole (Want), or a byte of another one at Line
	NotText       Code = "notText"       // no plain text at all, but a word processor's file or the like
	Syntax        Code = "syntax"        // not TOML, from Line on
	Typography    Code = "typography"    // quotes or blanks at Line that only a word processor or a web page writes
	Backslash     Code = "backslash"     // a Windows path in double quotes, where a backslash means something else
	Twice         Code = "twice"         // a key or section stands there a second time at Line
	UnknownKey    Code = "unknownKey"    // Key is none of ours
	Spelling      Code = "spelling"      // Key is one of ours, Want, but for capital letters
	KeyMissing    Code = "keyMissing"    // Key must be set and is not
	WrongType     Code = "wrongType"     // Key wants text and has a number, or the like
	BadValue      Code = "badValue"      // Key's value is none of those allowed
	Blanks        Code = "blanks"        // Key's value begins or ends with a blank, or with what nobody sees
	Letter        Code = "letter"        // Key's value has a letter, Want, that the payment form does not have
	LetterNear    Code = "letterNear"    // the same, and Near can be written for it
	NoEffect      Code = "noEffect"      // Key stands there for nothing, because other keys say it for both
	NotHere       Code = "notHere"       // Key has no place in this mode (an office at a training counter)
	OfficeJournal Code = "officeJournal" // no file, but an office journal lies in Path
	NoHome        Code = "noHome"        // the operating system names no folder for data
	NoFolder      Code = "noFolder"      // the folder Path can't be made or written to
)

// Error is a reason not to start. The file's content never stands in its text, save for the key's name.
type Error struct {
	Code Code
	Path string // the file or folder it is about
	Line int    // from 1; 0 when no line is to blame
	Key  string // as written in the file, sections before a dot ("office.url")
	Want string // what is allowed, for BadValue and WrongType: a list or a pattern, not a sentence; see the codes
	Near string // of LetterNear
	Err  error  // the cause, if there is one below
}

// Error is the text for logs: code, place and key.
func (e *Error) Error() string {
	text := "settings: " + string(e.Code)
	if e.Path != "" {
		text += " in " + e.Path
	}
	if e.Line > 0 {
		text += fmt.Sprintf(" line %d", e.Line)
	}
	if e.Key != "" {
		text += " key " + e.Key
	}
	return text
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// Sentence is the key of the catalogue, and its values, that tell a person what is wrong and what
// to do. With a line it is the key's ".line" form.
func (e *Error) Sentence() (key string, values map[string]any) {
	key = "settings.error." + string(e.Code)
	if e.Line > 0 {
		key += ".line"
	}
	return key, map[string]any{"Path": e.Path, "Line": e.Line, "Key": e.Key, "Want": e.Want, "Near": e.Near}
}
