package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/flow/topup"
	"cekr.kranj.si/desk/gui/text"
	"cekr.kranj.si/desk/gui/theme"
)

// outcomePage says how it ended, or that this is not known, and what to do next.
type outcomePage struct {
	counter *flow.Counter

	banner  *field.Banner
	todo    *field.Paragraph // what the clerk does with the cash
	tell    *field.Paragraph // what to tell the customer, whom to call
	change  *figure
	problem *problem
	facts   *facts
	paper   *field.Paragraph

	check, again, giveBack  *field.Button
	anew                    *field.Button // with a second person
	print, open, save, next *field.Button
	box                     *fyne.Container
}

func newOutcomePage(c *flow.Counter, give give) *outcomePage {
	p := &outcomePage{
		counter: c, banner: field.NewBanner(theme.Info, "", ""), todo: sentence(), tell: sentence(),
		change: newFigure(), problem: newProblem(), facts: newFacts(8), paper: sentence(),
	}
	p.todo.TextStyle = fyne.TextStyle{Bold: true}
	p.check = field.NewPrimary("", c.TopUp.Check)
	p.again = field.NewButton("", c.TopUp.SendAgain)
	p.giveBack = field.NewButton("", c.TopUp.GiveBack)
	p.anew = field.NewButton("", c.TopUp.Anew)
	p.print, p.open, p.save = give.primary(flow.CommandPrint), give.button(flow.CommandView), give.button(flow.CommandSave)
	p.next = give.button(flow.CommandNext)
	p.giveBack.SetImportance(widget.DangerImportance)
	for _, b := range p.all() {
		b.OnCancel = give.to(flow.CommandNext)
	}
	// What asks the office stands next to what to do with the cash: in the largest text both must be in sight at once.
	p.box = gapped(p.banner, p.todo, p.change.box, p.problem.box, buttons(p.check, p.again, p.giveBack, p.anew),
		p.facts.box, p.tell, buttons(p.print, p.open, p.save, p.next), p.paper)
	return p
}

func (p *outcomePage) all() []*field.Button {
	return []*field.Button{p.check, p.again, p.giveBack, p.anew, p.print, p.open, p.save, p.next}
}

// outcomeLook is how a step looks: its state, and whether it has a slip and tells the change.
type outcomeLook struct {
	state         theme.State
	slips, change bool
}

var outcomeLooks = map[topup.Step]outcomeLook{
	topup.Sending:   {state: theme.Info},
	topup.Posted:    {state: theme.OK, slips: true, change: true},
	topup.Rejected:  {state: theme.Danger},
	topup.Cancelled: {state: theme.Warning},
	topup.NotSent:   {state: theme.Warning},
	topup.Unknown:   {state: theme.Warning, slips: true},
	topup.Halted:    {state: theme.Danger},
}

func (p *outcomePage) draw(s topup.State) {
	look, ended := outcomeLooks[s.Step]
	show(p.box, ended)
	if !ended {
		return
	}
	step := string(s.Step)
	p.banner.Set(look.state, text.Say("topup.outcome."+step), detail(s))
	p.todo.SetText(todo(s))
	resolve := s.Offers(topup.GiveBack)
	show(p.tell, resolve)
	if resolve {
		p.tell.SetText(text.Say("topup.tell."+step, text.Values{"Phone": p.counter.Phone(), "Short": s.ShortID()}))
	}
	p.problem.set(say(s.Problem))
	show(p.change.box, look.change && !s.Answer.Change.IsZero() && !s.Recovered) // long given by then
	p.change.set(text.Say("topup.change"), amount(s.Answer.Change))
	p.drawFacts(s)
	p.drawButtons(s, look)
	p.paper.SetText(say(s.Paper.Message))
	show(p.paper, s.Paper.Message != nil)
}

// todo says what the clerk does with the cash. While nothing is known, what the desk keeps is the total: the
// change is the customer's.
func todo(s topup.State) string {
	key, due := "topup.todo."+string(s.Step), s.Given()
	total, known := s.Due()
	switch s.Step {
	case topup.Unknown:
		if known {
			due = total
		}
	case topup.Posted, topup.Rejected, topup.Cancelled:
		if s.Recovered {
			key += ".after"
		}
		if s.Step != topup.Posted && known && total != due {
			change, _ := due.Sub(total)
			return text.Say(key+".change", text.Values{"Amount": due, "Change": change, "Due": total})
		}
	}
	return text.Say(key, text.Values{"Amount": due})
}

func detail(s topup.State) string {
	switch {
	case s.Step == topup.Posted && s.Known():
		return text.Say("topup.posted.detail", text.Values{"Number": s.Answer.ReceiptNumber, "At": s.Answer.BookedAt})
	case s.Step == topup.Unknown:
		return text.Say("topup.unknown.detail", text.Values{"Since": s.Since.Local(), "Short": s.ShortID()})
	case s.Recovered || s.Unread:
		return text.Say("topup.ended.detail", text.Values{"Since": s.Since.Local(), "Short": s.ShortID()})
	}
	return ""
}

func (p *outcomePage) drawFacts(s topup.State) {
	four := ""
	if s.Card.PANLast4 != "" && s.Step != topup.Unknown {
		four = text.Say("card.last-four", text.Values{"Four": s.Card.PANLast4})
	}
	pairs := []string{
		text.Say("card.mok-id"), ident.GroupMokID(s.Card.MokID), text.Say("card.number"), four,
		text.Say("topup.read-back.amount"), amount(s.Amount),
	}
	if s.Step == topup.Posted && s.Known() {
		pairs = append(pairs,
			text.Say("topup.total"), amount(s.Answer.Total), text.Say("topup.tendered"), amount(s.Answer.Tendered),
			text.Say("topup.balance-after"), amount(s.Answer.BalanceAfter))
	}
	if s.Step == topup.Unknown {
		seen := "topup.seen.nothing"
		if s.Said != "" {
			seen = "topup.seen." + s.Said
		}
		pairs = append(pairs, cashFacts(s)...)
		pairs = append(pairs, text.Say("topup.seen"), text.Say(seen))
	}
	p.facts.set(pairs...)
}

// cashFacts are what was to be paid, what was put down and the change, as far as they differ.
func cashFacts(s topup.State) []string {
	due, known := s.Due()
	given := s.Given()
	if !known || given == due {
		return nil
	}
	change, _ := given.Sub(due)
	return []string{
		text.Say("topup.total"), amount(due), text.Say("topup.tendered"), amount(given), text.Say("topup.change"), amount(change),
	}
}

func (p *outcomePage) drawButtons(s topup.State, look outcomeLook) {
	p.check.SetText(text.Say("topup.check"))
	p.again.SetText(text.Say("topup.again"))
	p.giveBack.SetText(text.Say("topup.give-back"))
	p.anew.SetText(text.Say("topup.anew"))
	p.print.SetText(caption(flow.CommandPrint))
	p.open.SetText(caption(flow.CommandView))
	p.save.SetText(caption(flow.CommandSave))
	p.next.SetText(caption(flow.CommandNext))
	switch {
	case s.Step == topup.Unknown:
		p.print.SetText(text.Say("topup.print-cash-received"))
		p.next.SetText(text.Say("topup.park"))
	case s.Unread && s.Step != topup.Posted:
		p.next.SetText(text.Say("topup.handed-back"))
	}
	p.print.SetImportance(widget.MediumImportance)
	p.next.SetImportance(widget.MediumImportance)
	switch {
	case s.Step == topup.Posted && s.Paper.Copies == 0:
		p.print.SetImportance(widget.HighImportance)
	case s.Ended():
		p.next.SetImportance(widget.HighImportance)
	}
	for b, intent := range map[*field.Button]topup.Intent{
		p.check: topup.Check, p.again: topup.SendAgain, p.giveBack: topup.GiveBack, p.anew: topup.Anew, p.next: topup.Leave,
	} {
		show(b, s.Offers(intent))
		b.SetEnabled(s.May(intent))
	}
	for _, b := range []*field.Button{p.print, p.open, p.save} {
		show(b, look.slips && s.Known())
		b.SetEnabled(s.Asking == outbox.AskNothing)
	}
}

// natural is the one thing to do next: print, and once printed the next customer.
func (p *outcomePage) natural() fyne.Focusable {
	s := p.counter.TopUp.State()
	switch {
	case p.check.Visible() && p.box.Visible():
		return p.check
	case s.Step == topup.NotSent:
		return p.again
	case s.Step == topup.Posted && s.Paper.Copies == 0 && s.Paper.Step != task.PaperOpened:
		return p.print
	case p.next.Visible() && p.box.Visible():
		return p.next
	}
	return nil
}
