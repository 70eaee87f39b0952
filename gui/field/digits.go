package field

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"cekr.kranj.si/desk/gui/theme"
)

// Digits is the entry for a known number of digits, such as the last six of a card number. It never
// holds more: a letter, a digit too many, or a paste that does not fit is refused whole (OnRefused),
// so a card number pasted here leaves nothing behind. Clear wipes it.
type Digits struct {
	Entry
	count int
}

// NewDigits makes an entry for exactly count digits.
func NewDigits(count int) *Digits {
	d := &Digits{count: count}
	d.guarded = true
	d.large = theme.SizeEntry
	d.takes = atMost(count)
	d.extend(d)
	return d
}

// Complete tells whether all the digits are there.
func (d *Digits) Complete() bool { return len(d.Text) == d.count }

// pinDigits is the most a PIN has by the contract.
const pinDigits = 12

// PIN is the entry for a clerk's secret: dots on the screen, no eye to uncover them, no copying out,
// at most twelve digits; anything else is refused (OnRefused). Wipe it by Clear as soon as it is
// used.
type PIN struct{ Entry }

// NewPIN makes an empty one.
func NewPIN() *PIN {
	p := &PIN{}
	p.takes = atMost(pinDigits)
	p.Password = true
	// Fyne puts an eye that shows the secret wherever a password entry has nothing at its end.
	p.ActionItem = canvas.NewRectangle(color.Transparent)
	p.extend(p)
	return p
}

// atMost accepts digits alone, up to count of them.
func atMost(count int) func([]rune, int) bool {
	return func(add []rune, left int) bool {
		for _, r := range add {
			if r < '0' || r > '9' {
				return false
			}
		}
		return left+len(add) <= count
	}
}

// SetText shows text if it fits, and otherwise nothing: a PIN or card digit too many is not kept.
func (d *Digits) SetText(text string) { setFitting(&d.Entry, text) }

// SetText takes text if it fits, and otherwise nothing.
func (p *PIN) SetText(text string) { setFitting(&p.Entry, text) }

func setFitting(e *Entry, text string) {
	if !e.takes([]rune(text), 0) {
		text = ""
	}
	e.SetText(text)
}

var (
	_ Field       = (*Digits)(nil)
	_ Field       = (*PIN)(nil)
	_ fyne.Widget = (*PIN)(nil)
)
