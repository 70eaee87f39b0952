package view

import (
	"fmt"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/text"
	"cekr.kranj.si/desk/gui/theme"
)

// Damage is the whole window of a counter whose journal is damaged: what to do now, and once somebody has signed
// in, what the office says of every top-up and lock that can still be read.
type Damage struct {
	flow   *flow.Damage
	canvas fyne.Canvas

	banner   *field.Banner
	reason   *field.Paragraph
	state    *field.Paragraph
	drawer   *field.Paragraph
	trouble  *problem
	rows     *fyne.Container
	again    *field.Button
	signIn   *signIn
	form     *fyne.Container
	training *field.Banner
	list     *fyne.Container
	box      fyne.CanvasObject
	drawn    []flow.DamageRow // the rows that stand there
	language string           // they are told in
	at       string           // what the focus was set for
	placing  bool             // the focus is being set by the program: whoever reads a row further down stays there
}

// NewDamage joins the flow to its view. It is drawn first by Redraw.
func NewDamage(f *flow.Damage, on fyne.Canvas, training bool) *Damage {
	v := &Damage{
		flow: f, canvas: on, banner: field.NewBanner(theme.Danger, "", ""), reason: sentence(), state: sentence(), drawer: sentence(),
		trouble: newProblem(), rows: container.NewVBox(), signIn: newSignIn(f.SignIn, training),
	}
	v.reason.TextStyle = fyne.TextStyle{Bold: true}
	v.again = field.NewButton("", f.Again)
	v.list = gapped(v.state, v.trouble.box, v.drawer, buttons(v.again), v.rows)
	v.training = field.NewBanner(theme.Training, "", "")
	show(v.training, training)
	v.form = container.NewHBox(v.signIn.page)
	page := field.NewVScroll(container.NewPadded(column(gapped(v.banner, v.reason, v.form, v.list))))
	v.box = container.NewBorder(v.training, nil, nil, nil, page)
	field.OnFocus(func(o fyne.CanvasObject) {
		if !v.placing {
			reveal(v.box, o)
		}
	})
	f.Draw = v.draw
	return v
}

// Content is what the window shows.
func (v *Damage) Content() fyne.CanvasObject { return v.box }

func (v *Damage) draw(s flow.DamageState) {
	v.banner.Set(theme.Danger, text.Say("damage.title"), "")
	v.reason.SetText(text.Say("damage.reason", text.Values{"Path": v.flow.Path(), "Phone": v.flow.Phone()}))
	v.training.Set(theme.Training, text.Say("window.training"), "")
	show(v.form, !s.SignedIn)
	show(v.list, s.SignedIn)
	v.trouble.set(say(s.Problem))
	v.state.SetText(progressOf(s))
	show(v.drawer, s.Listed)
	v.drawer.SetText(drawerThere(s.Drawer))
	v.again.SetText(text.Say("damage.again"))
	v.again.SetEnabled(!s.Asking)
	v.drawRows(s.Rows)
	field.Fit(v.box)
	v.settle(s)
}

// progressOf says how far the office was asked.
func progressOf(s flow.DamageState) string {
	values := text.Values{"Asked": s.Asked, "Count": len(s.Rows)}
	switch {
	case s.Asking:
		return text.Say("damage.asking", values)
	case s.Listed && len(s.Rows) == 0:
		return text.Say("damage.none")
	case s.Listed:
		return text.Say("damage.done", values)
	}
	return text.Say("damage.stopped", values)
}

func drawerThere(now client.DrawerNow) string {
	if now.Session == nil {
		return text.Say("damage.drawer.none")
	}
	return text.Say("damage.drawer.open", text.Values{"Staff": now.Session.Staff, "Total": now.Session.Total, "At": now.Session.OpenedAt})
}

// drawRows builds the rows anew, if they are others. A button of theirs that had the focus is gone then: settle puts it elsewhere.
func (v *Damage) drawRows(rows []flow.DamageRow) {
	if slices.Equal(rows, v.drawn) && text.Lang() == v.language {
		return
	}
	v.drawn, v.language = rows, text.Lang()
	v.rows.RemoveAll()
	for _, r := range rows {
		v.rows.Add(v.row(r))
	}
	v.rows.Refresh()
}

func (v *Damage) row(r flow.DamageRow) fyne.CanvasObject {
	look, words := damageLook(r)
	head := sentence()
	what := "damage.top-up"
	if r.Lock {
		what = "damage.lock"
	}
	head.SetText(text.Say(what, text.Values{
		"Short": r.ShortID(), "Amount": r.Amount, "MokID": ident.GroupMokID(r.MokID), "Since": moment(r.Since.Local()), "Ours": text.Say("damage.ours." + r.Ours),
	}))
	told := sentence()
	told.SetText(words)
	told.TextStyle = fyne.TextStyle{Bold: true}
	badge := field.NewBadge(look, text.Say("damage.theirs."+theirs(r)))
	page := container.NewVBox(container.NewHBox(badge), head, told)
	if r.Problem != nil {
		trouble := newProblem()
		trouble.set(say(r.Problem))
		page.Add(trouble.box)
	}
	if r.MayCancel() {
		page.Add(buttons(field.NewButton(text.Say("damage.cancel"), func() { v.flow.Cancel(r.ID) })))
	}
	return field.NewPanel(page)
}

// theirs is the office's word; "asked" stands before it.
func theirs(r flow.DamageRow) string {
	if r.Theirs == "" {
		return "asked"
	}
	return r.Theirs
}

// damageLook says what the office's word means for the cash, or for the card.
func damageLook(r flow.DamageRow) (theme.State, string) {
	key := "damage.do." + theirs(r)
	if r.Lock {
		key = "damage.do.lock." + theirs(r)
	}
	looks := map[string]theme.State{
		string(client.Posted): theme.OK, string(client.Rejected): theme.Danger, string(client.Cancelled): theme.Danger,
		client.StateUnseen: theme.Warning, client.StateInFlight: theme.Warning, "asked": theme.Neutral,
	}
	return looks[theirs(r)], text.Say(key, text.Values{"Receipt": r.Receipt, "Amount": r.Amount})
}

// settle puts the focus where it is safe, when the rows have changed: on asking once more, never on cancelling. While that can't be
// pressed, what is gone loses it all the same.
func (v *Damage) settle(s flow.DamageState) {
	at := fmt.Sprint(s.SignedIn, s.Asking, s.Rows)
	if at == v.at && v.canvas.Focused() != nil && !field.Lost(v.canvas) {
		return
	}
	v.at = at
	if s.SignedIn {
		v.placing = true
		v.canvas.Focus(v.again)
		v.placing = false
	} else {
		v.canvas.Focus(v.signIn.natural())
	}
	if field.Lost(v.canvas) {
		v.canvas.Unfocus()
	}
}
