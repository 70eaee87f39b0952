package sandbox

import (
	"context"
	"net/http"
)

// maxTries is how many wrong PINs lock a number, and how many wrong last-six tries lock a card's match.
const maxTries = 5

type signInAnswer struct {
	Token     string    `json:"token"`
	ExpiresAt string    `json:"expiresAt"`
	Staff     staffWire `json:"staff"`
}

type staffWire struct {
	Number string `json:"number"`
	Alias  string `json:"alias"`
}

// signIn gives a token for a staff number and its PIN. A try is taken before the PIN is looked at, so that
// guessing at many desks at once gives no more of them. An unknown number answers exactly like a known one.
func (o *Office) signIn(r *request) (reply, error) {
	var number, pin, desk string
	if _, err := r.body(object{"staffNumber": text(&number, isStaff), "pin": text(&pin, isPIN), "desk": text(&desk, isDesk)}); err != nil {
		return reply{}, err
	}
	stored, left, err := o.takeTry(r.Context(), number)
	if err != nil {
		return reply{}, err
	}
	known := stored != ""
	if !known {
		stored = o.pins.dummy
	}
	fits, err := o.pins.fits(pin, stored)
	if err != nil {
		return reply{}, err
	}
	if !fits || !known {
		return reply{}, refuse("sign-in-refused").left(left)
	}
	return o.admit(r.Context(), number, stored, desk)
}

// takeTry counts a try and returns what the PIN is to be compared with, empty for an unknown number, and how
// many tries are left if it is wrong.
func (o *Office) takeTry(ctx context.Context, number string) (stored string, left int, err error) {
	err = o.store.write(ctx, func(t *tx) error {
		if _, err := t.row(`SELECT pin FROM staff WHERE number = ?`, args(number), &stored); err != nil {
			return err
		}
		wrong := 0
		if _, err := t.row(`SELECT wrong FROM sign_in_tries WHERE number = ?`, args(number), &wrong); err != nil {
			return err
		}
		if wrong >= maxTries {
			return refuse("staff-locked")
		}
		left = maxTries - wrong - 1
		return t.exec(`INSERT INTO sign_in_tries (number, wrong) VALUES (?, 1) ON CONFLICT DO UPDATE SET wrong = wrong + 1`, number)
	})
	return stored, left, err
}

// admit forgives the tries and makes the token, unless the PIN was reset meanwhile.
func (o *Office) admit(ctx context.Context, number, stored, desk string) (reply, error) {
	token, hash := newToken()
	now := o.now()
	expires := now.Add(o.options.TokenLife)
	out := signInAnswer{Token: token, ExpiresAt: stamp(expires), Staff: staffWire{Number: number}}
	err := o.store.write(ctx, func(t *tx) error {
		same, err := t.row(`SELECT alias FROM staff WHERE number = ? AND pin = ?`, args(number, stored), &out.Staff.Alias)
		if err != nil {
			return err
		}
		if !same {
			return refuse("sign-in-refused").left(maxTries - 1)
		}
		if err := t.exec(`DELETE FROM sign_in_tries WHERE number = ?`, number); err != nil {
			return err
		}
		if err := t.exec(`DELETE FROM tokens WHERE expires_at < ?`, now.AddDate(0, 0, -7).UnixMilli()); err != nil {
			return err
		}
		return t.exec(`INSERT INTO tokens (hash, staff, desk, expires_at) VALUES (?, ?, ?, ?)`, hash[:], number, desk, expires.UnixMilli())
	})
	if err != nil {
		return reply{}, err
	}
	return answer(http.StatusCreated, out)
}

// signOut ends the token.
func (o *Office) signOut(r *request) (reply, error) {
	defer o.sessions.forget()
	err := o.store.write(r.Context(), func(t *tx) error {
		return t.exec(`DELETE FROM tokens WHERE hash = ?`, r.who.hash[:])
	})
	return reply{status: http.StatusNoContent}, err
}

type meAnswer struct {
	Staff           staffWire  `json:"staff"`
	Office          officeWire `json:"office"`
	Capabilities    []string   `json:"capabilities"`
	Limits          limitsWire `json:"limits"`
	BlindClose      bool       `json:"blindClose,omitempty"`
	Practice        bool       `json:"practice,omitempty"`
	ContractVersion string     `json:"contractVersion"`
	TokenExpiresAt  string     `json:"tokenExpiresAt"`
	Time            string     `json:"time"`
	ApprovalMinutes int64      `json:"approvalMinutes"`
	ReversalMinutes int64      `json:"reversalMinutes"`
}

type officeWire struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Kind string `json:"kind"`
	Town string `json:"town"`
}

// me tells who is signed in, where, and what the office lets them do.
func (o *Office) me(r *request) (reply, error) {
	var p policy
	err := o.store.read(r.Context(), func(t *tx) (err error) { p, err = readPolicy(t); return err })
	if err != nil {
		return reply{}, err
	}
	return answer(http.StatusOK, meAnswer{
		Staff:           staffWire{Number: r.who.staff, Alias: r.who.alias},
		Office:          officeWire{ID: r.who.office.id, Name: r.who.office.name, Kind: r.who.office.kind, Town: r.who.office.town},
		Capabilities:    capabilities(r.who.role, r.who.office.kind),
		Limits:          p.wire(),
		BlindClose:      o.options.BlindClose,
		Practice:        o.options.Practice,
		ContractVersion: ContractVersion,
		TokenExpiresAt:  stamp(r.who.expires),
		Time:            stamp(o.now()),
		ApprovalMinutes: int64(p.approvalLife.Minutes()),
		ReversalMinutes: int64(p.reversalWindow.Minutes()),
	})
}
