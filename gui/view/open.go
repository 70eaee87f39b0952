package view

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/topup"
	"cekr.kranj.si/desk/gui/text"
	"cekr.kranj.si/desk/gui/theme"
)

// open lists what is not settled or not read, where journal and office differ, and how this desk's last top-ups
// ended.
type open struct {
	counter *flow.Counter
	canvas  fyne.Canvas

	title, differ, last *field.Text
	intro, todo         *field.Paragraph
	compared, none      *field.Paragraph
	rows, wrong, recent *fyne.Container
	read, back          *field.Button
	first               fyne.Focusable
	acts                map[string]fyne.Focusable // the rows' buttons, by what they show
	box                 fyne.CanvasObject
	drawn               string // what stands there; the rows are built anew only when it is new
}

func newOpen(c *flow.Counter, on fyne.Canvas) *open {
	v := &open{
		counter: c, canvas: on, title: field.NewTitle(""), differ: field.NewTitle(""), last: field.NewTitle(""),
		intro: sentence(), todo: sentence(), compared: sentence(), none: sentence(),
		rows: container.NewVBox(), wrong: container.NewVBox(), recent: container.NewVBox(),
	}
	v.todo.TextStyle = fyne.TextStyle{Bold: true}
	v.read = field.NewButton("", c.ReadDifferences)
	v.back = field.NewButton("", v.toWork)
	v.read.OnCancel, v.back.OnCancel = v.toWork, v.toWork
	v.box = field.NewVScroll(column(gapped(v.title, v.intro, v.rows, v.differ, v.todo, v.wrong, buttons(v.read),
		buttons(v.back), v.last, v.none, v.recent, v.compared)))
	return v
}

func (v *open) panel() panel {
	return panel{
		name: flow.PanelOpen, box: v.box, draw: v.draw, focus: v.natural, lazy: true,
		also: []flow.Panel{counter, flow.PanelTopUp, flow.PanelLock, flow.PanelUnlock, flow.PanelMovement, flow.PanelCustody, flow.PanelReversal, flow.PanelDrawer},
		stage: func() string {
			st := v.counter.State()
			return fmt.Sprint(st.OpenCount, len(st.Differences), st.DifferencesRead)
		},
	}
}

func (v *open) toWork() { v.counter.Do(flow.CommandWork) }

// draw builds the rows anew, if there is anything new: an item in the middle of the list may have the focus.
func (v *open) draw() {
	st, items, last := v.counter.State(), v.counter.OpenItems(), v.counter.TopUp.List.Recent()
	blind := v.counter.Drawer.State().Blind
	now := fmt.Sprint(text.Lang(), blind, items, last, st.Differences, st.DifferencesRead, st.ComparedAt, st.NotCompared, st.Comparing)
	if now == v.drawn {
		return
	}
	v.drawn = now
	had, held := v.focused()
	v.first, v.acts = nil, map[string]fyne.Focusable{}
	v.title.SetText(text.Say("open.title"))
	v.back.SetText(text.Say("button.back"))
	v.drawItems(items)
	v.drawDifferences(st)
	v.drawRecent(last, blind)
	v.compared.SetText(compared(st))
	v.box.Refresh()
	if held {
		v.focus(had)
	}
}

// focused is the row whose button has the focus.
func (v *open) focused() (row string, held bool) {
	now := v.canvas.Focused()
	for row, b := range v.acts {
		if b == now {
			return row, true
		}
	}
	return "", false
}

// focus gives the focus back to a row, wherever it is now; one that is gone leaves it to the next thing to settle.
func (v *open) focus(row string) {
	if b := v.acts[row]; b != nil {
		v.canvas.Focus(b)
		return
	}
	v.canvas.Focus(v.natural())
}

func (v *open) drawItems(items []flow.OpenItem) {
	v.rows.RemoveAll()
	for _, item := range items {
		do := func() { v.counter.Resume(item.ID) }
		if item.Kind == flow.OpenNeverSent {
			do = func() { v.counter.HandedBack(item.ID) }
		}
		v.add(openLooks[item.Kind], item, do)
	}
	v.intro.SetText(text.Say("open.intro"))
	if len(items) == 0 {
		v.intro.SetText(text.Say("open.none"))
	}
}

func rowValues(item flow.OpenItem) text.Values {
	return text.Values{
		"Short": item.ShortID(), "Amount": item.Amount, "MokID": ident.GroupMokID(item.MokID), "Since": item.Since.Local(),
	}
}

// openLooks are the states of the badges. Each has its own icon and word.
var openLooks = map[flow.OpenKind]theme.State{
	flow.OpenUnknown: theme.Warning, flow.OpenNotSent: theme.Warning, flow.OpenHalted: theme.Danger,
	flow.OpenPosted: theme.OK, flow.OpenRejected: theme.Danger, flow.OpenCancelled: theme.Danger,
	flow.OpenNeverSent: theme.Info, flow.OpenLock: theme.Warning, flow.OpenUnlocked: theme.Danger,
	flow.OpenLockRejected: theme.Danger, flow.OpenLocked: theme.OK,
	flow.OpenReversal: theme.Warning, flow.OpenReversed: theme.OK, flow.OpenReversalRejected: theme.Danger, flow.OpenNotReversed: theme.Danger,
	flow.OpenUnlock: theme.Warning, flow.OpenFreed: theme.OK, flow.OpenUnlockRejected: theme.Danger, flow.OpenNotFreed: theme.Warning,
	flow.OpenDrawer:  theme.Warning,
	flow.OpenCustody: theme.Warning, flow.OpenNotPassed: theme.Danger, flow.OpenPassed: theme.OK, flow.OpenCustodyRejected: theme.Danger,
	flow.OpenMovement: theme.Warning, flow.OpenUnmoved: theme.Danger, flow.OpenMoved: theme.OK, flow.OpenMovementRejected: theme.Danger,
}

func (v *open) add(state theme.State, item flow.OpenItem, do func()) {
	kind, label := string(item.Kind), sentence()
	label.SetText(text.Say("open.item."+kind, rowValues(item)))
	b := field.NewButton(text.Say("open.act."+kind), do)
	b.OnCancel = v.toWork
	v.acts[item.ID] = b
	if v.first == nil {
		b.SetImportance(widget.HighImportance)
		v.first = b
	}
	badge := field.NewBadge(state, text.Say("open.state."+kind))
	v.rows.Add(field.NewPanel(container.NewBorder(container.NewHBox(badge), nil, nil, container.NewVBox(b), label)))
}

func (v *open) drawDifferences(st flow.CounterState) {
	differ := len(st.Differences) > 0
	for _, o := range []fyne.CanvasObject{v.differ, v.todo, v.wrong} {
		show(o, differ)
	}
	show(v.read, differ && !st.DifferencesRead)
	v.differ.SetText(text.Say("open.differences"))
	v.todo.SetText(text.Say("open.differences.todo", text.Values{"Phone": v.counter.Phone()}))
	v.read.SetText(text.Say("open.differences.read"))
	v.wrong.RemoveAll()
	for _, d := range st.Differences {
		row := newProblem()
		row.set(say(flow.DifferenceMessage(d)))
		v.wrong.Add(row.box)
	}
}

// drawRecent lists the last top-ups. In a blind one the amounts that came into the drawer are left out, for their sum is what is
// expected in it.
func (v *open) drawRecent(last []topup.State, blind bool) {
	v.last.SetText(text.Say("open.recent"))
	v.none.SetText(text.Say("open.recent.none"))
	show(v.none, len(last) == 0)
	v.recent.RemoveAll()
	for _, s := range last {
		label, key := sentence(), "open.recent."+string(s.Step)
		if blind && s.Step == topup.Posted {
			key += ".blind"
		}
		label.SetText(text.Say(key, text.Values{
			"Since": s.Since.Local(), "Short": s.ShortID(), "MokID": ident.GroupMokID(s.Card.MokID), "Amount": s.Amount,
		}))
		b := field.NewButton(text.Say("open.recent.show"), func() { v.counter.Resume(s.ID) })
		b.OnCancel = v.toWork
		v.acts["ended/"+s.ID] = b // one that nobody has read stands above too
		v.recent.Add(container.NewBorder(nil, nil, nil, container.NewVBox(b), label))
	}
}

// compared says when journal and office were last held against each other, and why not.
func compared(st flow.CounterState) string {
	switch {
	case st.Comparing:
		return text.Say("drawer.comparing")
	case st.NotCompared != nil:
		return text.Say("open.not-compared", text.Values{"Why": say(st.NotCompared)})
	case st.ComparedAt.IsZero():
		return text.Say("open.not-compared.yet")
	}
	return text.Say("open.compared", text.Values{"At": st.ComparedAt})
}

// natural is the first thing to settle.
func (v *open) natural() fyne.Focusable {
	if v.first != nil {
		return v.first
	}
	return v.back
}
