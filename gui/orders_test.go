package gui

import (
	"context"
	"image"

	"fyne.io/fyne/v2"

	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/paper"
)

// drawn are papers whose pictures of orders are the real ones.
type drawn struct{ *flowtest.Papers }

// Picture draws an order as it would be printed.
func (d drawn) Picture(ctx context.Context, s flow.Slip, width int) (image.Image, error) {
	if s.Kind != flow.SlipOrder {
		return d.Papers.Picture(ctx, s, width)
	}
	if _, err := d.Papers.Picture(ctx, s, width); err != nil {
		return nil, err
	}
	return paper.Order{
		UPN: s.Order, MokID: s.MokID, At: s.At, Unverified: !s.Verified, Assumed: s.Assumed, Lang: s.Choices.Paper(), Training: true,
		Layout: paper.Layout(s.Choices.OrderLayout()),
	}.Picture(width)
}

// paste pastes into whatever has the focus.
func (c *clerk) paste(text string) *clerk {
	c.t.Helper()
	focused, ok := c.w.Canvas().Focused().(fyne.Shortcutable)
	if !ok {
		c.t.Fatal("nothing has the focus to paste into")
	}
	c.groups++
	c.w.app.Clipboard().SetContent(text)
	focused.TypedShortcut(&fyne.ShortcutPaste{Clipboard: c.w.app.Clipboard()})
	return c
}
