package wiring

import (
	"strings"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/cmd/desk/printing"
	"cekr.kranj.si/desk/gui/flow/history"
	"cekr.kranj.si/desk/gui/text"
)

// saveLines keeps a day's lines as a table beside the papers, under the session's opening.
func (p *papers) saveLines(l history.Lines) (string, error) {
	name := strings.TrimSuffix(fileName(l), ".pdf") + ".csv"
	path := printing.Expand(name, l.Choices.Folder, p.home)
	return path, printing.Save(path, linesTable(l, p.stamps(l.Letterhead)), true)
}

// linesTable is a day as a spreadsheet in Slovenia opens it right; see reportTable. A line a row, the oldest first. A MOK ID is grouped, so
// that it stays a text.
func linesTable(l history.Lines, practice bool) []byte {
	words := text.In(l.Choices.Paper())
	var out strings.Builder
	out.WriteString("\ufeff")
	row := func(cells ...string) { out.WriteString(strings.Join(cells, ";") + "\r\n") }
	if practice {
		row(cell(words.Say("paper.training.note")))
	}
	var heads []string
	for _, name := range []string{"at", "kind", "state", "number", "mok-id", "amount", "fee", "cash", "reversed-by", "clerk", "desk", "id"} {
		heads = append(heads, cell(words.Say("history.csv."+name)))
	}
	row(heads...)
	for _, o := range l.Items {
		state := words.Say("history.state." + o.State)
		if o.Code != "" {
			state += " (" + o.Code + ")"
		}
		row(cell(words.DateTime(o.At)), cell(words.Say("history.kind."+kindOf(o))), cell(state), cell(o.Number), cell(ident.GroupMokID(o.MokID)), cents(o.Amount), centsOrNone(o.Fee),
			centsOrNone(o.Cash), cell(o.ReversedBy), cell(o.Staff), cell(l.Session.Desk), cell(o.ID))
	}
	return []byte(out.String())
}

// kindOf is a line's kind, of a movement by its way.
func kindOf(o client.Operation) string {
	if o.Kind == client.OperationMovement && o.MovementKind != "" {
		return string(o.MovementKind)
	}
	return string(o.Kind)
}

// centsOrNone is empty where the office tells no sum.
func centsOrNone(a money.Amount) string {
	if a.Currency == "" {
		return ""
	}
	return cents(a)
}
