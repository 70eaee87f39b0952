package printing

import (
	"cmp"
	"context"
	"fmt"
	"slices"
)

// Size is a paper's, in millimetres, as it goes through the printer: the top edge first.
type Size struct{ Width, Height float64 }

// String is the size as both languages write it, "80 × 297".
func (s Size) String() string {
	return fmt.Sprintf("%.0f × %.0f", s.Width, s.Height)
}

// Page is a page to be printed. Blank is how much of it at either side nothing is ever printed on, in millimetres.
type Page struct {
	Size
	Blank float64
}

// Fit is how a page will lie on a printer's paper: never scaled and never turned, at the paper's top edge.
type Fit struct {
	Paper   Size // what will be asked for; zero where the print system does not tell a queue's papers
	Own     bool // it is the page's own size
	options []string
}

// slack is how far a paper may be off the size that its name tells, in millimetres; a code page of points is.
const slack = 0.5

// upright are the options that keep a page as it is, against what a user or a queue has set: CUPS turns a broad page by a
// quarter and puts it in the middle of a larger paper, unless every one of the first three is there.
var upright = []string{
	"nopdfAutorotate", "print-scaling=none", "orientation-requested=3", "nolandscape", "nomirror", "number-up=1", "page-border=none", "sides=one-sided",
}

// Fit tells how a page will lie on a printer's paper; an empty printer is the default one. A page that no paper of the printer can
// hold is an *Error with PaperSmall. On Windows nothing is told of papers.
func (s *System) Fit(ctx context.Context, printer string, page Page) (Fit, error) {
	if s.os == "windows" {
		return Fit{}, nil
	}
	queue, err := s.known(ctx, printer)
	if err != nil {
		return Fit{}, err
	}
	return s.fit(ctx, queue, page)
}

// fit is Fit for a printer that is there.
func (s *System) fit(ctx context.Context, queue string, page Page) (Fit, error) {
	fit, fits := choosePaper(page, s.papers(ctx, queue))
	if !fits {
		return Fit{}, &Error{Code: PaperSmall, Printer: queue, Page: page.Size, Paper: fit.Paper}
	}
	return fit, nil
}

// choosePaper chooses the paper: the page's own size, by name or as a free one, where the printer takes it; else what is in the printer;
// else the smallest paper on which the page finds room. Without knowing the papers it is the printer's own.
func choosePaper(page Page, has papers) (fit Fit, fits bool) {
	for _, p := range append([]paper{has.own}, has.named...) {
		if near(p.Width, page.Width) && near(p.Height, page.Height) {
			return Fit{p.Size, true, page.options(p)}, true
		}
	}
	for _, f := range has.free {
		if cut, ok := f.cut(page); ok {
			return Fit{cut.Size, near(cut.Width, page.Width), page.options(cut)}, true
		}
	}
	if has.own.name == "" {
		return Fit{options: page.options(paper{})}, true
	}
	if page.fitsOn(has.own.Size) {
		return Fit{has.own.Size, false, page.options(has.own)}, true
	}
	roomy := slices.DeleteFunc(slices.Clone(has.named), func(p paper) bool { return !page.fitsOn(p.Size) })
	if len(roomy) == 0 {
		return Fit{Paper: has.own.Size}, false
	}
	least := slices.MinFunc(roomy, func(a, b paper) int { return cmp.Compare(a.Width*a.Height, b.Width*b.Height) })
	return Fit{least.Size, false, page.options(least)}, true
}

// fitsOn tells whether all that is printed of the page finds room on a paper.
func (p Page) fitsOn(on Size) bool {
	return on.Width >= p.Width-2*p.Blank-slack && on.Height >= p.Height-slack
}

// options is what lp is told for a page on a paper. A form lies at the left edge, as it lies in the printer; what has blank sides
// lies in the middle, clear of what a printer can't print on, and a narrower paper loses only what is blank.
func (p Page) options(on paper) []string {
	position := "position=top-left"
	if p.Blank > 0 {
		position = "position=top"
	}
	options := append(slices.Clone(upright), position)
	if on.name != "" {
		// A user's own PageSize would be stronger than media.
		options = append(options, "PageSize=", "media="+on.name)
	}
	return options
}

func near(a, b float64) bool { return max(a-b, b-a) <= slack }
