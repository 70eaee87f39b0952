package sandbox

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"cekr.kranj.si/desk/client/money"
)

// operationPage are lines of a drawer's day, the newest first.
type operationPage struct {
	Items      []operationWire `json:"items"`
	NextCursor *string         `json:"nextCursor"`
	AsOf       string          `json:"asOf"`
}

// operationWire is a line. What is nil or empty does not belong to its kind, or to how it ended.
type operationWire struct {
	ID           string        `json:"id"`
	Kind         string        `json:"kind"`
	State        string        `json:"state"`
	Code         string        `json:"code,omitempty"`
	At           string        `json:"at"`
	Staff        string        `json:"staff"`
	Amount       money.Amount  `json:"amount"`
	Fee          *money.Amount `json:"fee,omitempty"`
	Cash         *money.Amount `json:"cash,omitempty"`
	MokID        string        `json:"mokId,omitempty"`
	Number       string        `json:"number,omitempty"`
	TopUpID      string        `json:"topUpId,omitempty"`
	ReversedBy   string        `json:"reversedBy,omitempty"`
	MovementKind string        `json:"movementKind,omitempty"`
}

// Kinds of lines that are no entries of the ledger's.
const (
	lineOpening  = "opening"
	lineMovement = "movement"
	lineCount    = "count"
	lineClose    = "close"
)

// lineSource is where lines of a kind are kept. Lines of one moment stand in the order of the sources, and of tie within one.
type lineSource struct {
	kind, act             string
	table, session, at    string
	tie, number           string // number is "" for lines without a paper
	hasState, tieIsNumber bool
}

var lineSources = []lineSource{
	{kind: lineOpening, act: actDrawerOpen, table: "drawer_sessions", session: "id", at: "opened_at", tie: "id"},
	{kind: entryTopUp, act: actTopUp, table: "top_ups", session: "session", at: "at", tie: "n", number: "receipt", hasState: true, tieIsNumber: true},
	{kind: entryReversal, act: actReversal, table: "reversals", session: "session", at: "at", tie: "id", number: "receipt", hasState: true},
	{kind: lineMovement, act: actMovement, table: "movements", session: "session", at: "at", tie: "id", number: "number", hasState: true},
	{kind: lineCount, act: actCount, table: "counts", session: "session", at: "at", tie: "id"},
	{kind: lineClose, act: actDrawerClose, table: "drawer_sessions", session: "id", at: "closed_at", tie: "id", number: "CAST(close_number AS TEXT)"},
}

// lineQuery is which lines of a session are asked for; "" is any.
type lineQuery struct {
	session, kind, state, number string
	from, to                     int64
	after                        linePlace
	limit                        int
}

// linePlace is a line's place in its session's day: moment, source, tie.
type linePlace struct {
	at, rank int64
	tie      any // a number where the source has them, else a text
}

func (p linePlace) String() string { return fmt.Sprintf("%d %d %v", p.at, p.rank, p.tie) }

// linePlaceOf reads a place back; "" is behind all lines.
func linePlaceOf(text string) (p linePlace, ok bool) {
	if text == "" {
		return linePlace{1 << 62, int64(len(lineSources)), ""}, true
	}
	parts := strings.Split(text, " ")
	if len(parts) != 3 {
		return p, false
	}
	at, err := strconv.ParseInt(parts[0], 10, 64)
	rank, rankErr := strconv.Atoi(parts[1])
	if err != nil || rankErr != nil || rank < 0 || rank >= len(lineSources) {
		return p, false
	}
	p = linePlace{at, int64(rank), parts[2]}
	if lineSources[rank].tieIsNumber {
		p.tie, err = strconv.ParseInt(parts[2], 10, 64)
	}
	return p, err == nil
}

// drawerOperations tells a session's lines to whose it is, and to who may audit.
func (o *Office) drawerOperations(r *request) (reply, error) {
	id, err := r.id("id", isUUID)
	if err != nil {
		return reply{}, err
	}
	q, page, err := o.lineQuery(r, id)
	if err != nil {
		return reply{}, err
	}
	out := operationPage{Items: []operationWire{}, AsOf: stamp(o.now())}
	err = o.store.read(r.Context(), func(t *tx) error {
		var staff string
		found, err := t.row(`SELECT staff FROM drawer_sessions WHERE id = ?`, args(id), &staff)
		switch {
		case err != nil:
			return err
		case !found:
			return refuse("session-unknown")
		case staff != r.who.staff && !r.who.may(capAudit):
			return refuse("forbidden")
		}
		return o.lines(t, q, page, &out)
	})
	if err != nil {
		return reply{}, err
	}
	return answer(http.StatusOK, out)
}

// lineQuery reads what is asked for.
func (o *Office) lineQuery(r *request, session string) (q lineQuery, p page, err error) {
	query := r.URL.Query()
	q = lineQuery{session: session, kind: query.Get("kind"), state: query.Get("state"), number: query.Get("number")}
	if q.from, q.to, err = o.period(r); err != nil {
		return q, p, err
	}
	switch {
	case query.Has("kind") && !slices.ContainsFunc(lineSources, func(s lineSource) bool { return s.kind == q.kind }):
		return q, p, badRequest("query kind", "not of the form it must have")
	case query.Has("state") && q.state != "posted" && q.state != "rejected":
		return q, p, badRequest("query state", "not of the form it must have")
	case query.Has("number") && !isSlip(q.number):
		return q, p, badRequest("query number", "not of the form it must have")
	}
	p, place, err := placeOf(r, "operations", session, q.kind, q.state, q.number, query.Get("from"), query.Get("to"))
	if err != nil {
		return q, p, err
	}
	ok := false
	if q.after, ok = linePlaceOf(place); !ok {
		return q, p, foreignCursor()
	}
	q.limit = p.limit + 1
	return q, p, nil
}

// statement is the query for the lines, and its values: each source and ending by an index of its own, from the newest line on.
func (q lineQuery) statement() (string, []any) {
	var parts []string
	for rank, s := range lineSources {
		if q.kind != "" && s.kind != q.kind || q.number != "" && s.number == "" {
			continue
		}
		for _, state := range []string{"posted", "rejected"} {
			if q.state != "" && state != q.state || !s.hasState && state != "posted" {
				continue
			}
			parts = append(parts, s.part(rank, state, q.number != ""))
		}
	}
	if len(parts) == 0 {
		return "", nil
	}
	values := args(q.session, q.from, min(q.to-1, q.after.at), q.after.at, q.after.rank, q.after.tie, q.limit)
	if q.number != "" {
		values = append(values, q.number)
	}
	return `SELECT k.at, k.rank, k.tie, k.id, k.kind, k.state, coalesce(w.answer, '{}'), coalesce(r.staff, d.staff, ''), coalesce(u.receipt, ''),
			coalesce(iif(k.kind = 'close', d.counted, d.float), 0), coalesce(d.close_number, 0)
		FROM (` + strings.Join(parts, " UNION ALL ") + ` ORDER BY 1 DESC, 2 DESC, 3 DESC LIMIT ?7) k
		LEFT JOIN writes w ON w.act = k.act AND w.id = k.id
		LEFT JOIN drawer_sessions d ON k.kind IN ('opening', 'close') AND d.id = k.id
		LEFT JOIN reversals r ON k.kind = 'reversal' AND r.id = k.id
		LEFT JOIN reversals u ON k.kind = 'topUp' AND u.top_up = k.id AND u.state = 'posted'
		ORDER BY 1 DESC, 2 DESC, 3 DESC`, values
}

func (s lineSource) part(rank int, state string, numbered bool) string {
	where := ""
	if s.hasState {
		where = " AND state = '" + state + "'"
	}
	if numbered {
		where += " AND " + s.number + " = ?8"
	}
	return fmt.Sprintf(`SELECT %[1]s AS at, %[2]d AS rank, %[3]s AS tie, id, '%[4]s' AS kind, '%[5]s' AS state, '%[6]s' AS act FROM %[7]s
		WHERE %[8]s = ?1%[9]s AND %[1]s >= ?2 AND %[1]s <= ?3 AND (%[1]s, %[2]d, %[3]s) < (?4, ?5, ?6)`,
		s.at, rank, s.tie, s.kind, state, s.act, s.table, s.session, where)
}

func (o *Office) lines(t *tx, q lineQuery, page page, out *operationPage) error {
	statement, values := q.statement()
	if statement == "" {
		return nil // no line of the kind has a number, or ends so
	}
	var last linePlace
	return t.rows(statement, values, func(scan func(...any) error) error {
		if len(out.Items) == page.limit {
			out.NextCursor = page.cursorAt(last.String())
			return nil
		}
		var line operationWire
		var answer string
		var cents, number int64
		if err := scan(&last.at, &last.rank, &last.tie, &line.ID, &line.Kind, &line.State, &answer, &line.Staff, &line.ReversedBy, &cents, &number); err != nil {
			return err
		}
		line.At = stamp(o.moment(last.at))
		switch line.Kind {
		case lineOpening: // of the session itself: other writes than its own may begin and end one
			line.Amount, line.Cash = money.EUR(cents), euros(cents)
		case lineClose:
			line.Amount, line.Number = money.EUR(cents), strconv.FormatInt(number, 10)
		default:
			if err := line.complete(answer); err != nil {
				return err
			}
		}
		out.Items = append(out.Items, line)
		return nil
	})
}

// complete takes from the answer to the write what the line tells of it.
func (w *operationWire) complete(answer string) error {
	var a struct {
		Staff, Code, MokID, ReceiptNumber, MovementNumber, TopUpID, Kind string
		Amount, Counted, Fee, Total                                      *money.Amount
	}
	if err := json.Unmarshal([]byte(answer), &a); err != nil {
		return fmt.Errorf("%w: the answer to a write", ErrAudit)
	}
	if w.Staff == "" {
		w.Staff = a.Staff
	}
	w.Code, w.MokID, w.TopUpID = a.Code, a.MokID, a.TopUpID
	posted := w.State == "posted"
	amount := a.Amount
	switch w.Kind {
	case entryTopUp, entryReversal:
		w.Number = a.ReceiptNumber
		if posted {
			w.Fee, w.Cash = a.Fee, a.Total
		}
		if posted && w.Kind == entryReversal {
			w.Cash = euros(-a.Total.Cents)
		}
	case lineMovement:
		w.Number, w.MovementKind = a.MovementNumber, a.Kind
		if posted {
			w.Cash = a.Amount
		}
	case lineCount:
		amount = a.Counted
	}
	if amount == nil {
		return fmt.Errorf("%w: the answer to a write", ErrAudit)
	}
	w.Amount = *amount
	return nil
}
