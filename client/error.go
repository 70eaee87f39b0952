package client

import (
	"errors"
	"fmt"
	"time"

	"cekr.kranj.si/desk/client/money"
)

// Error is everything that goes wrong between this desk and the office.
type Error struct {
	// Status is the HTTP status, 0 when there was no answer.
	Status int
	// Code is one of the Code constants, or another code of the office's, of the contract's form.
	Code string
	// Detail is the office's remark with every digit run masked. It is for a
	// technician; Error leaves it out.
	Detail string
	// TraceID is 32 hex digits, or empty.
	TraceID string
	// AttemptsLeft is set by sign-in-refused.
	AttemptsLeft *int
	// LimitLeft is set by limit-exceeded.
	LimitLeft *money.Amount
	// RetryAfter is how long the office asks to wait; 0 when it does not say.
	RetryAfter time.Duration

	cause error
}

// Error says what happened for a log: never a URL, a number of a card or a name.
func (e *Error) Error() string {
	text := "office: " + e.Code
	if e.Status != 0 {
		text += fmt.Sprintf(" (status %d)", e.Status)
	}
	if e.TraceID != "" {
		text += " trace " + e.TraceID
	}
	return text
}

// Unwrap gives context.Canceled, context.DeadlineExceeded or a *FileError when that was the cause.
func (e *Error) Unwrap() error { return e.cause }

// CodeOf is the code of err, or "" if err is nil or not this package's.
func CodeOf(err error) string {
	if e, ours := errors.AsType[*Error](err); ours {
		return e.Code
	}
	return ""
}

// NeedsSignIn reports that the office no longer takes the clerk's token, or that there is none.
func NeedsSignIn(err error) bool {
	code := CodeOf(err)
	return code == CodeTokenExpired || code == CodeTokenMissing
}
