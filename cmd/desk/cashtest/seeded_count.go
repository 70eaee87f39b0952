package cashtest

import (
	"bytes"
	"context"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow"
)

// counting is a day at whose end the drawer is counted over a bad line.
var counting = Shape{Desks: 1, Cards: 1, Jobs: 1, Rate: 500, Counts: true}

// seededCounts are the bugs of counts.
func seededCounts() []Bug {
	return []Bug{
		{Name: "a count is sent under a new id", Shape: &counting, Office: func(o flow.Office) flow.Office { return &countsAnew{Office: o} }},
	}
}

// countsAnew sends every attempt but the first under an id of its own.
type countsAnew struct {
	flow.Office
	n int
}

func (c *countsAnew) CountDrawer(ctx context.Context, s client.Sending) client.Outcome[client.Count] {
	was := s.ID
	if !s.First {
		c.n++
		fresh := "f" + string(rune('0'+c.n%10)) + s.ID[2:]
		s.Body = bytes.ReplaceAll(s.Body, []byte(s.ID), []byte(fresh))
		s.ID = fresh
	}
	out := c.Office.CountDrawer(ctx, s)
	out.Answer.ID = was
	return out
}
