package contract

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"time"
)

// The suite's own types of the wire: only what it looks at. Shapes are the schema's business.

type amount struct {
	Amount   int64  `json:"amount"`
	Currency string `json:"currency"`
}

func eur(cents int64) amount { return amount{cents, "EUR"} }

type problem struct {
	Status            int     `json:"status"`
	Code              string  `json:"code"`
	Detail            string  `json:"detail"`
	TraceID           string  `json:"traceId"`
	AttemptsLeft      *int    `json:"attemptsLeft"`
	LimitLeft         *amount `json:"limitLeft"`
	RetryAfterSeconds *int    `json:"retryAfterSeconds"`
}

type signIn struct {
	Token     string    `json:"token"`
	ExpiresAt time.Time `json:"expiresAt"`
	Staff     struct {
		Number string `json:"number"`
		Alias  string `json:"alias"`
	} `json:"staff"`
}

type me struct {
	Staff struct {
		Number string `json:"number"`
		Alias  string `json:"alias"`
	} `json:"staff"`
	Capabilities []string `json:"capabilities"`
	Limits       struct {
		TopUpMin amount `json:"topUpMin"`
		TopUpMax amount `json:"topUpMax"`

		TopUpApprovedMax     amount `json:"topUpApprovedMax"`
		ReversalApprovalFrom amount `json:"reversalApprovalFrom"`
		DifferenceTolerance  amount `json:"differenceTolerance"`
	} `json:"limits"`
	BlindClose      bool      `json:"blindClose"`
	Practice        bool      `json:"practice"`
	ContractVersion string    `json:"contractVersion"`
	TokenExpiresAt  time.Time `json:"tokenExpiresAt"`
	ApprovalMinutes int       `json:"approvalMinutes"`
	Time            time.Time `json:"time"`
}

type card struct {
	MokID    string   `json:"mokId"`
	State    string   `json:"state"`
	Reason   string   `json:"stateReason"`
	Balance  amount   `json:"balance"`
	PANLast4 string   `json:"panLast4"`
	Possible []string `json:"possible"`
	Kind     struct {
		Code string `json:"code"`
		Name string `json:"name"`
	} `json:"kind"`
	StateSince time.Time `json:"stateSince"`
	AsOf       time.Time `json:"asOf"`
}

// lookUp is an entry of a card's record.
type lookUp struct {
	At      time.Time `json:"at"`
	Staff   string    `json:"staff"`
	Desk    string    `json:"desk"`
	View    string    `json:"view"`
	TraceID string    `json:"traceId"`
}

type lookUpPage struct {
	Items      []lookUp `json:"items"`
	NextCursor *string  `json:"nextCursor"`
}

type match struct {
	Matched      bool      `json:"matched"`
	AttemptsLeft int       `json:"attemptsLeft"`
	MatchID      string    `json:"matchId"`
	ExpiresAt    time.Time `json:"expiresAt"`
}

type transaction struct {
	ID           string    `json:"id"`
	BookedAt     time.Time `json:"bookedAt"`
	Kind         string    `json:"kind"`
	Amount       amount    `json:"amount"`
	BalanceAfter amount    `json:"balanceAfter"`
}

// cardLine is a line of a card with what a filter asks for.
type cardLine struct {
	ID            string    `json:"id"`
	BookedAt      time.Time `json:"bookedAt"`
	Kind          string    `json:"kind"`
	Amount        amount    `json:"amount"`
	BalanceAfter  amount    `json:"balanceAfter"`
	ReceiptNumber string    `json:"receiptNumber"`
	ReversedBy    string    `json:"reversedBy"`
}

type transactionPage struct {
	Items      []transaction `json:"items"`
	NextCursor *string       `json:"nextCursor"`
}

type quote struct {
	QuoteID      string `json:"quoteId"`
	MokID        string `json:"mokId"`
	Amount       amount `json:"amount"`
	Fee          amount `json:"fee"`
	Total        amount `json:"total"`
	BalanceAfter amount `json:"balanceAfter"`
	LimitsLeft   struct {
		Balance amount `json:"balance"`
		Day     amount `json:"day"`
		Month   amount `json:"month"`
	} `json:"limitsLeft"`
	Required       []string  `json:"required"`
	ExpiresAt      time.Time `json:"expiresAt"`
	OtherOpenQuote *struct {
		Desk   string `json:"desk"`
		Amount amount `json:"amount"`
	} `json:"otherOpenQuote"`
	Similar *struct {
		ReceiptNumber string `json:"receiptNumber"`
		Amount        amount `json:"amount"`
	} `json:"similar"`
}

// topUpBody is the body of a top-up, in the order in which desks write it.
type topUpBody struct {
	ID              string `json:"id"`
	MokID           string `json:"mokId"`
	Amount          amount `json:"amount"`
	QuoteID         string `json:"quoteId"`
	DrawerSessionID string `json:"drawerSessionId"`
	Staff           string `json:"staff"`
	Desk            string `json:"desk"`
	Seq             int64  `json:"seq"`
	Prev            string `json:"prev"`
	Tendered        amount `json:"tendered"`
	PayerID         string `json:"payerId,omitempty"`
	ApprovalID      string `json:"approvalId,omitempty"`
}

type topUp struct {
	ID              string    `json:"id"`
	MokID           string    `json:"mokId"`
	Amount          amount    `json:"amount"`
	State           string    `json:"state"`
	Code            string    `json:"code"`
	Fee             amount    `json:"fee"`
	Total           amount    `json:"total"`
	Tendered        amount    `json:"tendered"`
	Change          amount    `json:"change"`
	ReceiptNumber   string    `json:"receiptNumber"`
	BookedAt        time.Time `json:"bookedAt"`
	BalanceAfter    amount    `json:"balanceAfter"`
	Desk            string    `json:"desk"`
	Seq             int64     `json:"seq"`
	Staff           string    `json:"staff"`
	DrawerSessionID string    `json:"drawerSessionId"`
	SentBy          string    `json:"sentBy"`
	Approver        string    `json:"approver"`
	Gap             bool      `json:"gap"`
	TraceID         string    `json:"traceId"`
}

type topUpPage struct {
	Items      []topUp `json:"items"`
	Gaps       []gap   `json:"gaps"`
	NextCursor *string `json:"nextCursor"`
}

type gap struct {
	From int64 `json:"from"`
	To   int64 `json:"to"`
}

type cancellationBody struct {
	ID     string `json:"id"`
	MokID  string `json:"mokId"`
	Amount amount `json:"amount"`
	Desk   string `json:"desk"`
}

type openingBody struct {
	ID    string `json:"id"`
	Desk  string `json:"desk"`
	Staff string `json:"staff"`
	Float amount `json:"float"`
}

type closingBody struct {
	ID      string `json:"id"`
	Desk    string `json:"desk"`
	Staff   string `json:"staff"`
	Counted amount `json:"counted"`

	ApprovalID string `json:"approvalId,omitempty"`
}

type session struct {
	ID          string     `json:"id"`
	Desk        string     `json:"desk"`
	Staff       string     `json:"staff"`
	State       string     `json:"state"`
	Code        string     `json:"code"`
	Float       amount     `json:"float"`
	Total       amount     `json:"total"`
	TopUps      int        `json:"topUps"`
	OpenedAt    time.Time  `json:"openedAt"`
	ClosedAt    time.Time  `json:"closedAt"`
	Counted     amount     `json:"counted"`
	Expected    amount     `json:"expected"`
	Difference  amount     `json:"difference"`
	CloseNumber int64      `json:"closeNumber"`
	ClosedBy    *closedBy  `json:"closedBy"`
	TakenFrom   *takenFrom `json:"takenFrom"`
	SentBy      string     `json:"sentBy"`
	TraceID     string     `json:"traceId"`
}

// movementBody is the body of a movement, in the order in which desks write it.
type movementBody struct {
	ID              string `json:"id"`
	DrawerSessionID string `json:"drawerSessionId"`
	Kind            string `json:"kind"`
	Reason          string `json:"reason"`
	Amount          amount `json:"amount"`
	Desk            string `json:"desk"`
	Staff           string `json:"staff"`
}

type movement struct {
	ID              string    `json:"id"`
	DrawerSessionID string    `json:"drawerSessionId"`
	Kind            string    `json:"kind"`
	Amount          amount    `json:"amount"`
	State           string    `json:"state"`
	Code            string    `json:"code"`
	Total           amount    `json:"total"`
	BookedAt        time.Time `json:"bookedAt"`
	Number          string    `json:"movementNumber"`
	Staff           string    `json:"staff"`
}

type denomination struct {
	Value  int64 `json:"value"`
	Pieces int64 `json:"pieces"`
}

// countBody is the body of a count, in the order in which desks write it.
type countBody struct {
	ID              string         `json:"id"`
	DrawerSessionID string         `json:"drawerSessionId"`
	Denominations   []denomination `json:"denominations"`
	Counted         amount         `json:"counted"`
	Desk            string         `json:"desk"`
	Staff           string         `json:"staff"`
}

type count struct {
	ID              string `json:"id"`
	DrawerSessionID string `json:"drawerSessionId"`
	Counted         amount `json:"counted"`
	State           string `json:"state"`
	Code            string `json:"code"`
	Expected        amount `json:"expected"`
	Difference      amount `json:"difference"`
	CountsLeft      int    `json:"countsLeft"`
	Staff           string `json:"staff"`

	Denominations []denomination `json:"denominations"`
}

type reportLine struct {
	Count int    `json:"count"`
	Sum   amount `json:"sum"`
}

// drawerLine is a line of a drawer's day.
type drawerLine struct {
	ID           string    `json:"id"`
	Kind         string    `json:"kind"`
	State        string    `json:"state"`
	Code         string    `json:"code"`
	At           time.Time `json:"at"`
	Staff        string    `json:"staff"`
	Amount       amount    `json:"amount"`
	Fee          amount    `json:"fee"`
	Cash         amount    `json:"cash"`
	MokID        string    `json:"mokId"`
	Number       string    `json:"number"`
	TopUpID      string    `json:"topUpId"`
	ReversedBy   string    `json:"reversedBy"`
	MovementKind string    `json:"movementKind"`
}

type drawerReport struct {
	Kind          string     `json:"kind"`
	Session       session    `json:"session"`
	TopUps        reportLine `json:"topUps"`
	Fees          reportLine `json:"fees"`
	Reversals     reportLine `json:"reversals"`
	Movements     reportLine `json:"movements"`
	ChangeBrought reportLine `json:"changeBrought"`
	PickUps       reportLine `json:"pickUps"`
	Corrections   reportLine `json:"corrections"`
	Expected      amount     `json:"expected"`
}

type drawerNow struct {
	Session  *session `json:"session"`
	Previous *session `json:"previous"`
	Taken    *session `json:"taken"`
}

// lockBody is the body of a lock, in the order in which desks write it.
type lockBody struct {
	ID           string `json:"id"`
	MokID        string `json:"mokId"`
	Reason       string `json:"reason"`
	Reporter     string `json:"reporter"`
	Verification string `json:"verification"`
	Staff        string `json:"staff"`
	Desk         string `json:"desk"`
}

type lock struct {
	ID           string    `json:"id"`
	MokID        string    `json:"mokId"`
	State        string    `json:"state"`
	Code         string    `json:"code"`
	CardState    string    `json:"cardState"`
	LockNumber   string    `json:"lockNumber"`
	LockedAt     time.Time `json:"lockedAt"`
	ReportNeeded bool      `json:"reportNeeded"`
}

type personBody struct {
	ID       string    `json:"id"`
	Role     string    `json:"role"`
	Name     string    `json:"name"`
	Document *document `json:"document"`
}

type document struct {
	Kind  string `json:"kind"`
	Last3 string `json:"last3"`
}

// newID makes a random UUID, version 4, in lower case.
func newID() string {
	var b [16]byte
	rand.Read(b[:]) // never fails: crypto/rand
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// bytesOf freezes a body.
func bytesOf(value any) []byte {
	b, err := json.Marshal(value)
	if err != nil {
		panic(err) // a type of this file that JSON can't hold
	}
	return b
}
