package card

import (
	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow/task"
)

// Search is which lines of a card are looked for, as typed; "" is any.
type Search struct {
	From, To string // days, both of them meant
	Kind     client.TransactionKind
	State    client.TransactionState
	Number   string // on the line's slip
}

// Narrows reports that some lines are left out.
func (s Search) Narrows() bool { return s != Search{} }

// query is what the office is asked for.
func (s Search) query() client.TransactionQuery {
	from, _ := task.ParseDay(s.From)
	to, _ := task.ParseDay(s.To)
	if !to.IsZero() {
		to = to.AddDate(0, 0, 1)
	}
	return client.TransactionQuery{From: from, To: to, Kind: s.Kind, State: s.State, ReceiptNumber: task.SlipNumber(s.Number)}
}

// problem is the first field that can't be understood.
func (s Search) problem() (task.Field, *task.Message) {
	for _, typed := range []struct {
		at   task.Field
		text string
	}{{task.FieldReceipt, s.Number}, {task.FieldFrom, s.From}, {task.FieldTo, s.To}} {
		if m := task.CardNumber(typed.text); m != nil {
			return typed.at, m
		}
	}
	from, fromOK := task.ParseDay(s.From)
	to, toOK := task.ParseDay(s.To)
	switch {
	case !task.IsSlipNumber(task.SlipNumber(s.Number)):
		return task.FieldReceipt, task.Say("history.bad-number")
	case !fromOK:
		return task.FieldFrom, task.Say("history.bad-day")
	case !toOK, !to.IsZero() && to.Before(from):
		return task.FieldTo, task.Say("history.bad-day")
	}
	return task.FieldNone, nil
}

// Narrow asks the clerk which lines of the card are wanted; Find takes the answer.
func (c *Flow) Narrow() {
	if c.state.Step == Shown && c.host.Searches() {
		c.set(func(s *State) { s.Searching, s.SearchProblem, s.SearchField = true, nil, task.FieldNone })
	}
}

// Find asks the office for the lines that are looked for. What can't be understood is said at its field; nothing is asked then.
func (c *Flow) Find(s Search) {
	if c.state.Step != Shown || !c.host.Searches() {
		return
	}
	if at, m := s.problem(); m != nil {
		c.set(func(st *State) { st.Searching, st.SearchProblem, st.SearchField = true, m, at })
		return
	}
	c.list++
	c.statement++
	c.slip = nil
	c.set(func(st *State) {
		st.Statement = StatementState{}
		st.Search, st.Searching, st.SearchProblem, st.SearchField = s, false, nil, task.FieldNone
		st.List, st.ListProblem, st.Items, st.Next = ListLoading, nil, nil, ""
	})
	c.page("")
}

// LeaveSearch leaves the question which lines are wanted, or shows all of them again. It reports false where neither is.
func (c *Flow) LeaveSearch() bool {
	switch {
	case c.state.Step != Shown:
		return false
	case c.state.Searching:
		c.set(func(s *State) { s.Searching, s.SearchProblem, s.SearchField = false, nil, task.FieldNone })
	case c.state.Search.Narrows():
		c.Find(Search{})
	default:
		return false
	}
	return true
}
