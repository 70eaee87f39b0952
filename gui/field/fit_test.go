package field

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

func TestABoxIsFittedToWhatHasChangedInIt(t *testing.T) {
	words, foot, never := NewParagraph(), NewButton("Naprej", nil), NewEntry()
	never.Hide()
	hidden := container.NewVBox(NewText("Prej skrito"))
	hidden.Hide()
	page := NewVScroll(NewPanel(container.NewVBox(words, hidden, never, foot)))
	screen(t, page)
	page.Resize(fyne.NewSize(300, 150))
	Fit(page)
	at := func() float32 { return fyne.CurrentApp().Driver().AbsolutePositionForObject(foot).Y }
	first := at()
	words.SetText(strings.Repeat("Besede, ki jih je več. ", 20))
	Fit(page)
	longer := at()
	if longer <= first {
		t.Errorf("below a longer paragraph the button stays at %v", longer)
	}
	if page.Content.Size().Height < page.Content.MinSize().Height {
		t.Errorf("the page's end can't be scrolled to: it is %v of %v", page.Content.Size().Height, page.Content.MinSize().Height)
	}
	want(t, "shown", Show(hidden, true), true)
	want(t, "shown again", Show(hidden, true), false)
	Fit(page)
	if at() <= longer {
		t.Error("what was shown has no place")
	}
	Show(hidden, false)
	words.SetText("")
	Fit(page)
	want(t, "as at first", at(), first)
	want(t, "the page's height", page.Content.Size().Height, max(page.Size().Height, page.Content.MinSize().Height))
}

// newcomers is an app whose driver, as that of a real window, does not know the canvas of what it has not drawn yet.
type newcomers struct {
	fyne.App
	drv *newcomerDriver
}

type newcomerDriver struct {
	fyne.Driver
	unseen fyne.CanvasObject
	drawn  []fyne.CanvasObject
}

type newcomerCanvas struct {
	fyne.Canvas
	drv *newcomerDriver
}

func (n newcomers) Driver() fyne.Driver { return n.drv }

func (d *newcomerDriver) CanvasForObject(o fyne.CanvasObject) fyne.Canvas {
	if o == d.unseen {
		return nil
	}
	return newcomerCanvas{d.Driver.CanvasForObject(o), d}
}

func (c newcomerCanvas) Refresh(o fyne.CanvasObject) { c.drv.drawn = append(c.drv.drawn, o) }

func TestWhatShowsForTheFirstTimeIsDrawn(t *testing.T) {
	for name, unseen := range map[string]fyne.CanvasObject{
		"paragraph": NewParagraph(), "box": container.NewVBox(NewText("Prvič")), "button": NewButton("Naprej", nil),
	} {
		unseen.Hide()
		box := container.NewVBox(NewText("Že tu"), unseen)
		page := NewVScroll(box)
		screen(t, page)
		before := fyne.CurrentApp()
		d := &newcomerDriver{Driver: before.Driver(), unseen: unseen}
		fyne.SetCurrentApp(newcomers{before, d})
		Fit(page)
		want(t, name+": drawn while it is hidden", slices.Contains(d.drawn, fyne.CanvasObject(box)), false)
		Show(unseen, true)
		Fit(page)
		want(t, name+": drawn when it shows", slices.Contains(d.drawn, fyne.CanvasObject(box)), true)
		fyne.SetCurrentApp(before)
	}
}
