package client

import (
	"context"
	"slices"
	"time"
)

// LockReason is why a card is locked.
type LockReason string

// The reasons of the contract. After lost and stolen a loss report must follow (Lock.ReportNeeded).
const (
	ReasonLost              LockReason = "lost"
	ReasonStolen            LockReason = "stolen"
	ReasonFoundByThirdParty LockReason = "foundByThirdParty"
	// ReasonSuspicious: somebody may be using the card.
	ReasonSuspicious LockReason = "suspiciousActivity"
	// ReasonCompromised: the card's data got known.
	ReasonCompromised LockReason = "compromised"
	// ReasonCaptured: a cash machine kept the card.
	ReasonCaptured      LockReason = "captured"
	ReasonDamaged       LockReason = "damaged"
	ReasonHolderRequest LockReason = "endUserRequest"
	ReasonIssuerRequest LockReason = "issuerRequest"
	ReasonOther         LockReason = "other"
)

// LockReasons are all of them, in the order in which a clerk meets them.
func LockReasons() []LockReason {
	return []LockReason{ReasonLost, ReasonStolen, ReasonFoundByThirdParty, ReasonSuspicious, ReasonCompromised, ReasonCaptured,
		ReasonDamaged, ReasonHolderRequest, ReasonIssuerRequest, ReasonOther}
}

// Reporter is who asks for a card to be locked. It is a kind of person, never a name.
type Reporter string

// The reporters of the contract.
const (
	ReporterHolder        Reporter = "holderInPerson"
	ReporterHolderByPhone Reporter = "holderByPhone"
	// ReporterRepresentative: a relative, a parent, a guardian.
	ReporterRepresentative Reporter = "representative"
	// ReporterFinder: whoever brings the card or its number. Nothing of the card is told.
	ReporterFinder           Reporter = "finder"
	ReporterPoliceOrMerchant Reporter = "policeOrMerchant"
	ReporterStaff            Reporter = "staff"
)

// Reporters are all of them, the holder first.
func Reporters() []Reporter {
	return []Reporter{ReporterHolder, ReporterHolderByPhone, ReporterRepresentative, ReporterFinder, ReporterPoliceOrMerchant, ReporterStaff}
}

// Verification is how the reporter was checked. None is enough for a lock.
type Verification string

// The verifications of the contract.
const (
	VerifiedNot        Verification = "none"
	VerifiedByDocument Verification = "document"
	// VerifiedByCard: the last six digits of the card in hand.
	VerifiedByCard Verification = "panLastSix"
	// VerifiedByKnowledge: by questions that the holder alone can answer.
	VerifiedByKnowledge Verification = "knowledge"
)

// Verifications are all of them, the weakest first.
func Verifications() []Verification {
	return []Verification{VerifiedNot, VerifiedByKnowledge, VerifiedByCard, VerifiedByDocument}
}

// LockRequest is the body of a lock. Its bytes are made once, by Encode, journaled, and
// sent as they are. They hold no name.
type LockRequest struct {
	ID           string       `json:"id"`
	MokID        string       `json:"mokId"`
	Reason       LockReason   `json:"reason"`
	Reporter     Reporter     `json:"reporter"`
	Verification Verification `json:"verification"`
	// Staff is the number of the clerk who was told.
	Staff string `json:"staff"`
	Desk  string `json:"desk"`
}

// Lock is the office's word on a lock. ID and State are always there, MokID with every
// ending; the rest as far as it belongs to State.
type Lock struct {
	ID    string `json:"id"`
	MokID string `json:"mokId" contract:"optional"`
	// State is posted, rejected, inFlight or unseen.
	State string `json:"state"`
	// Code says why it was rejected: CodeIllFormed if the office did not say it as agreed.
	Code string `json:"code" contract:"code"`
	// CardState is why the card cannot be locked (card-not-lockable); empty for a clerk
	// who may not see cards.
	CardState CardState `json:"cardState" contract:"optional"`
	// LockNumber is the number on the customer's slip.
	LockNumber string `json:"lockNumber" contract:"optional"`
	// LockedAt is the minute from which the card is stopped, by the office's clock.
	LockedAt time.Time `json:"lockedAt" contract:"optional"`
	// ReportNeeded says that a loss report must follow.
	ReportNeeded bool `json:"reportNeeded" contract:"optional"`
	// WalletTokensStopped tells whether payments by phone stopped too; nil when the
	// office cannot tell.
	WalletTokensStopped *bool `json:"walletTokensStopped" contract:"optional"`
	// SentBy is the clerk whose token brought the id first, where the lock names another; see TopUp.SentBy.
	SentBy  string `json:"sentBy" contract:"staff"`
	TraceID string `json:"traceId" contract:"optional"`
}

// Encode gives the canonical bytes: the fields in the order above, no HTML escapes. It
// refuses a request that the contract does not allow.
func (r LockRequest) Encode() ([]byte, error) {
	err := check(isID(r.ID), isMokID(r.MokID), rule{slices.Contains(LockReasons(), r.Reason), "reason"},
		rule{slices.Contains(Reporters(), r.Reporter), "reporter"}, rule{slices.Contains(Verifications(), r.Verification), "verification"},
		isStaff(r.Staff), isDesk(r.Desk))
	if err != nil {
		return nil, err
	}
	return encode(r)
}

// Lock puts the journaled bytes on the wire, once. No money is in it: Sending.Amount stays
// zero, and an answer is final only if it repeats id and MOK ID. Rejections: card-not-found,
// card-not-lockable, forbidden-office. The verdict is never Cancelled.
func (c *Client) Lock(ctx context.Context, s Sending) Outcome[Lock] {
	return putJournaled(ctx, c, at("/v1/locks/{id}", s.ID), s, expected{ends: postedOrRejected}, lockBody.fields, Lock.fields)
}

// AskLock asks what became of a lock's id. It is never NotSent; State tells inFlight and
// unseen. After unseen the same bytes are sent again: the card may be in use.
func (c *Client) AskLock(ctx context.Context, id, mokID string) Outcome[Lock] {
	want := expected{id: id, mokID: mokID, ends: postedOrRejected}
	return ask(ctx, c, at("/v1/locks/{id}", id), want, Lock.fields, isID(id), isMokID(mokID))
}

func (l Lock) fields() writeFields { return writeFields{id: l.ID, mokID: l.MokID, state: l.State} }

// lockBody is what a journaled body must say of itself, whatever version wrote it.
type lockBody struct {
	ID    string `json:"id"`
	MokID string `json:"mokId"`
}

func (b lockBody) fields() writeFields { return writeFields{id: b.ID, mokID: b.MokID} }
