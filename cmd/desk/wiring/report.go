package wiring

import (
	"strconv"
	"strings"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/cmd/desk/printing"
	"cekr.kranj.si/desk/gui/flow/report"
	"cekr.kranj.si/desk/gui/paper"
	"cekr.kranj.si/desk/gui/text"
)

func (p *papers) report(s report.Slip) (sheet, error) {
	r, d := s.Report, s.Report.Session
	line := func(l client.ReportLine) paper.ReportLine { return paper.ReportLine(l) }
	on := paper.Report{
		AsOf: r.AsOf, Office: s.Office, Desk: d.Desk, Staff: s.Clerk, SessionID: d.ID, OpenedAt: d.OpenedAt, Float: d.Float,
		TopUps: line(r.TopUps), Fees: line(r.Fees), Reversals: line(r.Reversals), ChangeBrought: line(r.ChangeBrought), PickUps: line(r.PickUps),
		Corrections: line(r.Corrections), Expected: r.Expected, Unknown: paper.ReportLine(s.Unknown),
		Lang: s.Choices.Paper(), Training: p.stamps(s.Letterhead), Copy: s.Copy,
	}
	if r.Kind == client.ReportZ {
		on.Number, on.ClosedAt, on.Counted, on.Difference = s.Number(), d.ClosedAt, d.Counted, d.Difference
	}
	if by := d.ClosedBy; by != nil {
		on.Ended = paper.Ended{Kind: string(by.Kind), Maker: by.Staff, Second: by.Approver}
	}
	if d.TakenFrom != nil {
		on.TakenFrom = d.TakenFrom.Staff
	}
	return slipSheet(s.Choices, on)
}

// saveTable keeps a report as a table beside the papers, under its number.
func (p *papers) saveTable(t report.Table) (string, error) {
	name := strings.TrimSuffix(fileName(t), ".pdf") + ".csv"
	path := printing.Expand(name, t.Choices.Folder, p.home)
	return path, printing.Save(path, reportTable(t.Slip, p.stamps(t.Letterhead)), true)
}

// reportTable is a report as a spreadsheet in Slovenia opens it right: UTF-8 with its mark, semicolons, a decimal comma, lines as Windows
// ends them. No cell begins a formula.
func reportTable(s report.Slip, practice bool) []byte {
	words, r, d := text.In(s.Choices.Paper()), s.Report, s.Report.Session
	var out strings.Builder
	out.WriteString("\ufeff")
	row := func(cells ...string) { out.WriteString(strings.Join(cells, ";") + "\r\n") }
	told := func(key, value string) { row(cell(words.Say(key)), "", cell(value)) }
	line := func(key string, l client.ReportLine) {
		row(cell(words.Say(key)), strconv.Itoa(l.Count), cents(l.Sum))
	}
	if practice {
		row(cell(words.Say("paper.training.note")))
	}
	row(cell(words.Say("report.csv.item")), cell(words.Say("report.csv.count")), cell(words.Say("report.csv.sum")))
	told("report.csv.kind", strings.ToUpper(string(r.Kind)))
	if r.Kind == client.ReportZ {
		told("drawer.number", s.Number())
	}
	told("paper.drawer.office", s.Office)
	told("paper.slip.desk", d.Desk)
	told("drawer.clerk", d.Staff)
	told("drawer.opened-at", words.DateTime(d.OpenedAt))
	if r.Kind == client.ReportZ {
		told("drawer.closed-at", words.DateTime(d.ClosedAt))
	}
	if d.TakenFrom != nil {
		told("paper.drawer.takenFrom", d.TakenFrom.Staff)
	}
	if by := d.ClosedBy; by != nil {
		told("paper.custody.ended", words.Say("paper.custody.title."+string(by.Kind)))
		told("paper.custody.maker", by.Staff)
		told("paper.custody.second", by.Approver)
	}
	told("paper.report.asOf", words.DateTime(r.AsOf))
	row(cell(words.Say("drawer.float")), "", cents(d.Float))
	line("report.top-ups", r.TopUps)
	line("report.fees", r.Fees)
	line("report.reversals", client.ReportLine{Count: r.Reversals.Count, Sum: money.EUR(-r.Reversals.Sum.Cents)})
	line("report.change-brought", r.ChangeBrought)
	line("report.pick-ups", r.PickUps)
	line("report.corrections", r.Corrections)
	row(cell(words.Say("drawer.expected")), "", cents(r.Expected))
	if r.Kind == client.ReportZ {
		row(cell(words.Say("drawer.count")), "", cents(d.Counted))
		row(cell(words.Say("drawer.difference")), "", cents(d.Difference))
	}
	line("report.csv.unknown", client.ReportLine(s.Unknown))
	return []byte(out.String())
}

// cell is a text that no spreadsheet takes for a formula, and that no separator parts.
func cell(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		s = "'" + s
	}
	if strings.ContainsAny(s, ";\"\r\n") {
		s = `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
	}
	return s
}

// cents is a sum as a spreadsheet reads it as a number.
func cents(a money.Amount) string {
	sign, n := "", a.Cents
	if n < 0 {
		sign, n = "-", -n
	}
	fraction := strconv.FormatInt(n%100+100, 10)[1:]
	return sign + strconv.FormatInt(n/100, 10) + "," + fraction
}
