package wiring

import (
	"encoding/csv"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow/report"
	"cekr.kranj.si/desk/gui/flow/task"
)

func zReport() report.Slip {
	at := time.Date(2025, 11, 22, 16, 4, 0, 0, time.UTC)
	line := func(n int, cents int64) client.ReportLine { return client.ReportLine{Count: n, Sum: money.EUR(cents)} }
	return report.Slip{
		Letterhead: task.Letterhead{Clerk: "Ana", Office: "=NLB; \"Kranj\"", Choices: task.Choices{Language: "sl"}},
		Report: client.DrawerReport{
			Kind: client.ReportZ, Session: client.DrawerSession{ID: "5f0d7f1a-2a3c-4f6e-8f0a-6a1f2b3c4d5e", Desk: "+K-01", Staff: "1001", State: client.DrawerClosed, Float: money.EUR(20000),
				OpenedAt: at, ClosedAt: at, Counted: money.EUR(1234550), Expected: money.EUR(1234600), Difference: money.EUR(-50), CloseNumber: 57},
			TopUps: line(14, 1282300), Fees: line(2, 300), Reversals: line(1, 2000), ChangeBrought: line(1, 5), PickUps: line(1, -66005), Corrections: line(0, 0),
			Expected: money.EUR(1234600), AsOf: at,
		},
		Unknown: report.Unknown{Count: 1, Sum: money.EUR(7)},
	}
}

func TestASpreadsheetInSloveniaOpensAReportRight(t *testing.T) {
	raw := string(reportTable(zReport(), true))
	body, marked := strings.CutPrefix(raw, "\ufeff")
	if !marked || strings.Count(body, "\r\n") != strings.Count(body, "\n") || strings.Contains(body, "\u00a0") {
		t.Errorf("no mark, or lines that end otherwise: %q", raw[:40])
	}
	read := csv.NewReader(strings.NewReader(body))
	read.Comma, read.FieldsPerRecord = ';', -1
	rows, err := read.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	number := regexp.MustCompile(`^-?[0-9]+,[0-9]{2}$`)
	sums := map[string]string{}
	for _, row := range rows {
		for n, cell := range row {
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) && !(n == 2 && number.MatchString(cell)) {
				t.Errorf("a cell begins a formula: %q", cell)
			}
		}
		if len(row) == 3 {
			sums[row[0]] = row[2]
		}
	}
	for what, want := range map[string]string{
		"Začetno stanje blagajne": "200,00", "Polnitve": "12823,00", "Nadomestila": "3,00", "Storno (izplačano)": "-20,00", "Prineseno iz sefa": "0,05",
		"Odneseno v sef": "-660,05", "Pričakovano": "12346,00", "Razlika": "-0,50", "Zaključek št.": "57", "Okence": "'+K-01", "Izid ni znan (ni všteto)": "0,07",
	} {
		if sums[what] != want {
			t.Errorf("%s is %q, want %q", what, sums[what], want)
		}
	}
}

// Whatever a day brought: the table's own sums make what it says is expected, to the cent, as a spreadsheet adds them up.
func TestTheTableOfAReportAddsUpToTheCent(t *testing.T) {
	words := []string{"Začetno stanje blagajne", "Polnitve", "Nadomestila", "Storno (izplačano)", "Prineseno iz sefa", "Odneseno v sef", "Popravki"}
	rapid.Check(t, func(rt *rapid.T) {
		s := zReport()
		r := &s.Report
		line := func(name string, least, most int64) client.ReportLine {
			return client.ReportLine{Count: 1, Sum: money.EUR(rapid.Int64Range(least, most).Draw(rt, name))}
		}
		const most = 100_000_000
		r.Session.Float = line("float", 0, most).Sum
		r.TopUps, r.Fees, r.Reversals = line("top-ups", 0, most), line("fees", 0, most), line("storni", 0, most)
		r.ChangeBrought, r.PickUps, r.Corrections = line("brought", 0, most), line("picked up", -most, 0), line("corrected", -most, most)
		r.Movements.Sum = money.EUR(r.ChangeBrought.Sum.Cents + r.PickUps.Sum.Cents + r.Corrections.Sum.Cents)
		r.Expected = money.EUR(r.Cash().Expected())
		body := strings.TrimPrefix(string(reportTable(s, false)), "\ufeff")
		cells := map[string]int64{}
		for row := range strings.SplitSeq(body, "\r\n") {
			if parts := strings.Split(row, ";"); len(parts) == 3 {
				cents, err := strconv.ParseInt(strings.Replace(parts[2], ",", "", 1), 10, 64)
				if err == nil {
					cells[parts[0]] = cents
				}
			}
		}
		sum := int64(0)
		for _, word := range words {
			cents, there := cells[word]
			if !there {
				rt.Fatalf("no line %q in %s", word, body)
			}
			sum += cents
		}
		if sum != cells["Pričakovano"] || sum != r.Expected.Cents {
			rt.Fatalf("the lines make %d, the table expects %d, the report %d", sum, cells["Pričakovano"], r.Expected.Cents)
		}
	})
}
