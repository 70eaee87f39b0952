package field

// mostPieces is the longest text of a Pieces: rolls, their letter, and single pieces.
const mostPieces = 9

// Pieces is the entry for how many notes or coins of one value there are: digits, and for coins a letter r behind the number of rolls. It
// reckons nothing: Value is the text as typed. Anything else is refused (OnRefused).
type Pieces struct{ Entry }

// NewPieces makes an empty one; rolls says that there are rolls of that value.
func NewPieces(rolls bool) *Pieces {
	p := &Pieces{}
	p.guarded = true
	p.takes = func(add []rune, left int) bool {
		for _, r := range add {
			if (r < '0' || r > '9') && (!rolls || r != 'r' && r != 'R') {
				return false
			}
		}
		return left+len(add) <= mostPieces
	}
	p.extend(p)
	return p
}

// SetText shows text if it fits, and otherwise nothing.
func (p *Pieces) SetText(text string) { setFitting(&p.Entry, text) }

// Called names the field for a screen reader, where no Row does.
func (p *Pieces) Called(title, hint string) { p.called(title, hint) }

var _ Field = (*Pieces)(nil)
