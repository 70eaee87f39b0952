package paper

import (
	"math"
	"regexp"
	"strconv"
)

// point is the unit of a PDF, in millimetres.
const point = 25.4 / 72

var mediaBox = regexp.MustCompile(`/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]`)

// SizeOf is how large the pages are of a PDF that was made here, in millimetres to the hundredth; ok is false for any other.
func SizeOf(pdf []byte) (width, height float64, ok bool) {
	box := mediaBox.FindSubmatch(pdf)
	if box == nil {
		return 0, 0, false
	}
	width, err := strconv.ParseFloat(string(box[1]), 64)
	height, wrong := strconv.ParseFloat(string(box[2]), 64)
	return toHundredth(width * point), toHundredth(height * point), err == nil && wrong == nil
}

func toHundredth(v float64) float64 { return math.Round(v*100) / 100 }

// Blank is how much of a slip at either side nothing is printed on, in millimetres; 0 for an unknown format.
func (f Format) Blank() float64 {
	s, _ := f.sheet()
	return s.margin
}
