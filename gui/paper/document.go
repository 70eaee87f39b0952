package paper

import (
	"errors"
	"fmt"
	"image"

	"cekr.kranj.si/desk/gui/paper/ink"
)

// Errors of a paper that must not be printed, found with errors.Is.
var (
	ErrFormat  = errors.New("paper: no such format")
	ErrInvalid = errors.New("paper: not fit to print")          // a value is missing, malformed or does not add up
	ErrTooLong = errors.New("paper: more than the sheet holds") // even in the smallest type
)

// Document is one paper that can be printed and shown: an Order, a Calibration, or a Slip on a format.
type Document interface {
	// PDF is the paper at true size, as one page. The same document gives the same bytes. It fails with ErrInvalid if a value is missing
	// or sums don't add up, ErrFormat on a paper that there is not, ErrTooLong if not even small type fits the sheet.
	PDF() ([]byte, error)
	// Picture is the page as PDF prints it, so many pixels wide, MinPicture to MaxPicture. Errors are those of PDF, and ErrInvalid for a
	// width out of bounds.
	Picture(width int) (image.Image, error)
}

// Bounds of a picture's width in pixels.
const (
	MinPicture = 64
	MaxPicture = 5000
)

// pictureOf draws a page, over what is on the paper already; nil for plain paper.
func pictureOf(p *ink.Page, width int, under *ink.Base) (image.Image, error) {
	if width < MinPicture || width > MaxPicture {
		return nil, fmt.Errorf("%w: a picture of %d pixels", ErrInvalid, width)
	}
	return p.Picture(width, under), nil
}
