package view

import (
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/history"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/text"
	"cekr.kranj.si/desk/gui/theme"
)

// historyPanel shows what happened in a drawer, a line a row, and looks for lines.
type historyPanel struct {
	counter *flow.Counter

	title   *field.Text
	session *field.Paragraph
	banner  *field.Banner
	problem *problem
	only    *field.Paragraph // that not all lines are shown
	form    *searchForm
	line    *field.Paragraph // of the chosen line
	saved   *field.Paragraph
	head    *listRow
	list    *field.List
	rows    *fyne.Container

	find, print, reversal, more, narrow, all, earlier, later, table, cancel, again, back *field.Button
	box                                                                                  fyne.CanvasObject
	items                                                                                []client.Operation
	drawn                                                                                string
	turn                                                                                 int
}

func newHistory(c *flow.Counter, give give) *historyPanel {
	leave := func() { flow.BackFromHistory(c) }
	v := &historyPanel{
		counter: c, title: field.NewTitle(""), session: sentence(), banner: field.NewBanner(theme.Neutral, "", ""), problem: newProblem(), only: sentence(),
		form: newHistoryForm(c, leave), line: sentence(), saved: sentence(), head: newRowFor(timeOfDay),
	}
	v.list = field.NewList(
		func() int { return len(v.items) },
		func() fyne.CanvasObject { return newRowFor(timeOfDay) },
		func(i widget.ListItemID, o fyne.CanvasObject) {
			setOperation(o.(*listRow), v.items[i], v.counter.History.State().Session.OpenedAt)
		},
	)
	v.list.Say = func(i int) string { return operationSaid(v.items[i]) }
	chosen := v.list.OnSelected
	v.list.OnSelected = func(i widget.ListItemID) { chosen(i); c.History.Choose(i) }
	v.list.OnEscape = leave
	v.find = field.NewPrimary("", v.form.submit)
	v.print, v.reversal = give.button(flow.CommandPrint), give.button(flow.CommandReversal)
	v.more, v.narrow = field.NewButton("", c.History.More), field.NewButton("", c.History.Narrow)
	v.all = field.NewButton("", leave)
	v.earlier, v.later = field.NewButton("", c.History.Earlier), field.NewButton("", c.History.Later)
	v.table, v.cancel = field.NewButton("", c.History.SaveTable), field.NewButton("", c.History.Cancel)
	v.again, v.back = field.NewButton("", c.History.Begin), field.NewButton("", leave)
	row := []*field.Button{v.find, v.narrow, v.print, v.reversal, v.more, v.earlier, v.later, v.table, v.cancel, v.all, v.again, v.back}
	for _, b := range row {
		b.OnCancel = leave
	}
	top := field.NewVScroll(column(gapped(v.title, v.banner, v.session, v.problem.box, v.only, v.line, v.saved, v.form.box, buttons(row...))))
	v.rows = container.NewBorder(v.head, nil, nil, nil, v.list.Box)
	v.box = container.New(overList{}, top, v.rows)
	return v
}

// newHistoryForm asks for the number first: most who look for one line have its slip in the hand.
func newHistoryForm(c *flow.Counter, leave func()) *searchForm {
	find := func(s search) {
		c.History.Find(history.Filter{
			Number: s.typed[task.FieldReceipt], Day: s.typed[task.FieldDay], From: s.typed[task.FieldFrom], To: s.typed[task.FieldTo],
			Kind: client.OperationKind(s.kind), State: s.state,
		})
	}
	kinds := func() []field.Option { return options("history.kind.", client.OperationKinds()) }
	states := func() []field.Option {
		return options("history.state.", []string{client.OperationPosted, client.OperationRejected})
	}
	return newSearchForm(find, leave, kinds, states,
		searchAsk{task.FieldReceipt, "history.number", "history.number.hint"}, searchAsk{task.FieldDay, "history.day", "history.day.hint"},
		searchAsk{task.FieldFrom, "history.from", ""}, searchAsk{task.FieldTo, "history.to", ""})
}

func historySearch(f history.Filter) search {
	return search{map[task.Field]string{task.FieldReceipt: f.Number, task.FieldDay: f.Day, task.FieldFrom: f.From, task.FieldTo: f.To}, string(f.Kind), f.State}
}

func (v *historyPanel) panel() panel {
	return panel{
		name: flow.PanelHistory, box: v.box, draw: func() { v.draw(v.counter.History.State()) }, focus: v.natural, also: []flow.Panel{counter},
		stage: func() string {
			s := v.counter.History.State()
			return fmt.Sprint(s.Step, s.Turn, s.Field, s.Step == history.Filtering && s.Problem != nil)
		},
		follow: func(changed func()) { v.counter.History.Draw = func(history.State) { changed() } },
	}
}

var historyLooks = map[history.Step]theme.State{
	history.Asking: theme.Info, history.Nothing: theme.Warning, history.Failed: theme.Danger, history.Filtering: theme.Info, history.Saving: theme.Info,
}

func (v *historyPanel) draw(s history.State) {
	v.title.SetText(text.Say("history.title"))
	v.list.Name = text.Say("history.title")
	v.head.words(text.Say("history.column.at"), text.Say("history.column.what"), text.Say("history.column.amount"), text.Say("history.column.cash"))
	look, known := historyLooks[s.Step]
	if show(v.banner, known); known {
		v.banner.Set(look, historySays(s), "")
	}
	v.session.SetText(sessionWords(s))
	show(v.session, s.Session.ID != "")
	problem := ""
	if s.Step != history.Filtering {
		problem = say(s.Problem)
	}
	v.problem.set(problem)
	v.only.SetText(text.Say("history.only"))
	show(v.only, s.Step == history.Shown && s.Filter.Narrows())
	v.form.draw(s.Step == history.Filtering, historySearch(s.Filter), s.Problem, s.Field)
	v.drawLine(s)
	v.saved.SetText(say(s.Table.Message))
	show(v.saved, s.Step == history.Shown && s.Table.Message != nil)
	v.drawRows(s)
	v.drawButtons(s)
	field.Fit(v.box)
}

// historySays is what the banner says while no lines are shown.
func historySays(s history.State) string {
	if s.Step == history.Saving && s.Table.Cancelling {
		return text.Say("history.cancelling")
	}
	return text.Say("history.step."+string(s.Step), text.Values{"AsOf": s.AsOf, "Count": s.Table.Lines})
}

// sessionWords is whose drawer it was, when, and how much of it is shown; it says none only when the office said so.
func sessionWords(s history.State) string {
	d := s.Session
	values := text.Values{"Opened": d.OpenedAt, "Desk": d.Desk, "Clerk": d.Staff, "Closed": d.ClosedAt, "Number": text.Number(int(d.CloseNumber))}
	said := text.Say("history.session."+d.State, values)
	switch {
	case s.Step != history.Shown:
		return said
	case len(s.Items) == 0:
		return said + "\n" + text.Say("history.none")
	}
	return said + "\n" + text.Say("history.shown", text.Values{"Count": len(s.Items), "AsOf": s.AsOf})
}

// drawLine says what there is of the chosen line.
func (v *historyPanel) drawLine(s history.State) {
	line, chosen := s.Line()
	_, copied := v.counter.History.Slip()
	said := ""
	switch {
	case !chosen:
	case s.Paper.Message != nil:
		said = say(s.Paper.Message)
	case s.Reading:
		said = text.Say("history.reading")
	case copied:
		said = text.Say("history.copy", text.Values{"Key": Chord(flow.CommandPrint.Key())})
	case line.Code != "":
		said = say(task.Reason(line.Code, ""))
	}
	if chosen {
		said = strings.TrimSpace(operationSaid(line) + ". " + said) // in full: the row may be shortened
	}
	v.line.SetText(said)
	show(v.line, said != "")
}

// drawRows leaves the rows alone while only the state around them has changed.
func (v *historyPanel) drawRows(s history.State) {
	shown := s.Step == history.Shown || s.Step == history.Saving
	show(v.rows, shown)
	v.items = s.Items
	now := fmt.Sprint(text.Lang(), s.Turn, len(s.Items), s.Session.ID)
	if now == v.drawn {
		return
	}
	v.drawn = now
	if s.Turn != v.turn {
		v.turn = s.Turn
		v.list.UnselectAll()
		v.list.ScrollToTop()
	}
	v.list.Refresh()
}

func (v *historyPanel) drawButtons(s history.State) {
	for b, key := range map[*field.Button]string{
		v.find: "find", v.more: "more", v.narrow: "narrow", v.all: "all", v.earlier: "earlier", v.later: "later", v.table: "table", v.cancel: "cancel", v.again: "again",
	} {
		b.SetText(text.Say("history." + key))
	}
	v.print.SetText(caption(flow.CommandPrint))
	v.reversal.SetText(caption(flow.CommandReversal))
	v.back.SetText(text.Say("button.back"))
	_, copied := v.counter.History.Slip()
	_, undoable := s.Undoable()
	list, asked := s.Step == history.Shown, s.Step == history.Shown || s.Step == history.Nothing || s.Step == history.Failed
	for b, there := range map[*field.Button]bool{
		v.find: s.Step == history.Filtering, v.narrow: asked, v.all: list && s.Filter.Narrows(), v.more: list && s.More && !s.Paging, v.earlier: list && s.Earlier,
		v.later: list && s.Later, v.table: list && len(s.Items) > 0, v.cancel: s.Step == history.Saving && !s.Table.Cancelling, v.again: s.Step == history.Failed,
		v.print: list && copied, v.reversal: list && undoable && v.counter.Refusal(flow.CommandReversal) == nil,
	} {
		show(b, there)
	}
}

func (v *historyPanel) natural() fyne.Focusable {
	s := v.counter.History.State()
	switch {
	case s.Step == history.Filtering:
		return v.form.natural(s.Problem, s.Field)
	case s.Step == history.Shown && len(s.Items) > 0:
		return v.list
	case s.Step == history.Saving:
		return v.cancel
	case s.Step == history.Shown, s.Step == history.Nothing:
		return v.narrow
	case s.Step == history.Failed:
		return v.again
	}
	return v.back
}

// operationWords is what a line was, of which card, on which paper, and what became of it.
func operationWords(o client.Operation) string {
	kind := string(o.Kind)
	if o.Kind == client.OperationMovement && o.MovementKind != "" {
		kind = string(o.MovementKind)
	}
	what := text.Say("history.kind." + kind)
	values := text.Values{"What": what, "Number": o.Number, "MokID": ident.GroupMokID(o.MokID)}
	switch {
	case o.MokID != "" && o.Number != "":
		what = text.Say("history.with-card", values)
	case o.Number != "":
		what = text.Say("history.with-number", values)
	case o.MokID != "":
		what = text.Say("history.with-number", text.Values{"What": what, "Number": ident.GroupMokID(o.MokID)})
	}
	if o.State == client.OperationRejected {
		what = text.Say("history.rejected", text.Values{"What": what})
	}
	if o.ReversedBy != "" {
		what = text.Say("history.reversed", text.Values{"What": what, "Number": o.ReversedBy})
	}
	return what
}

// cashWords is what the drawer moved by; nothing where it did not move.
func cashWords(o client.Operation) string {
	if o.Cash.Currency == "" {
		return ""
	}
	return signed(o.Cash)
}

// timeOfDay is the widest that a line's first column holds.
const timeOfDay = "00:00 "

// setOperation fills a row. The day stands above the list; a line of the next one, of a drawer that was open over midnight, says so.
func setOperation(r *listRow, o client.Operation, opened time.Time) {
	what := operationWords(o)
	if day := text.Date(o.At); day != text.Date(opened) {
		what = text.Say("history.with-number", text.Values{"What": day, "Number": what})
	}
	r.show(text.Time(o.At), what, amount(o.Amount), cashWords(o))
}

// operationSaid is a line as it is told to a screen reader, and in full where it is chosen.
func operationSaid(o client.Operation) string {
	values := text.Values{"When": moment(o.At), "What": operationWords(o), "Amount": amount(o.Amount), "Cash": cashWords(o)}
	if values["Cash"] == "" {
		return text.Say("history.row.still", values)
	}
	return text.Say("history.row", values)
}
