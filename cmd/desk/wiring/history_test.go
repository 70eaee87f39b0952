package wiring

import (
	"encoding/csv"
	"strings"
	"testing"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow/card"
	"cekr.kranj.si/desk/gui/flow/history"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/paper"
)

func aDay() history.Lines {
	at := time.Date(2026, 3, 2, 9, 18, 44, 0, time.FixedZone("CET", 3600))
	return history.Lines{
		Letterhead: task.Letterhead{Clerk: "Ana", Choices: task.Choices{Language: "sl"}}, AsOf: at,
		Session: client.DrawerSession{Desk: "=KR-01", OpenedAt: at},
		Items: []client.Operation{
			{ID: "d", Kind: client.OperationOpening, State: client.OperationPosted, At: at, Staff: "1001", Amount: money.EUR(20000), Cash: money.EUR(20000)},
			{ID: "t", Kind: client.OperationTopUp, State: client.OperationPosted, At: at, Staff: "1001", Amount: money.EUR(123456), Fee: money.EUR(5), Cash: money.EUR(123461), MokID: "000000014",
				Number: "KR;1", ReversedBy: "S-1"},
			{ID: "r", Kind: client.OperationTopUp, State: client.OperationRejected, Code: "limit-exceeded", At: at, Staff: "1001", Amount: money.EUR(99), MokID: "100000014"},
			{ID: "m", Kind: client.OperationMovement, MovementKind: client.PickUp, State: client.OperationPosted, At: at, Staff: "1001", Amount: money.EUR(-7), Cash: money.EUR(-7), Number: "G-1"},
		},
	}
}

// A day's table is what Excel in Slovenia opens as it stands: its mark, semicolons, decimal commas, no formula; its cash adds up.
func TestADaysTableOpensAsItIs(t *testing.T) {
	raw := string(linesTable(aDay(), false))
	bare, marked := strings.CutPrefix(raw, "\ufeff")
	if !marked || strings.Contains(strings.ReplaceAll(bare, "\r\n", ""), "\n") || !strings.HasSuffix(bare, "\r\n") {
		t.Fatalf("%q", raw)
	}
	r := csv.NewReader(strings.NewReader(bare))
	r.Comma = ';'
	rows, err := r.ReadAll()
	if err != nil || len(rows) != 5 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for _, row := range rows {
		for _, c := range row {
			if _, sum := strings.CutPrefix(c, "-"); !sum && c != "" && strings.ContainsRune("=+-@", rune(c[0])) {
				t.Errorf("%q may be taken for a formula", c)
			}
		}
	}
	want := []string{"2. 3. 2026 ob 09:18", "Polnitev", "Knjiženo", "KR;1", "000 000 014", "1234,56", "0,05", "1234,61", "S-1", "1001", "'=KR-01", "t"}
	for i, cell := range want {
		if got := rows[2][i]; got != cell {
			t.Errorf("column %s: %q, want %q", rows[0][i], got, cell)
		}
	}
	if rows[3][2] != "Zavrnjeno (limit-exceeded)" || rows[3][7] != "" || rows[4][1] != "Odnos v sef" || rows[4][7] != "-0,07" {
		t.Errorf("%q", rows[3:])
	}
	if practice := string(linesTable(aDay(), true)); !strings.Contains(practice, "vadnem okencu") {
		t.Errorf("a table of practice isn't marked: %q", practice[:80])
	}
}

// A statement's lines are told as they are on the screen, with the numbers of their slips, on whole pages.
func TestAStatementIsMadeOfTheCardsLines(t *testing.T) {
	at := time.Date(2026, 3, 2, 9, 18, 44, 0, time.FixedZone("CET", 3600))
	p := &papers{desk: "KR-01"}
	made, err := p.statement(card.Statement{
		Letterhead: task.Letterhead{Clerk: "Ana", Office: "NLB", Choices: task.Choices{Language: "en", FormPrinter: "pages"}}, MokID: "100000014", From: at, To: at, AsOf: at,
		Items: []client.Transaction{
			{BookedAt: at, Kind: client.TransactionTopUp, Place: "Kranj", Amount: money.EUR(500), BalanceAfter: money.EUR(700), ReceiptNumber: "KR-1"},
			{BookedAt: at, Kind: client.TransactionPurchase, Place: "Tržnica", Amount: money.EUR(-100), BalanceAfter: money.EUR(600)},
		},
	})
	s, is := made.Document.(paper.Statement)
	if err != nil || !is || made.printer != "pages" || s.Lines[0].What != "Top-up · Kranj · KR-1" || s.Lines[1].What != "Tržnica" || s.Lines[1].After != money.EUR(600) || s.Desk != "KR-01" {
		t.Errorf("%+v, %v", made, err)
	}
	if pdf, err := made.PDF(); err != nil || len(pdf) == 0 {
		t.Errorf("%v", err)
	}
}
