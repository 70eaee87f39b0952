package paper

import "iter"

// page is a sheet of paper of the given size and what is drawn on it, in order: later marks lie over
// earlier ones, and all over the base. All lengths are millimetres, from the top left corner, y downwards.
type page struct {
	width, height float64
	base          *base
	marks         []mark
}

// base is what many pages of one size have in common. A document writes it once, however many pages use it.
type base struct{ marks []mark }

// all is every mark on the page, the base's first.
func (p *page) all() iter.Seq[mark] {
	return func(yield func(mark) bool) {
		if p.base != nil {
			for _, m := range p.base.marks {
				if !yield(m) {
					return
				}
			}
		}
		for _, m := range p.marks {
			if !yield(m) {
				return
			}
		}
	}
}

// mark is one thing drawn: inkText, inkBox, inkLine or inkCode.
type mark interface{ isMark() }

// ink is a colour as a press mixes it: shares of cyan, magenta, yellow and black, 0 to 1.
type ink struct{ c, m, y, k float64 }

var (
	black = ink{k: 1}
	white = ink{}
)

// inkText is one line of text. x, y is the left end of its baseline.
type inkText struct {
	x, y    float64
	face    face
	size    float64 // points
	squeeze float64 // horizontal scale; 0 is 1
	turn    float64 // degrees, anticlockwise about x, y
	ink     ink
	codes   []byte // Windows-1250, by encode
}

// width is the length of the text along its baseline.
func (t inkText) width() float64 {
	w := t.face.width(t.codes, t.size)
	if t.squeeze != 0 {
		w *= t.squeeze
	}
	return w
}

// inkBox is a rectangle, filled or outlined or both: a nil ink is not drawn.
type inkBox struct {
	x, y, w, h float64
	fill, edge *ink
	weight     float64 // of the edge, points
}

// inkLine is a straight line, dashed if dash is not empty: lengths on, off, on, … in millimetres.
type inkLine struct {
	x1, y1, x2, y2 float64
	weight         float64 // points
	dash           []float64
	ink            ink
}

// inkCode is a QR symbol without its quiet zone, dark modules as black squares of the given side.
type inkCode struct {
	x, y, module float64
	rows         [][]bool
}

func (inkText) isMark() {}
func (inkBox) isMark()  {}
func (inkLine) isMark() {}
func (inkCode) isMark() {}

func (p *page) add(m ...mark) { p.marks = append(p.marks, m...) }

// usedCodes collects, face by face, what text is on the pages.
func usedCodes(pages []*page) (used [faces][256]bool, has [faces]bool) {
	collect := func(marks []mark) {
		for _, m := range marks {
			if t, ok := m.(inkText); ok {
				has[t.face] = true
				for _, code := range t.codes {
					used[t.face][code] = true
				}
			}
		}
	}
	seen := map[*base]bool{nil: true}
	for _, p := range pages {
		if !seen[p.base] {
			seen[p.base] = true
			collect(p.base.marks)
		}
		collect(p.marks)
	}
	return used, has
}
