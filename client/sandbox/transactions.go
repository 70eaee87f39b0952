package sandbox

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
	"time"

	"cekr.kranj.si/desk/client/money"
)

type transactionPage struct {
	Items      []transactionWire `json:"items"`
	NextCursor *string           `json:"nextCursor"`
	AsOf       string            `json:"asOf"`
}

type transactionWire struct {
	ID           string       `json:"id"`
	BookedAt     string       `json:"bookedAt"`
	Kind         string       `json:"kind"`
	Place        string       `json:"place"`
	Amount       money.Amount `json:"amount"`
	BalanceAfter money.Amount `json:"balanceAfter"`

	TopUpID       string `json:"topUpId,omitempty"`
	ReceiptNumber string `json:"receiptNumber,omitempty"`
	ReversedBy    string `json:"reversedBy,omitempty"`
}

// transactions is a card's statement, newest first. A page's cursor is the number of its last line on the card, so
// pages stay what they are when new lines come.
func (o *Office) transactions(r *request) (reply, error) {
	mokID, err := r.id("mokId", isMokID)
	if err != nil {
		return reply{}, err
	}
	from, to, err := o.period(r)
	if err != nil {
		return reply{}, err
	}
	only, err := lineFilterOf(r)
	if err != nil {
		return reply{}, err
	}
	query := r.URL.Query()
	page, err := pageOf(r, "transactions", mokID, query.Get("from"), query.Get("to"), only.kind, only.state, only.receipt)
	if err != nil {
		return reply{}, err
	}
	now := o.now()
	out := transactionPage{Items: []transactionWire{}, AsOf: stamp(now)}
	err = o.store.write(r.Context(), func(t *tx) error {
		c, found, err := t.readCard(mokID, now)
		if err != nil {
			return err
		}
		if !found {
			return refuse("card-not-found")
		}
		if err := t.lookUp(r, mokID, viewTransactions, now); err != nil {
			return err
		}
		first, err := t.seqFrom(c.account, from)
		if err != nil {
			return err
		}
		end := page.after
		if end == 0 {
			if end, err = t.seqFrom(c.account, to); err != nil {
				return err
			}
		}
		return o.statement(t, statementRange{c.account, first, end}, only, page, r.language(), &out)
	})
	if err != nil {
		return reply{}, err
	}
	return answer(http.StatusOK, out)
}

// lineFilter is which lines of a card are asked for; "" is any.
type lineFilter struct{ kind, state, receipt string }

func lineFilterOf(r *request) (lineFilter, error) {
	query := r.URL.Query()
	f := lineFilter{query.Get("kind"), query.Get("state"), query.Get("receiptNumber")}
	switch {
	case query.Has("kind") && !oneOf(entryTopUp, entryPurchase, entryFee, entryRefund, entryWithdrawal, entryReversal)(f.kind):
		return f, badRequest("query kind", "not of the form it must have")
	case query.Has("state") && f.state != "standing" && f.state != "reversed":
		return f, badRequest("query state", "not of the form it must have")
	case query.Has("receiptNumber") && !isSlip(f.receipt):
		return f, badRequest("query receiptNumber", "not of the form it must have")
	}
	return f, nil
}

// where are the filter's conditions, and their values.
func (f lineFilter) where() (conditions string, values []any) {
	if f.kind != "" {
		conditions, values = " AND e.kind = ?", args(f.kind)
	}
	if f.receipt != "" {
		conditions += " AND p.entry IN (SELECT entry FROM top_ups WHERE receipt = ? UNION ALL SELECT entry FROM reversals WHERE receipt = ?)"
		values = append(values, f.receipt, f.receipt)
	}
	switch f.state {
	case "standing":
		conditions += " AND u.receipt IS NULL"
	case "reversed":
		conditions += " AND u.receipt IS NOT NULL"
	}
	return conditions, values
}

// statementRange are an account's lines from number first up to but not with end.
type statementRange struct{ account, first, end int64 }

// statement reads the lines that a filter lets through, the last ones first.
func (o *Office) statement(t *tx, within statementRange, only lineFilter, page page, language string, out *transactionPage) error {
	where, values := only.where()
	values = append(append(args(language, within.account, within.first, within.end), values...), page.limit+1)
	var last int64
	return t.rows(`SELECT p.seq, e.id, e.at, e.kind, iif(? = 'en', pl.en, pl.sl), p.amount, p.after,
			coalesce(t.id, r.top_up, ''), coalesce(t.receipt, r.receipt, ''), coalesce(u.receipt, '')
		FROM postings p JOIN entries e ON e.id = p.entry JOIN places pl ON pl.id = e.place
		LEFT JOIN top_ups t ON e.kind = 'topUp' AND t.id = e.ref LEFT JOIN reversals u ON u.top_up = t.id AND u.state = 'posted'
		LEFT JOIN reversals r ON e.kind = 'reversal' AND r.id = e.ref
		WHERE p.account = ? AND p.seq >= ? AND p.seq < ?`+where+` ORDER BY p.seq DESC LIMIT ?`,
		values, func(scan func(...any) error) error {
			if len(out.Items) == page.limit {
				out.NextCursor = page.cursor(last)
				return nil
			}
			var line transactionWire
			var id, at, cents, after int64
			if err := scan(&last, &id, &at, &line.Kind, &line.Place, &cents, &after, &line.TopUpID, &line.ReceiptNumber, &line.ReversedBy); err != nil {
				return err
			}
			line.ID, line.BookedAt = "t-"+strconv.FormatInt(id, 10), stamp(o.moment(at))
			line.Amount, line.BalanceAfter = money.EUR(cents), money.EUR(after)
			out.Items = append(out.Items, line)
			return nil
		})
}

// period reads from (with) and to (without), all of time where they are not given.
func (o *Office) period(r *request) (from, to int64, err error) {
	from, to = 0, 1<<62
	for name, into := range map[string]*int64{"from": &from, "to": &to} {
		if text := r.URL.Query().Get(name); text != "" {
			at, err := time.Parse(time.RFC3339, text)
			if err != nil {
				return 0, 0, badRequest("query "+name, "not a time of RFC 3339 with its zone")
			}
			*into = at.UnixMilli()
			if at.After(time.UnixMilli(*into)) {
				*into++ // what is stored is whole milliseconds: the next one is the first that is not before
			}
		}
	}
	if to < from {
		return 0, 0, badRequest("query to", "before from")
	}
	return from, to, nil
}

// page is the part of a list that is asked for: at most limit entries behind number after, 0 for the first.
type page struct {
	after int64
	limit int
	scope string
}

// pageOf reads limit and cursor. What the list is of goes into the cursor, so one of another list is refused.
func pageOf(r *request, what ...string) (page, error) {
	p, number, err := placeOf(r, what...)
	if err != nil || number == "" {
		return p, err
	}
	if p.after, err = strconv.ParseInt(number, 10, 64); err != nil || p.after < 1 {
		return page{}, foreignCursor()
	}
	return p, nil
}

// placeOf is pageOf for a list whose places are not numbers: place is what cursorAt was given, "" on the first page.
func placeOf(r *request, what ...string) (p page, place string, err error) {
	sum := sha256.Sum256([]byte(strings.Join(what, "\n")))
	p = page{limit: 50, scope: hex.EncodeToString(sum[:6])}
	query := r.URL.Query()
	if query.Has("limit") {
		n, err := strconv.Atoi(query.Get("limit"))
		if err != nil || n < 1 || n > 200 {
			return page{}, "", badRequest("query limit", "not a number from 1 to 200")
		}
		p.limit = n
	}
	if query.Has("cursor") {
		raw, err := base64.RawURLEncoding.DecodeString(query.Get("cursor"))
		scope, place, ok := strings.Cut(string(raw), " ")
		if err != nil || !ok || scope != p.scope || place == "" {
			return page{}, "", foreignCursor()
		}
		return p, place, nil
	}
	return p, "", nil
}

func foreignCursor() error { return badRequest("query cursor", "not one of this list") }

func (p page) cursor(last int64) *string { return p.cursorAt(strconv.FormatInt(last, 10)) }

func (p page) cursorAt(place string) *string {
	c := base64.RawURLEncoding.EncodeToString([]byte(p.scope + " " + place))
	return &c
}
