package wiring

import (
	"errors"

	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/sandbox"
	"cekr.kranj.si/desk/cmd/desk/checkup"
)

// Error is why a counter does not start. Key and Values are the sentence for the person in front of it.
type Error struct {
	Key    string
	Values map[string]any
	Err    error
}

// Error is the text for logs: no path, no name.
func (e *Error) Error() string { return "wiring: " + e.Key }

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// Sentence is the catalogue's key and its values.
func (e *Error) Sentence() (string, map[string]any) { return e.Key, e.Values }

func journalError(err error, path string) error {
	values := map[string]any{"Path": path}
	var held *journal.HeldError
	switch {
	case errors.As(err, &held) && held.Holder != "":
		return &Error{"start.journal.held-by", map[string]any{"Holder": held.Holder}, err}
	case errors.Is(err, journal.ErrHeld):
		return &Error{"start.journal.held", values, err}
	case errors.Is(err, journal.ErrNewer):
		return &Error{"start.journal.newer", values, err}
	case errors.Is(err, journal.ErrDamaged):
		return &Error{"start.journal.damaged", values, err}
	}
	return &Error{"start.journal.unusable", values, err}
}

func officeError(err error, path string) error {
	values := map[string]any{"Path": path}
	for known, key := range map[error]string{
		sandbox.ErrDamaged: "cli.sandbox.damaged", sandbox.ErrNewer: "cli.sandbox.newer",
		sandbox.ErrNotWritable: "cli.sandbox.notWritable", sandbox.ErrInUse: "cli.sandbox.inUse",
	} {
		if errors.Is(err, known) {
			return &Error{key, values, err}
		}
	}
	return &Error{"start.embedded", values, err}
}

// connectionError names the file of trust that can't be used, as desk check does.
func connectionError(err error) error {
	if key, values := checkup.TrustSentence(err); key != "" {
		return &Error{key, values, err}
	}
	return &Error{Key: "start.connection", Err: err}
}
