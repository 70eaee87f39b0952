package view

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/theme"
)

// reveal scrolls whatever holds a control so that it is in sight, with its label and what is said below it: who works by keys alone never
// scrolls by hand, and in large text a form is longer than the window.
func reveal(within, control fyne.CanvasObject) {
	if scroll, to := scrollTo(within, control); scroll != nil && to != scroll.Offset.Y {
		scroll.ScrollToOffset(fyne.NewPos(scroll.Offset.X, to))
	}
}

// inSight reports that a control lies in a scroll, whole before the clerk's eyes.
func inSight(within, control fyne.CanvasObject) bool {
	scroll, to := scrollTo(within, control)
	return scroll != nil && to == scroll.Offset.Y
}

// scrollTo finds the scroll that holds a control, and how far it must be scrolled to show it; nil if none does.
func scrollTo(within, control fyne.CanvasObject) (scroll *field.Scroll, to float32) {
	switch o := within.(type) {
	case *fyne.Container:
		for _, child := range o.Objects {
			if child.Visible() && scroll == nil {
				scroll, to = scrollTo(child, control)
			}
		}
	case *field.Panel:
		return scrollTo(o.Content, control)
	case *field.Scroll:
		at, size, holds := placeOf(o.Content, control)
		show := fynetheme.Size(theme.SizeGap)
		switch {
		case !holds:
			return nil, 0
		case at.Y < o.Offset.Y:
			return o, max(at.Y-show, 0)
		case at.Y+size.Height > o.Offset.Y+o.Size().Height:
			return o, at.Y + size.Height + show - o.Size().Height
		}
		return o, o.Offset.Y
	}
	return scroll, to
}

// placeOf is where a control lies in what is scrolled; of one in a row, the row.
func placeOf(in, control fyne.CanvasObject) (at fyne.Position, size fyne.Size, holds bool) {
	if in == control {
		return fyne.Position{}, in.Size(), true
	}
	var inside []fyne.CanvasObject
	switch o := in.(type) {
	case *field.Row:
		return fyne.Position{}, o.Size(), fyne.CanvasObject(o.Field) == control
	case *field.Panel:
		inside = []fyne.CanvasObject{o.Content}
	case *fyne.Container:
		inside = o.Objects
	}
	for _, child := range inside {
		if !child.Visible() {
			continue
		}
		if at, size, holds = placeOf(child, control); holds {
			return at.Add(child.Position()), size, true
		}
	}
	return at, size, false
}
