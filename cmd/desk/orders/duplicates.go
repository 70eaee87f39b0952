package orders

import (
	"hash/maphash"
	"strconv"
)

// judge makes the order of a row, or says what is wrong with it. Rows are judged in the list's order,
// each beside those before it.
func (job Job) judge(row Row, seen duplicates) (m cardOrder, problem *Problem) {
	problem = row.Problem
	if problem == nil {
		m.order, m.mokID, problem = Check(row.Cells, job.Sheet.Account)
	}
	if problem == nil {
		problem = seen.check(m, row.Line)
	}
	if problem != nil {
		problem.Line = row.Line
		for _, r := range problem.Reasons {
			problem.at(r.Field, row.place(r.Field))
		}
	}
	return m, problem
}

// duplicates finds rows whose order another row has asked for: a list that was pasted together twice would
// be paid twice. Of an order only a hash is kept, some twenty bytes.
type duplicates map[uint64]int

var hashSeed = maphash.MakeSeed()

// check is the problem of a row that asks for the same order as an earlier one; nil for any other. Another
// amount or payer for the same card is another order.
func (t duplicates) check(m cardOrder, line int) *Problem {
	m.order = m.order.Clean()
	hash := maphash.Comparable(hashSeed, m)
	if first, known := t[hash]; known {
		p := &Problem{}
		p.add(Whole, "orders.row.twice", map[string]any{"First": strconv.Itoa(first)})
		return p
	}
	t[hash] = line
	return nil
}
