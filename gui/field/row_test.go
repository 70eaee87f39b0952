package field

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/test"

	"cekr.kranj.si/desk/gui/theme"
)

func contains(markup, words string) bool { return strings.Contains(markup, words) }

func TestARowShowsTheErrorInPlaceOfTheHint(t *testing.T) {
	for name, f := range map[string]Field{
		"entry": NewEntry(), "MOK ID": NewMokID(), "amount": NewAmount(), "PIN": NewPIN(), "digits": NewDigits(6),
		"choice": NewChoice(Option{"a", "A"}),
	} {
		r := NewRow("Oznaka", f)
		c := screen(t, r)
		r.SetHint("Namig.")
		want(t, name+": below", r.below.Text, "Namig.")
		want(t, name+": icon hidden", r.icon.Hidden, true)
		f.SetError("Napaka.")
		want(t, name+": below with an error", r.below.Text, "Napaka.")
		want(t, name+": icon hidden with an error", r.icon.Hidden, false)
		c.Focus(f)
		write(c, "1")
		want(t, name+": below after an edit", r.below.Text, "Namig.")
		if !contains(test.RenderToMarkup(c), "Oznaka") {
			t.Errorf("%s: the label is not shown", name)
		}
	}
}

func TestARowKeepsItsHeightWhenAnErrorComes(t *testing.T) {
	e := NewEntry()
	r := NewRow("Ime", e)
	screen(t, r)
	before := r.MinSize().Height
	e.SetError("Vpišite ime.")
	want(t, "the height", r.MinSize().Height, before)
	e.SetError(strings.Repeat("Zelo dolga poved o napaki. ", 20))
	r.Resize(fyne.NewSize(300, r.MinSize().Height))
	if r.MinSize().Height <= before {
		t.Error("a long error is not given more lines")
	}
}

func TestARowsErrorFitsInsideIt(t *testing.T) {
	for _, scale := range []int{100, 200} {
		e := NewAmount()
		r := NewRow("Znesek", e)
		screen(t, r)
		fyne.CurrentApp().Settings().SetTheme(theme.New(theme.Settings{Scale: scale}))
		e.SetError("Napaka.")
		r.Resize(fyne.NewSize(400, r.MinSize().Height))
		bottom := r.below.Position().Y + r.below.Size().Height - r.inset()
		if bottom > r.Size().Height+0.5 {
			t.Errorf("at %d the error ends at %v of %v", scale, bottom, r.Size().Height)
		}
		if r.icon.Position().Y < r.held.Position().Y+r.held.Size().Height {
			t.Errorf("at %d the icon lies over the field", scale)
		}
	}
}

func TestChoiceByKeys(t *testing.T) {
	ch := NewChoice(Option{"lost", "Izgubljena"}, Option{"stolen", "Ukradena"}, Option{"other", "Drugo"})
	changes, got := 0, "nothing"
	ch.OnChanged = func(string) { changes++ }
	ch.OnSubmitted = func(code string) { got = code }
	c := screen(t, ch)
	c.Focus(ch)
	strike(c, fyne.KeyReturn)
	want(t, "submitted with none chosen", got, "")
	for _, s := range []struct {
		key  fyne.KeyName
		then string
	}{
		{fyne.KeySpace, "lost"}, {fyne.KeySpace, "lost"}, {fyne.KeyDown, "stolen"}, {fyne.KeyDown, "other"},
		{fyne.KeyDown, "other"}, {fyne.KeyUp, "stolen"}, {fyne.KeyUp, "lost"}, {fyne.KeyUp, "lost"},
	} {
		strike(c, s.key)
		want(t, string(s.key), ch.Selected(), s.then)
	}
	want(t, "changes", changes, 5)
	write(c, "3x9")
	want(t, "by place", ch.Selected(), "other")
	strike(c, fyne.KeyEnter)
	want(t, "submitted", got, "other")
}

func TestChoiceFollowsTheProgramWithoutCallingBack(t *testing.T) {
	ch := NewChoice(Option{"a", "A"}, Option{"b", "B"})
	ch.OnChanged = func(string) { t.Error("called back") }
	screen(t, ch)
	ch.SetSelected("b")
	ch.SetOptions(Option{"c", "C"}, Option{"b", "Be"})
	want(t, "kept by its code", ch.Selected(), "b")
	ch.SetSelected("nobody")
	want(t, "an unknown code", ch.Selected(), "")
	ch.SetSelected("c")
	ch.SetOptions(Option{"b", "B"})
	want(t, "gone with its option", ch.Selected(), "")
}

func TestChoiceByMouseAndWhenDisabled(t *testing.T) {
	ch := NewChoice(Option{"a", "A"}, Option{"b", "B"})
	c := screen(t, ch, NewEntry())
	test.TapAt(ch, fyne.NewPos(20, ch.margin()+ch.step()*1.5))
	want(t, "tapped", ch.Selected(), "b")
	want(t, "the focus", c.Focused(), fyne.Focusable(ch))
	test.TapAt(ch, fyne.NewPos(20, 1000))
	want(t, "tapped outside", ch.Selected(), "b")
	ch.Disable()
	strike(c, fyne.KeyUp)
	write(c, "1")
	test.TapAt(ch, fyne.NewPos(20, ch.margin()+1))
	want(t, "while disabled", ch.Selected(), "b")
}

func TestChoiceGoesOnAndOut(t *testing.T) {
	ch, next := NewChoice(Option{"a", "A"}), NewEntry()
	c := screen(t, ch, next)
	c.Focus(ch)
	strike(c, fyne.KeyEnter)
	want(t, "Enter goes on", c.Focused(), fyne.Focusable(next))
	escapes := 0
	ch.OnEscape = count(&escapes)
	c.Focus(ch)
	strike(c, fyne.KeyEscape)
	want(t, "escapes", escapes, 1)
}

func TestStatesAreToldByIconAndWordNotByColourAlone(t *testing.T) {
	screen(t)
	seen := map[string]theme.State{}
	for _, s := range theme.States() {
		b, banner := NewBadge(s, "beseda"), NewBanner(s, "naslov", "podrobnost")
		want(t, "badge word", b.Text(), "beseda")
		b.CreateRenderer()
		banner.CreateRenderer()
		name := strings.SplitN(b.icon.Resource.Name(), "_", 2)[1]
		if other, ok := seen[name]; ok {
			t.Errorf("%s and %s have one icon, %s", s, other, name)
		}
		seen[name] = s
		want(t, "badge drawn", b.line.Text, "beseda")
		want(t, "banner drawn", banner.first.Text+" "+banner.under.Text, "naslov podrobnost")
	}
}

func TestALongBannerEndsInDotsInsideItsWidth(t *testing.T) {
	b := NewBanner(theme.Danger, strings.Repeat("Kartica je zaklenjena ", 20), "")
	screen(t, b)
	b.Resize(fyne.NewSize(320, 60))
	if !strings.HasSuffix(b.first.Text, "…") || b.first.MinSize().Width > 320 {
		t.Errorf("shown %q, %v wide", b.first.Text, b.first.MinSize().Width)
	}
	want(t, "the whole title is kept", b.Title(), strings.Repeat("Kartica je zaklenjena ", 20))
	b.Resize(fyne.NewSize(9000, 60))
	want(t, "given room it is whole", b.first.Text, b.Title())
}

func TestDrawnThingsFollowTheTheme(t *testing.T) {
	f := NewFigure("42,30 €")
	badge, p := NewBadge(theme.OK, "aktivna"), NewPanel(f)
	c := screen(t, p, badge)
	small, light := f.MinSize(), badge.face.FillColor
	fyne.CurrentApp().Settings().SetTheme(theme.New(theme.Settings{Variant: theme.Dark, Scale: 200}))
	c.Content().Refresh()
	p.Refresh()
	f.Refresh()
	badge.Refresh()
	if got := f.MinSize(); got.Height < small.Height*1.8 {
		t.Errorf("the figure is %v at 200 percent, %v at 100", got, small)
	}
	if badge.face.FillColor == light {
		t.Error("the badge keeps its colour in the dark")
	}
	f.SetText("1.250,00 €")
	want(t, "the figure", f.Text(), "1.250,00 €")
}

func TestFynesOwnWordsFollowOurLanguage(t *testing.T) {
	for _, s := range []struct{ code, yes, paste, monday string }{
		{"sl", "Da", "Prilepi", "pon"}, {"en", "Yes", "Paste", "Mon"}, {"sl", "Da", "Prilepi", "pon"},
	} {
		if err := SpeakFyne(s.code); err != nil {
			t.Fatal(err)
		}
		want(t, s.code, lang.L("Yes")+lang.L("Paste")+lang.X("monday.short", "?"), s.yes+s.paste+s.monday)
	}
	if SpeakFyne("xx") == nil {
		t.Error("a language there is no list of is taken")
	}
}
