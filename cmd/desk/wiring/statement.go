package wiring

import (
	"cekr.kranj.si/desk/gui/flow/card"
	"cekr.kranj.si/desk/gui/paper"
	"cekr.kranj.si/desk/gui/text"
)

// statement is for the printer of whole pages.
func (p *papers) statement(s card.Statement) (sheet, error) {
	words := text.In(s.Choices.Paper())
	on := paper.Statement{
		MokID: s.MokID, From: s.From, To: s.To, AsOf: s.AsOf, Office: s.Office, Desk: p.desk, Staff: s.Clerk,
		Lang: s.Choices.Paper(), Training: p.stamps(s.Letterhead), Copy: s.Copy,
	}
	for _, t := range s.Items {
		what := words.Say("list.kind."+string(t.Kind), text.Values{"Place": t.Place})
		if t.ReceiptNumber != "" {
			what = words.Say("history.with-number", text.Values{"What": what, "Number": t.ReceiptNumber})
		}
		on.Lines = append(on.Lines, paper.StatementLine{At: t.BookedAt, What: what, Amount: t.Amount, After: t.BalanceAfter})
	}
	return sheet{on, s.Choices.FormPrinter, 0}, nil
}
