package paper

import (
	"math"
	"strings"
)

// pen writes down a page between two margins, line after line: the layout of slips and sheets.
type pen struct {
	page        *page
	left, right float64 // margins, as places on the page
	y           float64 // top of the next line
	scale       float64 // of all type; 1 is as designed
}

// style is how a line of text looks. size is in points, before the pen's scale.
type style struct {
	face face
	size float64
}

// leading is the height of a line against the size of its type: ascent and descent, and a little air.
const leading = 1.24

// align is where a line of text stands between the margins.
type align int

const (
	toLeft align = iota
	toRight
	toCentre
)

func (n *pen) size(s style) float64   { return math.Round(s.size*n.scale*100) / 100 }
func (n *pen) height(s style) float64 { return n.size(s) * leading * mm }
func (n *pen) width() float64         { return n.right - n.left }

// measure is how wide text is in a style.
func (n *pen) measure(s style, text string) float64 { return s.face.width(encode(text), n.size(s)) }

// gap leaves white space, before the pen's scale.
func (n *pen) gap(height float64) { n.y += height * n.scale }

// write puts one line at the pen's height without going on to the next.
func (n *pen) write(s style, to align, text string) {
	codes, size := encode(text), n.size(s)
	if len(codes) == 0 {
		return
	}
	x, w := n.left, s.face.width(codes, size)
	switch to {
	case toRight:
		x = n.right - w
	case toCentre:
		x = (n.left + n.right - w) / 2
	}
	n.page.add(inkText{x: x, y: n.baseline(s), face: s.face, size: size, ink: black, codes: codes})
}

// baseline is where the letters of a line at the pen's height stand.
func (n *pen) baseline(s style) float64 {
	rise, fall := s.face.rise(n.size(s)), s.face.fall(n.size(s))
	return n.y + (n.height(s)-rise-fall)/2 + rise
}

// para writes text between the margins, on as many lines as it takes.
func (n *pen) para(s style, to align, text string) {
	for _, line := range n.wrap(s, text, n.width()) {
		n.write(s, to, line)
		n.y += n.height(s)
	}
}

// row writes a label at the left and its value at the right: on one line if both fit, else the value below
// the label. Values stand on the right margin, so amounts stand under each other.
func (n *pen) row(label, value style, words, what string) {
	const between = 3 // millimetres
	labelWidth, valueWidth := n.measure(label, words), n.measure(value, what)
	if labelWidth+between+valueWidth > n.width() {
		n.para(label, toLeft, words)
		n.para(value, toRight, what)
		return
	}
	rowHeight := max(n.height(label), n.height(value))
	top := n.y
	n.y = top + rowHeight - n.height(label) - n.sag(value, label)
	n.write(label, toLeft, words)
	n.y = top + rowHeight - n.height(value)
	n.write(value, toRight, what)
	n.y = top + rowHeight
}

// sag is how far the baseline of the small style must rise to stand on that of the large one.
func (n *pen) sag(large, small style) float64 {
	at := func(s style) float64 { return n.baseline(s) - n.y - n.height(s) } // from the bottom of its line
	return max(at(small)-at(large), 0)
}

// rule draws a line between the margins, with space around it.
func (n *pen) rule(weight float64) {
	n.gap(1.2)
	n.page.add(inkLine{x1: n.left, y1: n.y, x2: n.right, y2: n.y, weight: weight, ink: black})
	n.gap(1.2)
}

// framed draws what inside writes within a box, a little inward from the margins.
func (n *pen) framed(weight float64, inside func()) {
	const padding, air = 2, 1.2
	top, left, right := n.y, n.left, n.right
	n.left, n.right = left+padding, right-padding
	n.gap(air)
	inside()
	n.gap(air)
	n.left, n.right = left, right
	n.page.add(inkBox{x: left, y: top, w: right - left, h: n.y - top, edge: &black, weight: weight})
}

// wrap breaks text into lines no wider than width: at spaces and line ends, never at a no-break space, and
// within a word only where the word alone is too wide.
func (n *pen) wrap(s style, text string, width float64) []string {
	var lines []string
	for _, part := range strings.Split(text, "\n") {
		line := ""
		for _, word := range strings.FieldsFunc(part, func(r rune) bool { return r == ' ' || r == '\t' }) {
			if line != "" && n.measure(s, line+" "+word) <= width {
				line += " " + word
				continue
			}
			if line != "" {
				lines = append(lines, line)
			}
			var full []string
			full, line = n.chop(s, word, width)
			lines = append(lines, full...)
		}
		if line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// chop cuts a word into full lines and a rest.
func (n *pen) chop(s style, word string, width float64) (full []string, rest string) {
	letters := []rune(word)
	for n.measure(s, string(letters)) > width {
		k := len(letters) - 1
		for k > 1 && n.measure(s, string(letters[:k])) > width {
			k--
		}
		if k < 1 {
			break
		}
		full, letters = append(full, string(letters[:k])), letters[k:]
	}
	return full, string(letters)
}
