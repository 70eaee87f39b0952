package view

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/card"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/text"
	"cekr.kranj.si/desk/gui/theme"
)

// cardList is the card's transactions, or, with no card, what to do first.
type cardList struct {
	counter *flow.Counter

	title   *field.Text
	head    *listRow
	list    *field.List
	foot    *field.Paragraph
	more    *field.Button
	narrow  *field.Button // asks which lines are looked for
	every   *field.Button // shows all of them again
	find    *field.Button
	state   *field.Button // makes a statement
	print   *field.Button // prints it
	stated  *field.Paragraph
	form    *searchForm
	asked   fyne.CanvasObject // the form with its buttons
	welcome *field.Paragraph
	back    fyne.CanvasObject // a picture of the card's back, that shows where the number stands
	items   []client.Transaction
	drawn   rowsDrawn
	full    fyne.CanvasObject
	free    fyne.CanvasObject // stands there while there is no card
	box     *fyne.Container
}

func newCardList(c *flow.Counter, give give) *cardList {
	v := &cardList{counter: c, title: field.NewTitle(""), head: newListRow(), foot: sentence(), welcome: sentence()}
	v.list = field.NewList(
		func() int { return len(v.items) },
		func() fyne.CanvasObject { return newListRow() },
		func(i int, o fyne.CanvasObject) { o.(*listRow).set(v.items[i]) },
	)
	v.list.HideSeparators = false
	v.list.Say = func(i int) string { return rowWords(v.items[i]) }
	v.more = field.NewButton("", c.Card.MoreTransactions)
	v.narrow = field.NewButton("", c.Card.Narrow)
	v.every = field.NewButton("", v.leave)
	v.form = newCardForm(c, v.leave)
	v.find = field.NewPrimary("", v.form.submit)
	v.find.OnCancel, v.every.OnCancel = v.leave, v.leave
	v.asked = field.NewVScroll(column(v.form.box, buttons(v.find)))
	v.state, v.print, v.stated = field.NewButton("", c.Card.MakeStatement), give.button(flow.CommandPrint), sentence()
	foot := field.NewVScroll(container.NewVBox(v.foot, v.stated, buttons(v.more, v.narrow, v.every, v.print, v.state)))
	v.full = container.New(underList{}, container.NewBorder(container.NewVBox(v.title, v.head), nil, nil, nil, v.list.Box), foot)
	v.back = cardBack()
	v.free = field.NewVScroll(column(v.welcome, v.back))
	v.box = container.NewStack(v.full, v.free, v.asked)
	return v
}

// panel has the card's column draw it; the focus is that column's.
func (v *cardList) panel(focus func() fyne.Focusable) panel {
	return panel{
		name: flow.PanelCard, box: v.box, draw: func() { v.draw(v.counter.Card.State()) },
		focus: func() fyne.Focusable {
			if s := v.counter.Card.State(); s.Searching {
				return v.form.natural(s.SearchProblem, s.SearchField)
			}
			return focus()
		},
		stage: func() string {
			s := v.counter.Card.State()
			return fmt.Sprint(s.Step, s.Turn, s.Searching, s.SearchField, s.SearchProblem != nil)
		},
	}
}

func (v *cardList) leave() { v.counter.Card.LeaveSearch() }

// newCardForm asks which lines of a card are wanted, the days first.
func newCardForm(c *flow.Counter, leave func()) *searchForm {
	find := func(s search) {
		c.Card.Find(card.Search{
			Number: s.typed[task.FieldReceipt], From: s.typed[task.FieldFrom], To: s.typed[task.FieldTo], Kind: client.TransactionKind(s.kind), State: client.TransactionState(s.state),
		})
	}
	kinds := func() (all []field.Option) {
		for _, kind := range client.TransactionKinds() {
			all = append(all, field.Option{Code: string(kind), Label: text.Say("list.only-kind." + string(kind))})
		}
		return all
	}
	states := func() (all []field.Option) {
		for _, state := range []client.TransactionState{client.TransactionStanding, client.TransactionReversed} {
			all = append(all, field.Option{Code: string(state), Label: text.Say("list.only-state." + string(state))})
		}
		return all
	}
	return newSearchForm(find, leave, kinds, states, searchAsk{task.FieldFrom, "list.search.from", "list.search.from.hint"}, searchAsk{task.FieldTo, "list.search.to", "list.search.to.hint"},
		searchAsk{task.FieldReceipt, "history.number", "history.number.hint"})
}

func cardSearch(s card.Search) search {
	return search{map[task.Field]string{task.FieldReceipt: s.Number, task.FieldFrom: s.From, task.FieldTo: s.To}, string(s.Kind), string(s.State)}
}

func (v *cardList) draw(s card.State) {
	v.title.SetText(text.Say("list.title"))
	v.list.Name = text.Say("list.title")
	v.head.words(text.Say("list.date"), text.Say("list.place"), text.Say("list.amount"), text.Say("list.balance"))
	v.more.SetText(text.Say("list.more"))
	v.welcome.SetText(text.Say("card.welcome"))
	v.narrow.SetText(text.Say("history.narrow"))
	v.every.SetText(text.Say("history.all"))
	v.find.SetText(text.Say("history.find"))
	shown := s.Step == card.Shown
	v.form.draw(s.Searching, cardSearch(s.Search), s.SearchProblem, s.SearchField)
	show(v.asked, s.Searching)
	moved := show(v.narrow, v.counter.State().Me.Can(client.MayHistory) && s.List != card.ListLoading)
	moved = show(v.every, s.Search.Narrows()) || moved
	moved = v.drawStatement(s) || moved
	moved = show(v.full, shown && !s.Searching) || moved
	if show(v.more, s.Next != "" && s.List != card.ListLoading) || moved {
		v.full.Refresh()
	}
	show(v.free, !shown)
	v.items = s.Items
	v.foot.SetText(listSays(s))
	v.drawRows()
	field.Fit(v.full)
}

// drawStatement says where the statement stands, and reports whether something was shown or hidden.
func (v *cardList) drawStatement(s card.State) (moved bool) {
	v.state.SetText(text.Say("list.statement"))
	v.print.SetText(caption(flow.CommandPrint))
	st := s.Statement
	said := ""
	switch {
	case st.Step == card.StatementNone:
	case st.Paper.Message != nil:
		said = say(st.Paper.Message)
	case st.Problem != nil:
		said = say(st.Problem)
	default:
		said = text.Say("list.statement."+string(st.Step), text.Values{"From": text.Date(st.From), "To": text.Date(st.To), "Count": st.Lines})
	}
	v.stated.SetText(said)
	moved = show(v.stated, said != "")
	moved = show(v.print, st.Step == card.StatementReady) || moved
	return show(v.state, s.List == card.ListKnown && st.Step != card.StatementReading) || moved
}

// rowsDrawn is what the rows show: they are drawn anew only when it is something else.
type rowsDrawn struct {
	first, last, language string
	count                 int
}

// drawRows leaves the rows alone while only the state around them has changed: Fyne makes a row for
// measuring at each refresh of a list, and keeps it for a minute.
func (v *cardList) drawRows() {
	now := rowsDrawn{language: text.Lang(), count: len(v.items)}
	if now.count > 0 {
		now.first, now.last = v.items[0].ID, v.items[now.count-1].ID
	}
	if now == v.drawn {
		return
	}
	v.drawn = now
	v.list.Refresh()
	if now.count <= firstPage {
		v.list.ScrollToTop()
	}
}

// firstPage is at most what one answer holds: then the list is new and begins at its top.
const firstPage = 50

// listSays tells how complete the list is; it says none only when the office said so.
func listSays(s card.State) string {
	switch s.List {
	case card.ListLoading:
		return text.Say("list.loading")
	case card.ListFailed:
		return text.Say("list.failed", text.Values{"Why": say(s.ListProblem)})
	case card.ListKnown:
		if len(s.Items) == 0 && s.Search.Narrows() {
			return text.Say("list.none-found", text.Values{"AsOf": s.ListAsOf})
		}
		if len(s.Items) == 0 {
			return text.Say("list.none", text.Values{"AsOf": s.ListAsOf})
		}
		return text.Say("list.known", text.Values{"Count": len(s.Items), "AsOf": s.ListAsOf})
	}
	return ""
}

// listRow is a transaction in four columns: date, place, amount, balance after.
type listRow struct {
	widget.BaseWidget
	date, place, sum, after *field.Text
	where                   string // the place in full: it may be shown shortened
	columns                 listColumns
}

func newListRow() *listRow { return newRowFor("") }

// newRowFor is a row whose first column is as wide as this; "" is a day with its time.
func newRowFor(widest string) *listRow {
	r := &listRow{columns: listColumns{widest}, date: field.NewText(""), place: field.NewText(""), sum: field.NewText(""), after: field.NewText("")}
	r.sum.Align, r.after.Align = fyne.TextAlignTrailing, fyne.TextAlignTrailing
	r.ExtendBaseWidget(r)
	return r
}

// kindWords is what a transaction was, where, and by which slip it was undone.
func kindWords(t client.Transaction) string {
	what := text.Say("list.kind."+string(t.Kind), text.Values{"Place": t.Place})
	if t.ReversedBy == "" {
		return what
	}
	return text.Say("list.reversed", text.Values{"What": what, "Number": t.ReversedBy})
}

// rowWords is a row as it is told to a screen reader.
func rowWords(t client.Transaction) string {
	return text.Say("list.row", text.Values{
		"When": moment(t.BookedAt), "What": kindWords(t), "Amount": signed(t.Amount), "Balance": amount(t.BalanceAfter),
	})
}

func (r *listRow) set(t client.Transaction) {
	r.show(moment(t.BookedAt), kindWords(t), signed(t.Amount), amount(t.BalanceAfter))
	if t.Amount.Cents > 0 {
		r.sum.SetColor(theme.OK.Text())
	}
}

// show shows four columns.
func (r *listRow) show(date, place, sum, after string) {
	r.date.SetText(date)
	r.where = place
	r.shorten()
	r.sum.SetText(sum)
	r.sum.SetColor(fynetheme.ColorNameForeground)
	r.after.SetText(after)
	r.after.SetColor(theme.ColorMuted)
}

// words makes the row a heading.
func (r *listRow) words(date, place, sum, after string) {
	for i, t := range []*field.Text{r.date, r.place, r.sum, r.after} {
		t.Color, t.TextSize, t.Style = theme.ColorMuted, fynetheme.SizeNameCaptionText, fyne.TextStyle{Bold: true}
		if t != r.place {
			t.SetText([]string{date, place, sum, after}[i])
		}
	}
	r.where = place
	r.shorten()
}

// Resize shortens the place anew.
func (r *listRow) Resize(size fyne.Size) {
	r.BaseWidget.Resize(size)
	r.shorten()
}

// shorten ends the place in dots where its column ends.
func (r *listRow) shorten() {
	room, wide := r.place.Size().Width, func(s string) bool {
		return fyne.MeasureText(s, fynetheme.Size(r.place.TextSize), r.place.Style).Width > r.place.Size().Width
	}
	shown := r.where
	if room > 0 && wide(shown) {
		runes := []rune(shown)
		for len(runes) > 0 && wide(string(runes)+"…") {
			runes = runes[:len(runes)-1]
		}
		shown = string(runes) + "…"
	}
	r.place.SetText(shown)
}

// CreateRenderer lays the four columns out.
func (r *listRow) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.New(r.columns, r.date, r.place, r.sum, r.after))
}

// listColumns gives the date and the figures what they need at the present text size, and the place the rest.
type listColumns struct{ widest string }

func (l listColumns) widths() (date, figure, gap float32) {
	size := fynetheme.Size(fynetheme.SizeNameText)
	date = fyne.MeasureText("00. 00. 0000 ob 00:00", size, fyne.TextStyle{}).Width
	if l.widest != "" {
		date = fyne.MeasureText(l.widest, size, fyne.TextStyle{}).Width
	}
	figure = fyne.MeasureText("+00.000,00 €", size, fyne.TextStyle{}).Width
	return date, figure, fynetheme.Size(theme.SizeGap)
}

// Layout places date, place, amount and balance.
func (l listColumns) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	date, figure, gap := l.widths()
	bar := fynetheme.Size(fynetheme.SizeNameScrollBar) // drawn over the list's right edge
	place := max(size.Width-date-2*figure-3*gap-bar, 0)
	after := place >= figure // at the largest text the place says more than the balance after
	show(objects[3], after)
	if !after {
		place += figure + gap
	}
	x := float32(0)
	for i, width := range []float32{date, place, figure, figure} {
		high := objects[i].MinSize().Height
		objects[i].Move(fyne.NewPos(x, (size.Height-high)/2))
		objects[i].Resize(fyne.NewSize(width, high))
		x += width + gap
	}
}

// MinSize leaves the place a width that says something.
func (l listColumns) MinSize(objects []fyne.CanvasObject) fyne.Size {
	date, figure, gap := l.widths()
	return fyne.NewSize(date+2*figure+3*gap, objects[0].MinSize().Height+fynetheme.Size(fynetheme.SizeNamePadding))
}
