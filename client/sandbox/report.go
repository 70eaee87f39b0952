package sandbox

import (
	"fmt"
	"net/http"

	"cekr.kranj.si/desk/client/money"
)

// reportWire are the figures of a session.
type reportWire struct {
	Kind          string        `json:"kind"`
	Session       sessionWire   `json:"session"`
	TopUps        reportLine    `json:"topUps"`
	Fees          reportLine    `json:"fees"`
	Reversals     reportLine    `json:"reversals"`
	Movements     reportLine    `json:"movements"`
	ChangeBrought reportLine    `json:"changeBrought"`
	PickUps       reportLine    `json:"pickUps"`
	Corrections   reportLine    `json:"corrections"`
	Counts        []reportCount `json:"counts"`
	Expected      money.Amount  `json:"expected"`
	InFlight      reportLine    `json:"inFlight"`
	AsOf          string        `json:"asOf"`
}

// reportLine is how many, and their sum.
type reportLine struct {
	Count int64        `json:"count"`
	Sum   money.Amount `json:"sum"`
}

func (l *reportLine) add(n, cents int64) {
	l.Count += n
	l.Sum = money.EUR(l.Sum.Cents + cents)
}

type reportCount struct {
	ID         string       `json:"id"`
	Counted    money.Amount `json:"counted"`
	Difference money.Amount `json:"difference"`
	CountedAt  string       `json:"countedAt"`
}

// drawerReport tells a session's figures as the ledger has them.
func (o *Office) drawerReport(r *request) (reply, error) {
	id, err := r.id("id", isUUID)
	if err != nil {
		return reply{}, err
	}
	kind := r.URL.Query().Get("kind")
	if kind != "x" && kind != "z" {
		return reply{}, badRequest("query kind", "not of the form it must have")
	}
	var out reportWire
	n, cents := o.flight.into(id) // before the ledger: what ends between the two looks is in the ledger, or was in flight
	err = o.store.read(r.Context(), func(t *tx) error {
		s, found, err := t.readSession(`id = ?`, id)
		switch {
		case err != nil:
			return err
		case !found:
			return refuse("session-unknown")
		case kind == "z" && s.closedAt == nil:
			return refuse("session-open")
		}
		out, err = o.reportOf(t, s)
		return err
	})
	if err != nil {
		return reply{}, err
	}
	out.Kind = kind
	out.InFlight.add(n, cents)
	return answer(http.StatusOK, out)
}

// reportOf adds a session's postings up by the one formula, and refuses figures that are not the drawer's.
func (o *Office) reportOf(t *tx, s sessionRow) (reportWire, error) {
	out := reportWire{Session: o.sessionWire(s), Counts: []reportCount{}, AsOf: stamp(o.now())}
	for _, line := range []*reportLine{&out.TopUps, &out.Fees, &out.Reversals, &out.Movements, &out.ChangeBrought, &out.PickUps, &out.Corrections, &out.InFlight} {
		line.Sum = money.EUR(0)
	}
	if err := o.reportLines(t, s, &out); err != nil {
		return out, err
	}
	cash := money.DrawerCash{Float: s.float, TopUps: out.TopUps.Sum.Cents, Fees: out.Fees.Sum.Cents, Reversals: out.Reversals.Sum.Cents, Movements: out.Movements.Sum.Cents}
	out.Expected = money.EUR(cash.Expected())
	holds := s.total
	if s.closedAt != nil {
		holds = *s.expected
	}
	if out.Expected.Cents != holds {
		return out, fmt.Errorf("%w: a report and its drawer", ErrAudit)
	}
	return out, t.rows(`SELECT id, counted, counted - expected, at FROM counts WHERE session = ? ORDER BY n`, args(s.id), func(scan func(...any) error) error {
		var c reportCount
		var counted, difference, at int64
		err := scan(&c.ID, &counted, &difference, &at)
		c.Counted, c.Difference, c.CountedAt = money.EUR(counted), money.EUR(difference), stamp(o.moment(at))
		out.Counts = append(out.Counts, c)
		return err
	})
}

// reportLines reads the drawer's account by kinds of entry. What is negative there is cash that came.
func (o *Office) reportLines(t *tx, s sessionRow, out *reportWire) error {
	return t.rows(`SELECT e.kind, coalesce(m.kind, ''), count(*), -sum(p.amount), count(f.amount), coalesce(sum(f.amount), 0)
		FROM postings p JOIN entries e ON e.id = p.entry LEFT JOIN movements m ON m.entry = e.id
		LEFT JOIN postings f ON f.entry = e.id AND f.account = ? WHERE p.account = ? GROUP BY 1, 2`,
		args(feesAccount, s.account), func(scan func(...any) error) error {
			var kind, movement string
			var n, cash, fees, fee int64
			if err := scan(&kind, &movement, &n, &cash, &fees, &fee); err != nil {
				return err
			}
			switch kind {
			case entryTopUp:
				out.TopUps.add(n, cash-fee)
				out.Fees.add(fees, fee)
			case entryReversal:
				out.Reversals.add(n, -cash)
			case entryDrawerMovement:
				out.Movements.add(n, cash)
				line := map[string]*reportLine{changeBrought: &out.ChangeBrought, pickUp: &out.PickUps, correction: &out.Corrections}[movement]
				line.add(n, cash)
			}
			return nil
		})
}
