package task

import (
	"slices"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
)

// Subject is an act that waits for a second person. Its intention is on disk; nothing of it was sent, nor will be without Granted.
type Subject struct {
	Act client.ApprovalAct
	ID  string // of the act
	// MokID and Amount are typed again by the second person, as far as the act has them.
	MokID  string
	Amount money.Amount
	// Encode gives the act's exact bytes, which name the approval.
	Encode func(approvalID string) ([]byte, error)
	// Granted is called with the bytes that were approved, and by whom: these may be sent, and no others.
	Granted func(body []byte, approver client.Staff)
	// Left is called when nobody has approved, and nobody will any more. why is what the clerk is told; nil where a person has left
	// by a key.
	Left func(why *Message)
}

// secondPerson are the rejections after which the same may be tried once more, with a second person's word.
var secondPerson = []string{
	client.CodeApprovalRequired, client.CodeApprovalExpired, client.CodeApprovalUsed, client.CodeApprovalUnknown, client.CodeApprovalMismatch,
	client.CodeSamePerson,
}

// WantsSecondPerson reports that an act was rejected for want of a second person's good word.
func WantsSecondPerson(code string) bool { return slices.Contains(secondPerson, code) }
