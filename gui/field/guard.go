package field

import (
	"strings"
	"time"
	"unicode"

	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/gui/text"
)

// guard keeps the numbers of bank cards out of a field: at the digit that makes one, the whole field is wiped and says so. The rest of
// the number, and the Return of whatever has read it, come to nothing; then the field waits for a hand.
type guard struct {
	guarded bool
	late    func(value string) bool // judges a text that can be told from a card's number only when it is whole, as a path can
	refused bool                    // the field says so, and nothing was typed since
	over    int                     // digits that a field of a known length has not taken
	rest    int                     // how many digits of the number may still come
	last    time.Time               // when the last of them came
}

const (
	// restDigits are those that the longest number of a card has behind the twelfth.
	restDigits = 7
	// restPause ends what belongs to one number: whoever copies it from a card looks up at times.
	restPause = 2 * time.Second
)

// now is the clock.
var now = time.Now

// Refused tells whether the field has wiped a card's number and nothing was typed since.
func (e *Entry) Refused() bool { return e.refused }

// Take is the value, for a button or a command to use; false while the field says that it has wiped a card's number and nothing
// was typed since, for then it isn't empty because somebody wants it so; and while it holds fewer digits than were typed, for the
// first six of nine are no six.
func (e *Entry) Take() (value string, ok bool) {
	if e.late != nil && e.late(e.Value()) {
		e.wipe()
	}
	if e.over > 0 {
		e.refuseMore()
	}
	return e.Value(), !e.refused && e.over == 0
}

// refuseMore says that the field has not taken all that was typed; what is typed next replaces it.
func (e *Entry) refuseMore() {
	if e.SelectAll(); e.OnRefused != nil {
		e.OnRefused()
		return
	}
	e.SetError(text.Say("field.too-many"))
}

// Refuse wipes a text that may be a card's number and says so, as the field does itself with what it can tell.
func (e *Entry) Refuse() { e.wipe() }

// wipe takes a card's number away, with what Undo would bring back, and says so.
func (e *Entry) wipe() {
	e.Clear()
	e.refused, e.rest, e.last = true, restDigits, now()
	if e.OnChanged != nil {
		e.OnChanged("")
	}
	e.fault.set(text.Say("field.card-number"))
	e.Refresh()
}

// watched wipes the field if its text may be a card's number.
func (e *Entry) watched() bool {
	if !e.guarded || !ident.HoldsCardNumber(e.Text) {
		return false
	}
	e.wipe()
	return true
}

// tooMany counts digits that the field does not take, and wipes it when with those it has they may be a card's number.
func (e *Entry) tooMany(add []rune) {
	for _, r := range add {
		if unicode.IsDigit(r) {
			e.over++
		}
	}
	if e.guarded && ident.HoldsCardNumber(strings.Repeat("0", len(e.Text)+e.over)) {
		e.wipe()
	}
}

// swallows tells whether a character belongs to a number that was wiped.
func (e *Entry) swallows(r rune) bool {
	if e.rest == 0 {
		return false
	}
	soon := now().Sub(e.last) < restPause
	switch {
	case soon && (r == '\r' || r == '\n'):
		e.rest = 0
	case soon && unicode.IsDigit(r):
		e.rest, e.last = e.rest-1, now()
	case soon && !unicode.IsLetter(r):
	default:
		e.rest = 0
		return false
	}
	return true
}

// acknowledged tells whether a Return only takes note of what the field has said.
func (e *Entry) acknowledged() bool {
	if !e.refused {
		return false
	}
	e.calm()
	return true
}

// calm ends a refusal.
func (e *Entry) calm() {
	if e.over, e.rest = 0, 0; e.refused {
		e.refused = false
		e.SetError("")
	}
}
