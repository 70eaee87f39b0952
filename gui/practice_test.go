package gui

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/text"
)

// atOffice is a clerk at a desk that is set to an office, and not the training counter.
func atOffice(t *testing.T, set ...func(*flowtest.Office)) *clerk {
	t.Helper()
	office := flowtest.NewOffice()
	for _, s := range set {
		s(office)
	}
	needs, _, papers := flowtest.Needs(office)
	app := test.NewTempApp(t)
	w := New(app, app.NewWindow(""), Needs{Flow: needs, Version: "test"})
	if err := w.Start(); err != nil {
		t.Fatal(err)
	}
	w.Show()
	return &clerk{t: t, w: w, office: office, papers: papers, tasks: needs.Tasks.(*flowtest.AtOnce)}
}

// framed fails unless frame and title of practice are there, or are not.
func (c *clerk) framed(want bool) *clerk {
	c.t.Helper()
	banner := slices.Contains(visibleWords(c.w.window.Content()), text.Say("window.training"))
	if titled := c.w.window.Title() == text.Say("window.title.training"); banner != want || titled != want {
		c.t.Fatalf("the banner is there: %t, the title: %t; want %t", banner, titled, want)
	}
	return c
}

func TestTheFrameFollowsAnOfficeForPracticeBeforeAnybodySignsIn(t *testing.T) {
	atOffice(t).framed(false).signIn().framed(false)
	c := atOffice(t, func(o *flowtest.Office) { o.Practice, o.MeAnswer.Practice = true, true }).framed(true)
	c.sees("Prijava")
	c.signIn().framed(true).types("100000014").enter().sees("42,30 €") // the focus is where it was
}

// Out of reach at the start, the office says it with its first answer.
func TestTheFrameComesWithTheFirstAnswer(t *testing.T) {
	c := atOffice(t, func(o *flowtest.Office) { o.Practice, o.HealthErr = true, &client.Error{Code: client.CodeNoConnection} }).framed(false)
	focused := c.w.Canvas().Focused()
	c.office.HealthErr = nil
	c.tasks.Tick()
	if c.framed(true); c.w.Canvas().Focused() != focused {
		t.Error("the focus is lost")
	}
}

// The word changes either way: the frame stands, and the reason why nothing is begun any more stays before the clerk.
func TestAnOfficeThatChangesItsWordIsSeenToHaveDoneSo(t *testing.T) {
	for _, practice := range []bool{false, true} {
		c := atOffice(t, func(o *flowtest.Office) { o.Practice, o.MeAnswer.Practice = practice, practice })
		c.signIn().types("100000014").enter()
		c.office.Practice = !practice
		c.tasks.Tick()
		c.framed(true).sees("Urad je med delom spremenil, ali je vadni ali pravi.")
		c.ctrl(fyne.KeyT)
		if c.office.Asked["match"] != 0 || c.w.counter.State().Panel != flow.PanelCard {
			t.Errorf("a top-up begins at %s", c.w.counter.State().Panel)
		}
	}
}
