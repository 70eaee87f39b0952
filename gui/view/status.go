package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/drawer"
	"cekr.kranj.si/desk/gui/text"
	"cekr.kranj.si/desk/gui/theme"
)

// status is the line at the bottom: office and clerk, drawer, what is not settled, connection and clock.
type status struct {
	counter *flow.Counter

	office, drawer, clock, work *field.Text
	slips, open, online         *field.Badge
	box                         fyne.CanvasObject
}

func newStatus(c *flow.Counter) *status {
	v := &status{
		counter: c, office: field.NewText(""), drawer: field.NewText(""), clock: field.NewText(""), work: field.NewText(""),
		slips: field.NewBadge(theme.Warning, ""), open: field.NewBadge(theme.Warning, ""), online: field.NewBadge(theme.Neutral, ""),
	}
	v.drawer.Style = fyne.TextStyle{Bold: true}
	v.clock.SetColor(theme.Danger.Text())
	v.box = container.New(&wrapLayout{loose: true}, v.office, v.drawer, v.slips, v.open, v.clock, v.online, v.work)
	return v
}

func (v *status) draw() {
	s := v.counter.State()
	who := text.Say("status.nobody")
	if s.SignedIn {
		who = text.Say("status.clerk", text.Values{
			"Office": s.Me.Office.Name, "Clerk": s.Me.Staff.Alias, "Number": s.Me.Staff.Number,
		})
	}
	v.office.SetText(who)
	v.drawDrawer(v.counter.Drawer.State())
	show(v.drawer, s.SignedIn)
	show(v.slips, s.SlipLanguage != "")
	if s.SlipLanguage != "" {
		v.slips.Set(theme.Warning, text.Say("status.slips", text.Values{"Language": text.Say("settings.language." + s.SlipLanguage)}))
	}
	unsettled := theme.Neutral
	if s.OpenCount > 0 {
		unsettled = theme.Warning
	}
	v.open.Set(unsettled, text.Say("status.open", text.Values{"Count": s.OpenCount, "Sum": s.OpenSum}))
	v.clock.SetText(text.Say("status.clock", text.Values{"Time": text.Time(s.AsOf)}))
	show(v.clock, s.ClockWrong())
	v.work.SetText(text.Say("status.preparing", text.Values{"Percent": s.Preparing}))
	show(v.work, s.Preparing > 0 && s.Preparing < 100)
	v.drawOnline(s)
	field.Fit(v.box)
}

func (v *status) drawOnline(s flow.CounterState) {
	switch {
	case !s.Asked:
		v.online.Set(theme.Neutral, text.Say("status.asking"))
	case s.Online:
		v.online.Set(theme.OK, text.Say("status.online", text.Values{"Time": text.Time(s.AsOf)}))
	case s.AsOf.IsZero():
		v.online.Set(theme.Danger, text.Say("status.offline"))
	default:
		v.online.Set(theme.Danger, text.Say("status.offline.since", text.Values{"Time": text.Time(s.AsOf)}))
	}
}

func (v *status) drawDrawer(d drawer.State) {
	said := drawerTotal(d)
	if v.counter.Custody.State().Counting() && d.Step == drawer.Opened { // who sees the sum counts towards it
		said = text.Say("status.drawer.counting")
	}
	v.drawer.SetText(said)
	v.drawer.SetColor(fynetheme.ColorNameForeground)
	if d.Advice != nil {
		v.drawer.SetColor(theme.Warning.Text())
	}
}

// drawerTotal is hidden while the clerk counts, and where the office wants a blind close.
func drawerTotal(d drawer.State) string {
	switch d.Step {
	case drawer.Opened:
		if d.Counting {
			return text.Say("status.drawer.counting")
		}
		key := "status.drawer"
		switch {
		case d.Advice != nil && d.Safe && d.Blind:
			key = "status.drawer.blind.safe"
		case d.Advice != nil && d.Safe:
			key = "status.drawer.safe"
		case d.Blind && d.Advice != nil:
			key = "status.drawer.blind.much"
		case d.Blind:
			key = "status.drawer.blind"
		case d.Advice != nil:
			key = "status.drawer.much"
		}
		return text.Say(key, text.Values{"Total": d.Session.Total})
	case drawer.Count, drawer.SureCount, drawer.Closing:
		return text.Say("status.drawer.counting")
	case drawer.Unknown:
		return text.Say("status.drawer.unknown")
	case drawer.Foreign:
		return text.Say("status.drawer.foreign")
	case drawer.Unasked:
		return ""
	}
	return text.Say("status.drawer.none")
}
