package client

import (
	"context"
	"net/http"
	"slices"
	"time"

	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/client/money"
)

// CardState is what a card is good for. A state that this program does not know is
// handed on as it came, and nobody may load such a card.
type CardState string

// The states of the contract.
const (
	CardActive       CardState = "active"
	CardLocked       CardState = "locked"
	CardLost         CardState = "lost"
	CardStolen       CardState = "stolen"
	CardExpired      CardState = "expired"
	CardReplaced     CardState = "replaced"
	CardNotActivated CardState = "notActivated"
)

// StateReason says who brought a card into its state; empty when the office does not say.
type StateReason string

// The reasons of the contract.
const (
	ByHolder StateReason = "holderPortal"
	ByClerk  StateReason = "clerk"
	ByIssuer StateReason = "issuer"
)

// Act is something that may be done with a card now, by the office's word.
type Act string

// The acts of the contract.
const (
	ActTopUp      Act = "top-up"
	ActLock       Act = "lock"
	ActUnlock     Act = "unlock"
	ActLossReport Act = "loss-report"
	ActOrder      Act = "order"
)

// CardKind is the kind of card; Name is in the language that was asked for.
type CardKind struct {
	Code string `json:"code"`
	Name string `json:"name"`
}

// Holder is as much of a person as a clerk may see.
type Holder struct {
	Masked string `json:"masked"`
}

// PaymentOptions are the switches of a card.
type PaymentOptions struct {
	Online bool `json:"online"`
	Abroad bool `json:"abroad"`
	ATM    bool `json:"atm"`
}

// Card is a card as a clerk of a bank's office sees it.
type Card struct {
	MokID       string      `json:"mokId"`
	State       CardState   `json:"state"`
	StateSince  time.Time   `json:"stateSince"`
	StateReason StateReason `json:"stateReason" contract:"optional"`
	Kind        CardKind    `json:"kind"`
	// Holder is nil for a card without a named holder.
	Holder   *Holder      `json:"holder"`
	Balance  money.Amount `json:"balance"`
	PANLast4 string       `json:"panLast4"`
	// Expires is the last month of validity, YYYY-MM.
	Expires        string         `json:"expires"`
	PaymentOptions PaymentOptions `json:"paymentOptions"`
	Possible       []Act          `json:"possible"`
	// ReplacedBy is the MOK ID of the card that came after, empty if none.
	ReplacedBy string `json:"replacedBy" contract:"nullable"`
	// AsOf is when the office looked, by its clock.
	AsOf time.Time `json:"asOf"`
	// ETag is the card's version for If-Match, from the header.
	ETag string `json:"-"`
}

// Allows reports whether the office lets this be done with the card now.
func (c Card) Allows(what Act) bool { return slices.Contains(c.Possible, what) }

// CardMinimal is all that an office may see which only locks: it exists, and can it be locked.
type CardMinimal struct {
	MokID    string `json:"mokId"`
	Exists   bool   `json:"exists"`
	Lockable bool   `json:"lockable"`
}

// Card asks for a card as a clerk sees it. Problems: card-not-found, forbidden.
func (c *Client) Card(ctx context.Context, mokID string) (Card, error) {
	if err := check(isMokID(mokID)); err != nil {
		return Card{}, err
	}
	where := at("/v1/cards/{mokId}", mokID).with(map[string]string{"view": "clerk"})
	return get(ctx, c, call{at: where}, func(card *Card, header http.Header) bool {
		card.ETag = header.Get("ETag")
		return card.MokID == mokID && card.State != "" && reLast4.MatchString(card.PANLast4) &&
			reMonth.MatchString(card.Expires) && (card.ReplacedBy == "" || ident.IsMokID(card.ReplacedBy))
	})
}

// CardMinimal asks only whether the card exists and can be locked. Problem: card-not-found.
func (c *Client) CardMinimal(ctx context.Context, mokID string) (CardMinimal, error) {
	if err := check(isMokID(mokID)); err != nil {
		return CardMinimal{}, err
	}
	where := at("/v1/cards/{mokId}", mokID).with(map[string]string{"view": "minimal"})
	return get(ctx, c, call{at: where}, func(card *CardMinimal, _ http.Header) bool {
		return card.MokID == mokID
	})
}
