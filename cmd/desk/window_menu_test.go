package main

import (
	"image"
	"testing"

	"cekr.kranj.si/desk/cmd/desk/windowtest"
	"cekr.kranj.si/desk/gui/theme/contrasttest"
)

// menuKeys leads to a card with the focus on a button, where no caret blinks.
func menuKeys(c *counter) []windowtest.Step {
	return []windowtest.Step{
		{Name: "40-number", Type: "1001", Keys: []string{"Return"}},
		{Name: "41-signed-in", Type: "2468", Keys: []string{"Return"}, Done: c.answered(1, "GET", "/v1/drawer-sessions/current")},
		{Name: "42-half", Type: "100000", Keys: []string{"F10", "Down", "Down", "Escape", "Escape", "alt+p", "Tab", "alt", "alt"}},
		{Name: "43-card", Type: "014", Keys: []string{"Return"}, Done: c.answered(1, "GET", "/v1/cards/{mokId}/transactions"), Shot: true},
	}
}

// The menu is walked with the X server's keys and its pointer, and its texts are measured in the picture of the window.
func TestRealWindowsMenuIsReadAndReachedByKeysAndPointer(t *testing.T) {
	c := open(t)
	c.Do(menuKeys(c))
	shut := upper(c.See("44-menu-shut"))
	press := func(name string, keys ...string) image.Image {
		t.Helper()
		c.Do([]windowtest.Step{{Name: name, Keys: keys}})
		return upper(c.See(name))
	}
	same := func(what string, p image.Image) {
		t.Helper()
		if at := contrasttest.Changed(shut, p); !at.Empty() {
			t.Errorf("%s: the window has changed at %v", what, at)
		}
	}
	title := contrasttest.Changed(shut, press("45-menu-bar", "alt"))
	if title.Empty() {
		t.Fatal("Alt alone goes into no menu")
	}
	same("Alt again", press("46-menu-left", "alt"))
	same("Alt with a keypad's digits", press("47-menu-code", "alt+KP_0", "alt+KP_Insert"))
	for letter, wanted := range map[string]float64{"s": 4.5, "b": 4.5, "l": 3, "p": 4.5} { // there is no slip yet
		p := press("48-menu-"+letter, "alt+"+letter)
		seen := contrasttest.Changed(shut, p)
		seen.Min.Y = title.Max.Y // below the bar
		measure(t, "Alt+"+letter, p, seen.Inset(5), wanted)
		same("Tab", press("49-menu-left", "Tab"))
	}
	measure(t, "the bar", shut, image.Rect(0, title.Min.Y+2, shut.Bounds().Max.X, title.Max.Y-2), 4.5)

	middle := title.Min.Add(title.Size().Div(2))
	c.Point(middle, true)
	items := contrasttest.Changed(shut, upper(c.See("50-menu-clicked")))
	if items.Max.Y <= title.Max.Y {
		t.Fatal("a click on the title lets nothing down")
	}
	c.Point(image.Pt(items.Max.X-20, items.Max.Y-10), true) // the last item: orders from a list
	c.Do([]windowtest.Step{{Name: "51-list", Shot: true}, {Name: "52-next", Keys: []string{"ctrl+n"}}, {Name: "53-half", Type: "100000"}})
	c.Point(middle, true)
	c.Do([]windowtest.Step{
		{Name: "54-menu-left", Keys: []string{"Escape", "Escape"}},
		{Name: "55-card", Type: "014", Keys: []string{"Return"}, Done: c.answered(2, "GET", "/v1/cards/{mokId}/transactions"), Shot: true},
	})
	if err := c.Quit(); err != nil {
		t.Errorf("it does not end well: %v\n%s", err, c.Said())
	}
}

// upper is a picture without what stands at its foot: the status line tells the time.
func upper(p image.Image) image.Image {
	all := p.Bounds()
	all.Max.Y = all.Min.Y + all.Dy()*2/3
	return p.(interface {
		SubImage(r image.Rectangle) image.Image
	}).SubImage(all)
}

// measure holds every text in a part of a picture to a contrast.
func measure(t *testing.T, what string, p image.Image, in image.Rectangle, wanted float64) {
	t.Helper()
	lines := contrasttest.Lines(p, in)
	if len(lines) < 2 {
		t.Errorf("%s: no texts are seen in %v", what, in)
	}
	lowest := 21.0
	for _, line := range lines {
		got := contrasttest.Text(p, line)
		if lowest = min(lowest, got); got < wanted {
			t.Errorf("%s: the text at %v has %.2f, wants %.1f", what, line, got, wanted)
		}
	}
	t.Logf("%s: %d texts, lowest %.2f", what, len(lines), lowest)
}
