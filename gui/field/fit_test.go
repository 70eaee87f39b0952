package field

import (
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
