package sandbox

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"cekr.kranj.si/desk/client/money"
)

// States of a card.
const (
	cardActive       = "active"
	cardLocked       = "locked"
	cardLost         = "lost"
	cardStolen       = "stolen"
	cardExpired      = "expired"
	cardReplaced     = "replaced"
	cardNotActivated = "notActivated"
)

// cardRow is a card as it is stored.
type cardRow struct {
	mokID, lastSix, kind, kindSl, kindEn, state, expires string
	reason, holder, replacedBy                           *string
	since, fee, account, balance                         int64
	online, abroad, atm                                  bool
}

// readCard finds a card; false for one that the office does not know. A card whose last month is over has
// expired, whether or not somebody noted it.
func (t *tx) readCard(mokID string, now time.Time) (c cardRow, found bool, err error) {
	found, err = t.row(`SELECT c.mok_id, c.last_six, c.kind, k.name_sl, k.name_en, k.fee, c.state, c.state_since, c.state_reason,
			c.holder, c.expires, c.online, c.abroad, c.atm, c.replaced_by, c.account, a.balance
		FROM cards c JOIN kinds k ON k.code = c.kind JOIN accounts a ON a.id = c.account WHERE c.mok_id = ?`, args(mokID),
		&c.mokID, &c.lastSix, &c.kind, &c.kindSl, &c.kindEn, &c.fee, &c.state, &c.since, &c.reason,
		&c.holder, &c.expires, &c.online, &c.abroad, &c.atm, &c.replacedBy, &c.account, &c.balance)
	if !found || err != nil {
		return c, found, err
	}
	if over := monthAfter(c.expires, now.Location()); (c.state == cardActive || c.state == cardLocked) && !now.Before(over) {
		c.state, c.since, c.reason = cardExpired, over.UnixMilli(), nil
	}
	return c, true, nil
}

// monthAfter is when a month YYYY-MM is over.
func monthAfter(month string, zone *time.Location) time.Time {
	first, err := time.ParseInLocation("2006-01", month, zone)
	if err != nil {
		return time.Time{}
	}
	return first.AddDate(0, 1, 0)
}

type cardWire struct {
	MokID          string       `json:"mokId"`
	State          string       `json:"state"`
	StateSince     string       `json:"stateSince"`
	StateReason    *string      `json:"stateReason,omitempty"`
	Kind           kindWire     `json:"kind"`
	Holder         *holderWire  `json:"holder"`
	Balance        money.Amount `json:"balance"`
	PANLast4       string       `json:"panLast4"`
	Expires        string       `json:"expires"`
	PaymentOptions optionsWire  `json:"paymentOptions"`
	Possible       []string     `json:"possible"`
	ReplacedBy     *string      `json:"replacedBy"`
	AsOf           string       `json:"asOf"`
}

type kindWire struct {
	Code string `json:"code"`
	Name string `json:"name"`
}

type holderWire struct {
	Masked string `json:"masked"`
}

type optionsWire struct {
	Online bool `json:"online"`
	Abroad bool `json:"abroad"`
	ATM    bool `json:"atm"`
}

type minimalWire struct {
	MokID    string `json:"mokId"`
	Exists   bool   `json:"exists"`
	Lockable bool   `json:"lockable"`
}

// card shows a card: to a clerk of a bank all that the desk needs, to others only whether it can be locked.
func (o *Office) card(r *request) (reply, error) {
	mokID, err := r.id("mokId", isMokID)
	if err != nil {
		return reply{}, err
	}
	view, err := cardView(r)
	if err != nil {
		return reply{}, err
	}
	now := o.now()
	var c cardRow
	var found bool
	err = o.store.write(r.Context(), func(t *tx) (err error) {
		if c, found, err = t.readCard(mokID, now); err == nil && found {
			err = t.lookUp(r, mokID, view, now)
		}
		return err
	})
	if err != nil {
		return reply{}, err
	}
	if !found {
		return reply{}, refuse("card-not-found")
	}
	if view == "minimal" {
		return answer(http.StatusOK, minimalWire{MokID: mokID, Exists: true, Lockable: lockable(c.state)})
	}
	wire := o.cardWire(c, r)
	tag, err := etag(wire)
	if err != nil {
		return reply{}, err
	}
	wire.AsOf = stamp(now)
	a, err := answer(http.StatusOK, wire)
	a.etag = tag
	return a, err
}

// cardView is what the desk asks to see, by default all that it may.
func cardView(r *request) (string, error) {
	view := r.URL.Query().Get("view")
	full := r.who.may(capCardRead)
	switch {
	case view == "" && full:
		return "clerk", nil
	case view == "", view == "minimal":
		return "minimal", nil
	case view != "clerk":
		return "", badRequest("query view", "neither minimal nor clerk")
	case !full:
		return "", refuse("forbidden")
	}
	return view, nil
}

func (o *Office) cardWire(c cardRow, r *request) cardWire {
	w := cardWire{
		MokID: c.mokID, State: c.state, StateSince: stamp(o.moment(c.since)), StateReason: c.reason,
		Kind: kindWire{Code: c.kind, Name: c.kindSl}, Balance: money.EUR(c.balance), PANLast4: c.lastSix[2:], Expires: c.expires,
		PaymentOptions: optionsWire{Online: c.online, Abroad: c.abroad, ATM: c.atm}, ReplacedBy: c.replacedBy,
		Possible: possible(c, r.who),
	}
	if r.language() == "en" {
		w.Kind.Name = c.kindEn
	}
	if c.state != cardLocked {
		w.StateReason = nil
	}
	if c.holder != nil {
		w.Holder = &holderWire{Masked: mask(*c.holder)}
	}
	return w
}

// possible are the acts that a card's state and the clerk's rights both allow. A card that was reported lost or
// stolen is final; only what a clerk locked is unlocked at a counter.
func possible(c cardRow, who *session) []string {
	byState := map[string][]string{
		cardActive:       {capTopUp, capLock, capLossReport, capOrder},
		cardLocked:       {capUnlock, capLossReport, capOrder},
		cardNotActivated: {capLock},
	}
	return slices.DeleteFunc(append([]string{}, byState[c.state]...), func(act string) bool {
		return !who.may(act) || act == capUnlock && !c.unlockable()
	})
}

// mask leaves of each word of a name its first letter.
func mask(name string) string {
	words := strings.Fields(name)
	for i, word := range words {
		words[i] = string([]rune(word)[0]) + "•••"
	}
	return strings.Join(words, " ")
}
