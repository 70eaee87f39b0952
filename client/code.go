package client

import (
	"regexp"
	"slices"
)

// Codes that the office gives in its problems and in the rejections of writes: those of every operation that is served.
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
	CodeCountLimit        = "count-limit"
	CodeCountMismatch     = "count-mismatch"
	CodeSessionOpen       = "session-open"
	CodeSessionYours      = "session-yours"
	CodeOwnerRequired     = "owner-required"
	CodeSupervisorNeeded  = "supervisor-required"
	CodeForbiddenOffice   = "forbidden-office"
	CodeApprovalRequired  = "approval-required"
	CodeApprovalMismatch  = "approval-mismatch"

	CodeTopUpUnknown       = "top-up-unknown"
	CodeTopUpNotPosted     = "top-up-not-posted"
	CodeTopUpMismatch      = "top-up-mismatch"
	CodeAlreadyReversed    = "already-reversed"
	CodeReversalWindowOver = "reversal-window-over"
	CodeBalanceTooLow      = "balance-too-low"
	CodeDrawerTooSmall     = "drawer-too-small"
	CodeCorrectionUnknown  = "correction-unknown"
	CodeCardFinal          = "card-final"
	CodeCardNotLocked      = "card-not-locked"
	CodeLockedByHolder     = "locked-by-holder"
	CodeLockedByIssuer     = "locked-by-issuer"
	CodeApprovalUnknown    = "approval-unknown"
	CodeApprovalExpired    = "approval-expired"
	CodeApprovalUsed       = "approval-used"
	CodeSamePerson         = "same-person"
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
	// CodeIllFormed: the office gave a code that is not of the contract's form. Status and ending hold all the same.
	CodeIllFormed = "ill-formed-code"
	// CodeBadInput: what was to be sent is malformed; nothing was sent.
	CodeBadInput = "bad-input"
)

// officeCodes and wayCodes are all of the constants above.
var (
	officeCodes = []string{
		CodeSignInRefused, CodeStaffLocked, CodeTokenMissing, CodeTokenExpired, CodeForbidden, CodeCardNotFound, CodeBadRequest,
		CodeUnsupportedType, CodeBodyTooLarge, CodeMatchLocked, CodeMatchRequired, CodeLimitExceeded, CodeCardNotLoadable,
		CodeCardNotLockable, CodeAmountTooSmall, CodeOtherBytes, CodeInFlight, CodeNotImplemented, CodeNotFound, CodeWrongMethod,
		CodeInternal, CodeSecretMissing,
		CodeQuoteUnknown, CodeQuoteMismatch, CodeSessionUnknown, CodeSessionClosed, CodeSessionNotYours, CodeTenderedTooSmall,
		CodePersonUnknown, CodePayerRequired, CodeDrawerAlreadyOpen, CodeCountLimit, CodeCountMismatch, CodeSessionOpen, CodeSessionYours, CodeOwnerRequired, CodeSupervisorNeeded, CodeForbiddenOffice, CodeApprovalRequired, CodeApprovalMismatch,
		CodeTopUpUnknown, CodeTopUpNotPosted, CodeTopUpMismatch, CodeAlreadyReversed, CodeReversalWindowOver, CodeBalanceTooLow, CodeDrawerTooSmall, CodeCorrectionUnknown,
		CodeCardFinal, CodeCardNotLocked, CodeLockedByHolder, CodeLockedByIssuer, CodeApprovalUnknown, CodeApprovalExpired, CodeApprovalUsed, CodeSamePerson,
	}
	localCodes = []string{
		CodeNoConnection, CodeNoTrust, CodeTimeout, CodeConnectionLost, CodeForeignAnswer, CodeAbandoned, CodeIllFormed, CodeBadInput,
	}
)

// Codes are all codes that this program has a name for, the office's and those of this side, each once. An Error and a
// rejection may also carry one that is not among them: a later version of the contract may add some.
func Codes() []string { return slices.Concat(officeCodes, localCodes) }

// reCode is the contract's form of a code: words of small letters, joined by hyphens or dots. No digit can hide in one.
var reCode = regexp.MustCompile(`^[a-z]+([.-][a-z]+)*$`)

const maxCode = 64 // letters of a code

// codeOf takes a code that came from the office as it is, known or not, if it is of the contract's form. For any other,
// and for a word of this side, CodeIllFormed takes its place: whatever shows, logs or
// journals a code gets a harmless one, and nobody takes the office's word for something that the office did not say.
func codeOf(said string) string {
	if len(said) > maxCode || !reCode.MatchString(said) || slices.Contains(localCodes, said) {
		return CodeIllFormed
	}
	return said
}
