package field

import "cekr.kranj.si/desk/gui/theme"

// Amount is the large entry for an amount of money. It reckons nothing and drops nothing: Value is
// the text as typed, for money.Parse to read or to refuse with its reason.
type Amount struct{ Entry }

// NewAmount makes an empty one.
func NewAmount() *Amount {
	a := &Amount{}
	a.guarded = true
	a.large = theme.SizeEntry
	a.extend(a)
	return a
}

var _ Field = (*Amount)(nil)
