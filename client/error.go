package client

import (
	"errors"
	"fmt"
	"time"

	"cekr.kranj.si/desk/client/money"
)

// Codes that the office gives in its problems and in the rejections of writes.
const (
	CodeSignInRefused   = "sign-in-refused"
	CodeStaffLocked     = "staff-locked"
	CodeTokenMissing    = "token-missing"
	CodeTokenExpired    = "token-expired"
	CodeForbidden       = "forbidden"
	CodeCardNotFound    = "card-not-found"
	CodeBadRequest      = "bad-request"
	CodeUnsupportedType = "unsupported-media-type"
	CodeBodyTooLarge    = "body-too-large"
	CodeMatchLocked     = "match-locked"
	CodeMatchRequired   = "match-required"
	CodeLimitExceeded   = "limit-exceeded"
	CodeCardNotLoadable = "card-not-loadable"
	CodeCardNotLockable = "card-not-lockable"
	CodeAmountTooSmall  = "amount-too-small"
	CodeOtherBytes      = "other-bytes"
	CodeInFlight        = "in-flight"
	CodeNotImplemented  = "not-implemented"
	CodeNotFound        = "not-found"
	CodeWrongMethod     = "method-not-allowed"
	CodeInternal        = "internal"
	CodeSecretMissing   = "embedded-secret-missing"

	CodeQuoteUnknown      = "quote-unknown"
	CodeQuoteMismatch     = "quote-mismatch"
	CodeSessionUnknown    = "session-unknown"
	CodeSessionClosed     = "session-closed"
	CodeSessionNotYours   = "session-not-yours"
	CodeTenderedTooSmall  = "tendered-too-small"
	CodePersonUnknown     = "person-unknown"
	CodePayerRequired     = "payer-required"
	CodeDrawerAlreadyOpen = "drawer-already-open"
	CodeForbiddenOffice   = "forbidden-office"
)

// Codes of this side of the wire, for what happened on the way. Their Error has no
// Status, unless something that is not the office's answered.
const (
	// CodeNoConnection: no connection to the office came about.
	CodeNoConnection = "no-connection"
	// CodeNoTrust: the other side could not prove that it is the office.
	CodeNoTrust = "no-trust"
	// CodeTimeout: no answer in time.
	CodeTimeout = "timeout"
	// CodeConnectionLost: the connection ended before the answer did.
	CodeConnectionLost = "connection-lost"
	// CodeForeignAnswer: an answer came that is not the office's: a proxy's or a portal's
	// page, a redirect, JSON that breaks the contract or speaks of something else.
	CodeForeignAnswer = "foreign-answer"
	// CodeAbandoned: the caller gave up before there was an answer.
	CodeAbandoned = "abandoned"
	// CodeBadInput: what was to be sent is malformed; nothing was sent.
	CodeBadInput = "bad-input"
)

// Error is everything that goes wrong between this desk and the office.
type Error struct {
	// Status is the HTTP status, 0 when there was no answer.
	Status int
	// Code is one of the Code constants, or an unknown code of the office's.
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

// IsOffline reports whether err means that the office gave no answer at all: no connection,
// no answer in time, or only a stranger's page.
func IsOffline(err error) bool {
	e, ours := errors.AsType[*Error](err)
	if !ours {
		return false
	}
	switch e.Code {
	case CodeForeignAnswer, CodeConnectionLost, CodeTimeout:
		return true
	case CodeNoConnection, CodeNoTrust:
		return e.Status == 0
	}
	return false
}

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
