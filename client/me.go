package client

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/client/money"
)

// Capability is something the office lets this clerk do.
type Capability string

// The capabilities of the contract.
const (
	MayReadCards  Capability = "card.read"
	MaySeeMinimal Capability = "card.minimal"
	MayTopUp      Capability = "top-up"
	MayUseDrawer  Capability = "drawer"
	MayOrder      Capability = "order"
	MayLock       Capability = "lock"
	MayReportLoss Capability = "loss-report"
	MayUnlock     Capability = "unlock"
	MayReverse    Capability = "reversal"
	MayApprove    Capability = "approve"
	// MayAudit: see who looked a card up.
	MayAudit Capability = "audit"
	// MayMoveCash: bring change into one's drawer and take cash to the safe.
	MayMoveCash Capability = "movement"
	// MayCount: count one's drawer by notes and coins.
	MayCount Capability = "count"
	// MayReport: see the X and Z of one's drawer.
	MayReport Capability = "report"
	// MayChangeHands: hand one's drawer over, receive one, take part in ending an absent clerk's.
	MayChangeHands Capability = "custody"
	// MaySupervise: see the office's open drawers, and let an absent clerk's be ended.
	MaySupervise Capability = "supervise"
	// MayHistory: see which drawer sessions there were, and all their lines.
	MayHistory Capability = "history"
)

// OfficeKind tells a bank's branch from the municipality.
type OfficeKind string

// The two kinds of office.
const (
	BankOffice      OfficeKind = "bank"
	MunicipalOffice OfficeKind = "municipal"
)

// Office is the house that the desk stands in.
type Office struct {
	ID   string     `json:"id"`
	Name string     `json:"name"`
	Kind OfficeKind `json:"kind"`
	Town string     `json:"town"`
}

// Limits are the office's own; the program has none of its own. From a total of DrawerWarning on cash should be handed over; no
// top-up may lead above DrawerLockout.
type Limits struct {
	TopUpMin      money.Amount `json:"topUpMin"`
	TopUpMax      money.Amount `json:"topUpMax"`
	DrawerWarning money.Amount `json:"drawerWarning"`
	DrawerLockout money.Amount `json:"drawerLockout"`
	// TopUpApprovedMax is the largest top-up with a second person's approval; zero when none is allowed above TopUpMax.
	TopUpApprovedMax money.Amount `json:"topUpApprovedMax" contract:"optional"`
	// DifferenceTolerance is up to which difference, over or short, a clerk closes a drawer alone; without a currency when the office doesn't say.
	DifferenceTolerance money.Amount `json:"differenceTolerance" contract:"optional"`
	// ReversalApprovalFrom is from where on a storno needs a second person; zero when the office doesn't say.
	ReversalApprovalFrom money.Amount `json:"reversalApprovalFrom" contract:"optional"`
}

// Me is who is signed in, where, and what they may do.
type Me struct {
	Staff        Staff        `json:"staff"`
	Office       Office       `json:"office"`
	Capabilities []Capability `json:"capabilities"`
	Limits       Limits       `json:"limits"`
	// BlindClose says that nobody at the desk may see what is expected in the drawer before its close is final.
	BlindClose bool `json:"blindClose" contract:"optional"`
	// Practice says that the office is one for practice: no money in it is real.
	Practice        bool      `json:"practice" contract:"optional"`
	ContractVersion string    `json:"contractVersion"`
	TokenExpiresAt  time.Time `json:"tokenExpiresAt"`
	Time            time.Time `json:"time"`
	// ApprovalMinutes is how long an approval lives, ReversalMinutes how long after a top-up its storno needs no second
	// person for being late; zero when the office doesn't say.
	ApprovalMinutes int `json:"approvalMinutes" contract:"optional"`
	ReversalMinutes int `json:"reversalMinutes" contract:"optional"`
}

// servedFrom is the minor version of the contract from which on an office serves what it gives a capability for.
var servedFrom = map[Capability]int{MayReverse: 3, MayUnlock: 3, MayApprove: 3}

// Can reports whether the office gave this clerk the capability, and its version of the contract serves it.
func (m Me) Can(what Capability) bool {
	return slices.Contains(m.Capabilities, what) && minorOf(m.ContractVersion) >= servedFrom[what]
}

// minorOf is the second number of a version, 0 for a text that is none.
func minorOf(version string) int {
	parts := strings.Split(version, ".")
	if len(parts) != 3 {
		return 0
	}
	minor, err := strconv.Atoi(parts[1])
	if err != nil {
		return 0
	}
	return minor
}

// Me asks the office who the token's clerk is.
func (c *Client) Me(ctx context.Context) (Me, error) {
	return get(ctx, c, call{at: at("/v1/me")}, func(m *Me, _ http.Header) bool {
		return ident.IsStaff(m.Staff.Number)
	})
}
