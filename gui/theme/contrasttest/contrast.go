// Package contrasttest measures in a picture how well its texts can be read. It is for tests alone.
//
// House rules: it knows no theme and no toolkit, only pixels, so that it tells what a clerk sees and not what was meant.
package contrasttest

import (
	"image"
	"image/color"
	"math"
	"slices"
)

// Ratio is WCAG 2.2's contrast of two opaque colours, 1 to 21.
func Ratio(a, b color.Color) float64 {
	bright, dim := luminance(a), luminance(b)
	if bright < dim {
		bright, dim = dim, bright
	}
	return (bright + 0.05) / (dim + 0.05)
}

func luminance(c color.Color) float64 {
	linear := func(channel uint32) float64 {
		v := float64(channel) / 0xffff
		if v <= 0.04045 {
			return v / 12.92
		}
		return math.Pow((v+0.055)/1.055, 2.4)
	}
	r, g, b, _ := c.RGBA()
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}

const (
	// inked is the contrast from which a pixel is no ground.
	inked = 1.2
	// full is which part of the pixels with ink have it in full, at least; the others are the soft edges of letters.
	full = 0.05
)

// Text is the contrast of the text in a part of a picture: of its ink with its ground, which is the commonest colour there. It is 1 where
// there is no text.
func Text(p image.Image, in image.Rectangle) float64 {
	ground := Ground(p, in)
	var ratios []float64
	each(in, func(x, y int) {
		if r := Ratio(p.At(x, y), ground); r >= inked {
			ratios = append(ratios, r)
		}
	})
	if len(ratios) == 0 {
		return 1
	}
	slices.Sort(ratios)
	return ratios[int(float64(len(ratios)-1)*(1-full))]
}

// Ground is the commonest colour in a part of a picture.
func Ground(p image.Image, in image.Rectangle) color.Color {
	count := map[color.RGBA]int{}
	var most color.RGBA
	each(in, func(x, y int) {
		c := color.RGBAModel.Convert(p.At(x, y)).(color.RGBA)
		if count[c]++; count[c] > count[most] {
			most = c
		}
	})
	return most
}

// Lines are the lines of text in a part of a picture, from above; each is split at its widest gap, so that what stands at the right is
// measured by itself. Ground may change from line to line.
func Lines(p image.Image, in image.Rectangle) (lines []image.Rectangle) {
	top := -1
	for y := in.Min.Y; y <= in.Max.Y; y++ {
		row := image.Rect(in.Min.X, y, in.Max.X, y+1)
		switch text := y < in.Max.Y && len(ink(p, row)) > 0; {
		case text && top < 0:
			top = y
		case !text && top >= 0:
			lines = append(lines, apart(p, image.Rect(in.Min.X, top, in.Max.X, y))...)
			top = -1
		}
	}
	return lines
}

// apart are the two parts of a line, cut in the widest gap between them.
func apart(p image.Image, line image.Rectangle) []image.Rectangle {
	columns := ink(p, line)
	at, wide := line.Max.X, 0
	for i, x := range columns[1:] {
		if gap := x - columns[i]; gap > wide {
			at, wide = x, gap
		}
	}
	left, right := line, line
	left.Max.X, right.Min.X = at, at
	if right.Empty() {
		return []image.Rectangle{left}
	}
	return []image.Rectangle{left, right}
}

// ink are the columns of a part of a picture that have something other than its ground.
func ink(p image.Image, in image.Rectangle) (columns []int) {
	ground := Ground(p, in)
	for x := in.Min.X; x < in.Max.X; x++ {
		for y := in.Min.Y; y < in.Max.Y; y++ {
			if Ratio(p.At(x, y), ground) >= inked {
				columns = append(columns, x)
				break
			}
		}
	}
	return columns
}

// Changed is the smallest part of a picture that holds all in which another differs from it.
func Changed(before, after image.Image) (all image.Rectangle) {
	each(before.Bounds().Intersect(after.Bounds()), func(x, y int) {
		if color.RGBAModel.Convert(before.At(x, y)) != color.RGBAModel.Convert(after.At(x, y)) {
			all = all.Union(image.Rect(x, y, x+1, y+1))
		}
	})
	return all
}

func each(in image.Rectangle, do func(x, y int)) {
	for y := in.Min.Y; y < in.Max.Y; y++ {
		for x := in.Min.X; x < in.Max.X; x++ {
			do(x, y)
		}
	}
}
