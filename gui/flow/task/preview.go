package task

import (
	"context"
	"errors"
	"image"
	"time"
)

// Pictures shows a slip as it will be printed.
type Pictures interface {
	// Picture is the slip's page, so many pixels wide. An order that can't be printed yet is drawn as far as it goes.
	Picture(ctx context.Context, s Slip, width int) (image.Image, error)
}

// PageState is a slip as it will be printed, as far as the screen knows it.
type PageState struct {
	Image   image.Image // nil until one is drawn
	Layout  string      // of an order: the paper that it is drawn for
	Draft   bool        // of an order: it can't be printed yet
	Drawing bool        // a newer one is on its way
	Problem *Message    // why there is none
}

// DrawDelay is how long a clerk must pause before the page is drawn anew.
const DrawDelay = 150 * time.Millisecond

// Preview draws a slip's page away from the screen: some time after the last wish, one at a time, and never an old one over a new one.
type Preview struct {
	needs    Needs
	pictures Pictures
	slip     func() (Slip, bool) // what to draw; false for nothing
	show     func(PageState)

	state       PageState
	width       int
	turn        int // counts what is forgotten
	busy, again bool
	stop        func()
}

// NewPreview draws what slip gives, and shows it.
func NewPreview(n Needs, pictures Pictures, slip func() (Slip, bool), show func(PageState)) Preview {
	return Preview{needs: n, pictures: pictures, slip: slip, show: show}
}

// Wish asks for a new drawing, once the clerk pauses.
func (p *Preview) Wish() {
	if p.stop != nil {
		p.stop()
	}
	p.stop = p.needs.Tasks.After(DrawDelay, p.Draw)
}

// Room tells how wide the page is shown, in pixels. A page of about that width stays.
func (p *Preview) Room(width int) {
	if off := width - p.width; off > -3 && off < 3 {
		return
	}
	p.width = width
	p.Wish()
}

// Forget puts the page away, and whatever is on its way to it.
func (p *Preview) Forget() {
	if p.stop != nil {
		p.stop()
	}
	p.turn++
	p.busy, p.again, p.state = false, false, PageState{}
}

func (p *Preview) Draw() {
	slip, ok := p.slip()
	if !ok || p.width <= 0 {
		return
	}
	if p.busy {
		p.again = true
		return
	}
	p.busy, p.state.Drawing = true, true
	turn, width := p.turn, p.width
	p.show(p.state)
	p.needs.Tasks.Run(func(ctx context.Context) func() {
		picture, err := p.pictures.Picture(ctx, slip, width)
		return func() { p.drawn(turn, slip, picture, err) }
	})
}

func (p *Preview) drawn(turn int, slip Slip, picture image.Image, err error) {
	if turn != p.turn {
		return
	}
	again := p.again
	p.busy, p.again = false, false
	if err != nil {
		p.state = PageState{Problem: Otherwise(PaperProblem(err), "page.failed")}
	} else {
		head := slip.Head()
		p.state = PageState{Image: picture, Layout: head.Choices.Layout, Draft: head.Draft, Drawing: again}
	}
	p.show(p.state)
	if again {
		p.Draw()
	}
}

// Panicked is called when some work ended in a panic.
func (p *Preview) Panicked() {
	if Panicked(p.needs.Tasks) {
		p.Drop()
	}
}

// Drop gives up a drawing that will never come.
func (p *Preview) Drop() {
	if p.busy {
		p.drawn(p.turn, nil, nil, errors.ErrUnsupported)
	}
}
