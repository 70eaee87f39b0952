package ink

import (
	"math"
	"strings"
)

// Column is where text is laid out: line after line, between two margins of a page.
type Column struct {
	Page        *Page
	Left, Right float64 // margins, as places on the page
	Y           float64 // top of the next line
	Scale       float64 // of all type; 1 is as designed
}

// Style is how a line of text looks. Size is in points, before the column's scale.
type Style struct {
	Face Face
	Size float64
}

// leading is the height of a line against the size of its type: ascent and descent, and a little air.
const leading = 1.24

// Align is where a line of text stands between the margins.
type Align int

// The three places of a line.
const (
	ToLeft Align = iota
	ToRight
	ToCentre
)

// size is that of a style here, in points.
func (c *Column) size(s Style) float64 { return math.Round(s.Size*c.Scale*100) / 100 }

// Height is how far a line of a style reaches down.
func (c *Column) Height(s Style) float64 { return c.size(s) * leading * Point }

// Width is the room between the margins.
func (c *Column) Width() float64 { return c.Right - c.Left }

// Measure is how wide text is in a style.
func (c *Column) Measure(s Style, text string) float64 { return s.Face.Width(Encode(text), c.size(s)) }

// Gap leaves white space; height is before the column's scale.
func (c *Column) Gap(height float64) { c.Y += height * c.Scale }

// Write puts one line at the column's height without going on to the next.
func (c *Column) Write(s Style, to Align, text string) {
	codes, size := Encode(text), c.size(s)
	if len(codes) == 0 {
		return
	}
	x, w := c.Left, s.Face.Width(codes, size)
	switch to {
	case ToRight:
		x = c.Right - w
	case ToCentre:
		x = (c.Left + c.Right - w) / 2
	}
	c.Page.Add(Text{X: x, Y: c.baseline(s), Face: s.Face, Size: size, Colour: Black, Codes: codes})
}

// baseline is where the letters of a line at the column's height stand.
func (c *Column) baseline(s Style) float64 {
	rise, fall := s.Face.Rise(c.size(s)), s.Face.Fall(c.size(s))
	return c.Y + (c.Height(s)-rise-fall)/2 + rise
}

// Para writes text between the margins, on as many lines as it takes.
func (c *Column) Para(s Style, to Align, text string) {
	for _, line := range c.wrap(s, text, c.Width()) {
		c.Write(s, to, line)
		c.Y += c.Height(s)
	}
}

// Row writes a label at the left and its value at the right: on one line if both fit, else the value below
// the label. Values stand on the right margin, so amounts stand under each other.
func (c *Column) Row(label, value Style, words, what string) {
	const between = 3 // millimetres
	labelWidth, valueWidth := c.Measure(label, words), c.Measure(value, what)
	if labelWidth+between+valueWidth > c.Width() {
		c.Para(label, ToLeft, words)
		c.Para(value, ToRight, what)
		return
	}
	rowHeight := max(c.Height(label), c.Height(value))
	top := c.Y
	c.Y = top + rowHeight - c.Height(label) - c.lift(value, label)
	c.Write(label, ToLeft, words)
	c.Y = top + rowHeight - c.Height(value)
	c.Write(value, ToRight, what)
	c.Y = top + rowHeight
}

// lift is how far the baseline of the small style must rise to stand on that of the large one.
func (c *Column) lift(large, small Style) float64 {
	at := func(s Style) float64 { return c.baseline(s) - c.Y - c.Height(s) } // from the bottom of its line
	return max(at(small)-at(large), 0)
}

// Rule draws a line of a weight in points between the margins, with space around it.
func (c *Column) Rule(weight float64) {
	c.Gap(1.2)
	c.Page.Add(Line{X1: c.Left, Y1: c.Y, X2: c.Right, Y2: c.Y, Weight: weight, Colour: Black})
	c.Gap(1.2)
}

// Framed draws what inside writes within a box of an edge of a weight in points, a little inward from the margins.
func (c *Column) Framed(weight float64, inside func()) {
	const padding, air = 2, 1.2
	top, left, right := c.Y, c.Left, c.Right
	c.Left, c.Right = left+padding, right-padding
	c.Gap(air)
	inside()
	c.Gap(air)
	c.Left, c.Right = left, right
	c.Page.Add(Box{X: left, Y: top, W: right - left, H: c.Y - top, Edge: &Black, Weight: weight})
}

// wrap breaks text into lines no wider than width: at spaces and line ends, never at a no-break space, and
// within a word only where the word alone is too wide.
func (c *Column) wrap(s Style, text string, width float64) []string {
	var lines []string
	for _, part := range strings.Split(text, "\n") {
		line := ""
		for _, word := range strings.FieldsFunc(part, func(r rune) bool { return r == ' ' || r == '\t' }) {
			if line != "" && c.Measure(s, line+" "+word) <= width {
				line += " " + word
				continue
			}
			if line != "" {
				lines = append(lines, line)
			}
			var full []string
			full, line = c.split(s, word, width)
			lines = append(lines, full...)
		}
		if line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// split cuts a word into full lines and a rest.
func (c *Column) split(s Style, word string, width float64) (full []string, rest string) {
	letters := []rune(word)
	for c.Measure(s, string(letters)) > width {
		k := len(letters) - 1
		for k > 1 && c.Measure(s, string(letters[:k])) > width {
			k--
		}
		if k < 1 {
			break
		}
		full, letters = append(full, string(letters[:k])), letters[k:]
	}
	return full, string(letters)
}
