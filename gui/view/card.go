package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/card"
	"cekr.kranj.si/desk/gui/flow/recognise"
	"cekr.kranj.si/desk/gui/text"
	"cekr.kranj.si/desk/gui/theme"
)

// cardPanel is the left column: the MOK ID field, and below it the card.
type cardPanel struct {
	counter *flow.Counter

	mokID   *field.MokID
	row     *field.Row
	banner  *field.Banner
	holder  *field.Paragraph
	balance *figure
	facts   *facts
	options [3]*field.Badge
	about   *field.Paragraph // of a card that this office may not see
	jobs    *cardJobs
	offline *field.Paragraph
	sheet   *field.Panel
	box     fyne.CanvasObject
	turn    int // the look-up or clearing that was drawn last
	said    told
}

func newCard(c *flow.Counter, give give) *cardPanel {
	v := &cardPanel{
		counter: c, mokID: field.NewMokID(), banner: field.NewBanner(theme.Neutral, "", ""),
		holder: sentence(), balance: newFigure(), facts: newFacts(6), about: sentence(), jobs: newCardJobs(c, give), offline: sentence(),
	}
	v.holder.TextStyle, v.holder.SizeName = fyne.TextStyle{Bold: true}, fynetheme.SizeNameSubHeadingText
	v.row = field.NewRow("", v.mokID)
	v.mokID.OnSubmitted = v.submit
	v.mokID.OnEscape = func() { c.Do(flow.CommandNext) }
	v.mokID.OnLeft = func(typed string) { refuseCard(v.mokID, typed, c.Account()) }
	row := container.New(&wrapLayout{})
	for i := range v.options {
		v.options[i] = field.NewBadge(theme.Neutral, "")
		row.Add(v.options[i])
	}
	v.sheet = field.NewPanel(gapped(v.banner, v.holder, v.balance.box, v.facts.box, row, v.about, v.jobs.why, v.jobs.row))
	v.box = field.NewVScroll(gapped(field.NewPanel(v.row), v.offline, v.sheet))
	return v
}

// submit looks up what was typed. It empties the field before anything else if that may be a PAN.
func (v *cardPanel) submit(typed string) {
	if recognise.Recognise(typed, v.counter.Account()).Refused() {
		v.mokID.Clear()
	}
	v.counter.LookUp(typed)
	v.mokID.SelectAll() // the next card read replaces this one, also while the office is asked
}

// refuseCard wipes a MOK ID field that is left with what may be a card's number.
func refuseCard(m *field.MokID, typed string, account upn.Account) (refused bool) {
	if recognise.Recognise(typed, account).Refused() {
		m.Refuse()
		return true
	}
	return false
}

func (v *cardPanel) panel() panel {
	return panel{
		name: flow.PanelCard, box: v.box, draw: func() { v.draw(v.counter.Card.State()) }, focus: v.natural,
		also:   []flow.Panel{counter, flow.PanelTopUp, flow.PanelLock, flow.PanelUnlock, flow.PanelReversal, flow.PanelDrawer},
		follow: func(changed func()) { v.counter.Card.Draw = func(card.State) { changed() } },
	}
}

func (v *cardPanel) draw(s card.State) {
	v.row.SetLabel(text.Say("card.mok-id"))
	v.row.SetHint(hintOf(s))
	if s.Turn != v.turn {
		v.turn = s.Turn
		v.drawTyped(s)
	}
	v.said.show(v.mokID, s.Problem)
	outOfReach(v.offline, v.counter.State())
	v.jobs.draw(s)
	show(v.sheet, s.Step == card.Shown || s.Step == card.Minimal)
	switch s.Step {
	case card.Shown:
		v.drawCard(s)
	case card.Minimal:
		v.drawMinimal(s)
	}
	field.Fit(v.box)
}

// hintOf is what stands below the field.
func hintOf(s card.State) string {
	switch {
	case s.Step == card.Looking:
		return text.Say("card.looking")
	case s.Note != nil:
		return say(s.Note)
	}
	return text.Say("card.mok-id.hint")
}

// outOfReach says what still works while the office can't be reached, and who is called for a lost card.
func outOfReach(said *field.Paragraph, s flow.CounterState) {
	said.SetText(text.Say("counter.out-of-reach", text.Values{"Key": Chord(flow.CommandOrder.Key())}))
	show(said, s.Asked && !s.Online)
}

// drawTyped touches what is typed only when a look-up or a clearing says so: the clerk may be typing.
func (v *cardPanel) drawTyped(s card.State) {
	switch {
	case s.Wipe, s.Step == card.Empty && s.Problem == nil:
		v.mokID.Clear()
	case s.MokID != "":
		v.mokID.SetText(s.MokID)
	}
}

func (v *cardPanel) drawMinimal(s card.State) {
	v.banner.Set(theme.Info, text.Say("card.minimal.title"), "")
	v.holder.SetText(ident.GroupMokID(s.Minimal.MokID))
	show(v.balance.box, false)
	v.facts.set()
	for _, o := range v.options {
		o.Hide()
	}
	about := text.Say("card.minimal.not-lockable")
	if s.Minimal.Lockable {
		about = text.Say("card.minimal.lockable")
	}
	v.about.SetText(about)
	v.about.Show()
}

func (v *cardPanel) drawCard(s card.State) {
	c := s.Card
	v.banner.Set(stateOf(c.State), text.Say("card.state."+string(c.State)), since(c))
	holder := text.Say("card.no-holder")
	if c.Holder != nil {
		holder = c.Holder.Masked
	}
	v.holder.SetText(holder)
	show(v.balance.box, true)
	v.balance.set(text.Say("card.balance"), amount(c.Balance))
	v.facts.set(
		text.Say("card.number"), text.Say("card.last-four", text.Values{"Four": c.PANLast4}),
		text.Say("card.kind"), c.Kind.Name,
		text.Say("card.expires"), expires(c.Expires),
		text.Say("card.replaced-by"), ident.GroupMokID(c.ReplacedBy),
		text.Say("card.as-of"), moment(c.AsOf),
	)
	v.drawOptions(c.PaymentOptions)
	v.about.Hide()
}

func (v *cardPanel) drawOptions(o client.PaymentOptions) {
	for i, on := range []bool{o.Online, o.Abroad, o.ATM} {
		name := []string{"card.option.online", "card.option.abroad", "card.option.atm"}[i]
		state, word := theme.Neutral, text.Say(name+".off")
		if on {
			state, word = theme.OK, text.Say(name+".on")
		}
		v.options[i].Set(state, word)
		v.options[i].Show()
	}
}

// stateOf gives a card's state its colour and icon; the word is beside them.
func stateOf(s client.CardState) theme.State {
	switch s {
	case client.CardActive:
		return theme.OK
	case client.CardLocked:
		return theme.Warning
	case client.CardLost, client.CardStolen:
		return theme.Danger
	}
	return theme.Neutral
}

func since(c client.Card) string {
	values := text.Values{"Since": text.Date(c.StateSince)}
	switch c.StateReason {
	case client.ByHolder, client.ByClerk, client.ByIssuer:
		return text.Say("card.since."+string(c.StateReason), values)
	}
	return text.Say("card.since", values)
}

// expires turns YYYY-MM into the MM/YY that stands on the card.
func expires(s string) string {
	if len(s) != len("2028-05") {
		return s
	}
	return s[5:7] + "/" + s[2:4]
}

// natural is the MOK ID field, or, with a card on the screen that can be topped up, the top-up.
func (v *cardPanel) natural() fyne.Focusable {
	if job := v.jobs.natural(); job != nil && v.sheet.Visible() && v.counter.Card.State().Step == card.Shown {
		return job
	}
	return v.mokID
}
