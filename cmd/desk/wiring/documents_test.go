package wiring_test

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/cmd/desk/wiring"
	"cekr.kranj.si/desk/gui/flow/card"
	"cekr.kranj.si/desk/gui/flow/custody"
	"cekr.kranj.si/desk/gui/flow/drawer"
	"cekr.kranj.si/desk/gui/flow/history"
	"cekr.kranj.si/desk/gui/flow/movement"
	"cekr.kranj.si/desk/gui/flow/order"
	"cekr.kranj.si/desk/gui/flow/report"
	"cekr.kranj.si/desk/gui/flow/reversal"
	flowsettings "cekr.kranj.si/desk/gui/flow/settings"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/flow/topup"
	"cekr.kranj.si/desk/gui/paper"
	"cekr.kranj.si/desk/gui/text"
)

// sample is a slip as its flow gives it, on a letterhead.
type sample struct {
	of   func(task.Letterhead) task.Slip
	form bool // it is for the paper for orders, or its printer
	a4   bool // it is on whole pages, whatever paper was chosen
}

// samples are one of each type of slip.
func samples(t *testing.T, d *wiring.Desk) []sample {
	t.Helper()
	const id, mokID = "00000001-0000-4000-8000-000000000000", "100000014"
	at, fifty, none := d.Needs.Now(), money.EUR(5000), money.EUR(0)
	topUp := client.TopUp{
		ID: id, MokID: mokID, ReceiptNumber: "KR-1", BookedAt: at, Amount: fifty, Fee: none, Total: fifty, Tendered: fifty, Change: none, BalanceAfter: fifty, Desk: "K-01",
	}
	session := client.DrawerSession{ID: id, CloseNumber: 7, OpenedAt: at, ClosedAt: at, Float: none, Expected: fifty, Counted: fifty, Difference: none}
	upnOrder, err := upn.CardOrder(d.Needs.Account, mokID)
	if err != nil {
		t.Fatal(err)
	}
	return []sample{
		{of: func(l task.Letterhead) task.Slip { return topup.Receipt{Letterhead: l, TopUp: topUp} }},
		{of: func(l task.Letterhead) task.Slip {
			return topup.CashReceived{Letterhead: l, TopUpID: id, MokID: mokID, Cash: fifty, At: at}
		}},
		{of: func(l task.Letterhead) task.Slip {
			return reversal.Slip{Letterhead: l, Of: "KR-1", Reversal: client.Reversal{
				ID: id, MokID: mokID, ReceiptNumber: "KR-2", BookedAt: at, Amount: fifty, Fee: none, Total: fifty, BalanceAfter: none,
			}}
		}},
		{of: func(l task.Letterhead) task.Slip {
			return reversal.Correction{Letterhead: l, At: at, Reversal: client.Reversal{ID: id, MokID: mokID, CorrectionNumber: "P-1", Amount: fifty}}
		}},
		{of: func(l task.Letterhead) task.Slip { return drawer.CloseSlip{Letterhead: l, Session: session} }},
		{of: func(l task.Letterhead) task.Slip {
			return movement.Slip{Letterhead: l, Amount: fifty, Reason: client.MovedOverLimit, Movement: client.Movement{
				ID: id, DrawerSessionID: id, Kind: client.PickUp, Amount: money.EUR(-5000), Number: "G-1", BookedAt: at,
			}}
		}},
		{of: func(l task.Letterhead) task.Slip {
			d := session
			d.Staff, d.Desk = "1001", "K-01"
			return custody.Slip{Letterhead: l, Maker: "Ana", Approver: "Vesna", Reason: client.ForAbsence, Custody: client.Custody{
				ID: id, DrawerSessionID: id, Kind: client.ForcedClose, Counted: fifty, BookedAt: at, Closed: &d,
			}}
		}},
		{of: func(l task.Letterhead) task.Slip {
			return report.Slip{Letterhead: l, Report: client.DrawerReport{
				Kind: client.ReportX, Session: client.DrawerSession{ID: id, Desk: "K-01", Staff: "1001", State: client.DrawerOpen, Float: fifty, OpenedAt: at}, Expected: fifty, AsOf: at,
			}}
		}},
		{of: func(l task.Letterhead) task.Slip {
			return order.Slip{Letterhead: l, Order: upnOrder, MokID: mokID, At: at}
		}, form: true},
		{of: func(l task.Letterhead) task.Slip { return flowsettings.Calibration{Letterhead: l, At: at} }, form: true},
		{of: func(l task.Letterhead) task.Slip {
			return card.Statement{Letterhead: l, MokID: mokID, From: at, To: at, AsOf: at, Items: []client.Transaction{
				{BookedAt: at, Kind: client.TransactionTopUp, Place: "Kranj", Amount: fifty, BalanceAfter: fifty, ReceiptNumber: "KR-1"},
			}}
		}, form: true, a4: true},
	}
}

// tables are one of each type that is saved for a spreadsheet only, and is no paper.
func tables(d *wiring.Desk) []sample {
	at := d.Needs.Now()
	return []sample{{of: func(l task.Letterhead) task.Slip {
		return history.Lines{Letterhead: l, Session: client.DrawerSession{Desk: "K-01", OpenedAt: at}, AsOf: at}
	}}}
}

// letterhead is one of this desk, whose papers are saved in a folder of the test.
func letterhead(t *testing.T, d *wiring.Desk) task.Letterhead {
	t.Helper()
	l := task.Letterhead{Clerk: "Ana", Office: "Urad", Choices: d.Needs.Choices}
	l.Choices.Folder = t.TempDir()
	return l
}

// madeByFlows are the types of slips in the code of the flows: what tells its kind is one.
func madeByFlows(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "..", "..", "gui", "flow", "*", "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, path := range files {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			f, method := d.(*ast.FuncDecl)
			if !method || f.Recv == nil || f.Name.Name != "Kind" || f.Type.Results == nil {
				continue
			}
			if says, ok := f.Type.Results.List[0].Type.(*ast.SelectorExpr); ok && says.Sel.Name == "SlipKind" {
				all = append(all, file.Name.Name+"."+f.Recv.List[0].Type.(*ast.Ident).Name)
			}
		}
	}
	return all
}

// Whoever adds a slip to a flow is told here what it lacks: a sample in this test, its paper, a kind of its own, a word for its file's name in
// each language.
func TestEverySlipOfAFlowBecomesAPaperOfItsOwn(t *testing.T) {
	d := open(t, training(t), slog.New(slog.DiscardHandler))
	kinds, names, sampled := map[task.SlipKind]bool{}, map[string]bool{}, []string{}
	for _, s := range slices.Concat(samples(t, d), tables(d)) {
		slip := s.of(letterhead(t, d))
		name := fmt.Sprintf("%T", slip)
		sampled = append(sampled, name)
		if kinds[slip.Kind()] {
			t.Errorf("%s has the kind of another: %q", name, slip.Kind())
		}
		kinds[slip.Kind()] = true
		for _, lang := range text.Languages() {
			head := slip.Head()
			head.Choices.Language = lang
			path, err := d.Needs.Papers.Save(t.Context(), s.of(head))
			if err != nil {
				t.Errorf("%s is no paper: %v", name, err)
				continue
			}
			if word := "slip.file." + string(slip.Kind()); !text.In(lang).Has(word) || names[filepath.Base(path)] {
				t.Errorf("%s is called %s in %s", name, path, lang)
			}
			names[filepath.Base(path)] = true
		}
	}
	made := madeByFlows(t)
	slices.Sort(made)
	slices.Sort(sampled)
	if !slices.Equal(made, sampled) {
		t.Errorf("flows make %v, but of samples this test has %v", made, sampled)
	}
}

// unwired is a slip that nobody has made a paper of.
type unwired struct{ task.Letterhead }

func (unwired) Kind() task.SlipKind { return "receipt" }
func (unwired) Number() string      { return "1" }

func TestASlipWithoutAPaperIsRefused(t *testing.T) {
	d := open(t, training(t), slog.New(slog.DiscardHandler))
	for _, slip := range []task.Slip{unwired{letterhead(t, d)}, nil} {
		_, printed := d.Needs.Papers.Print(t.Context(), slip)
		_, saved := d.Needs.Papers.Save(t.Context(), slip)
		_, drawn := d.Needs.Pictures.Picture(t.Context(), slip, 500)
		for act, err := range map[string]error{"printed": printed, "saved": saved, "drawn": drawn, "opened": d.Needs.Papers.Open(t.Context(), slip)} {
			if err == nil {
				t.Errorf("%T is %s", slip, act)
			}
		}
	}
}

// E2: receipts come out of one printer, and payment orders out of another.
func TestEachPaperIsForThePrinterThatHasIt(t *testing.T) {
	d := open(t, training(t), slog.New(slog.DiscardHandler))
	head := letterhead(t, d)
	head.Choices.ReceiptPrinter, head.Choices.FormPrinter = "Pult-2", "Pult-1"
	for _, s := range samples(t, d) {
		slip := s.of(head)
		if got, err := wiring.PrinterOf(d, slip); err != nil || got != map[bool]string{false: "Pult-2", true: "Pult-1"}[s.form] {
			t.Errorf("%T comes out of %q, %v", slip, got, err)
		}
	}
}

// A copy is saved beside its original, under a name that says which it is.
func TestACopyHasANameOfItsOwn(t *testing.T) {
	d := open(t, training(t), slog.New(slog.DiscardHandler))
	head := letterhead(t, d)
	for copy, want := range []string{"zakljucek-blagajne-7.pdf", "zakljucek-blagajne-7-1.pdf", "zakljucek-blagajne-7-2.pdf"} {
		head.Copy = copy
		close := drawer.CloseSlip{Letterhead: head, Session: client.DrawerSession{ID: "s", CloseNumber: 7, OpenedAt: d.Needs.Now(), ClosedAt: d.Needs.Now()}}
		if path, err := d.Needs.Papers.Save(t.Context(), close); err != nil || filepath.Base(path) != want {
			t.Errorf("%s, %v", path, err)
		}
	}
}

// kept is the text of a slip that was saved.
func kept(t *testing.T, d *wiring.Desk, s task.Slip) string {
	t.Helper()
	path, err := d.Needs.Papers.Save(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdftotext", "-layout", path, "-").Output()
	if errors.Is(err, exec.ErrNotFound) && os.Getenv("DESK_FULL") != "1" {
		t.Skip("pdftotext (poppler) is not here: the paper's words were not read")
	}
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func TestAReceiptHasTheReferenceOfTheOfficesAccount(t *testing.T) {
	d := open(t, training(t), slog.New(slog.DiscardHandler))
	receipt := samples(t, d)[0].of(letterhead(t, d)).(topup.Receipt)
	for want, account := range map[string]upn.Account{
		"SI05 8074720-100000014-200": {}, // the office has not told; it is the administrator's
		"SI00 1234-100000014-007":    {Model: "00", Prefix: "1234", Suffix: "007"},
		"SI05 8074720-100000014-201": {Model: "05", Prefix: "8074720", Suffix: "201"},
	} {
		receipt.Account = account
		receipt.Copy++
		if got := kept(t, d, receipt); !strings.Contains(got, want) || strings.Count(got, "-100000014-") != 1 {
			t.Errorf("no %s:\n%s", want, got)
		}
	}
	receipt.Account = upn.Account{Model: "05", Prefix: "8074721", Suffix: "200"} // a wrong check digit
	receipt.Copy++
	if got := kept(t, d, receipt); strings.Contains(got, "-100000014-") {
		t.Errorf("an account that makes no reference gives one:\n%s", got)
	}
}

// What was chosen on a PC may be of another version of the program. It is refused, and never printed on another paper.
func TestAPaperThatThereIsNotIsRefused(t *testing.T) {
	d := open(t, training(t), slog.New(slog.DiscardHandler))
	for _, s := range samples(t, d) {
		for _, unknown := range []string{"57mm", "roll80", "A6", " a6", "A4", "blank5", ""} {
			head := letterhead(t, d)
			switch {
			case s.a4:
				continue
			case s.form:
				head.Choices.Layout = unknown
			default:
				head.Choices.Receipt = unknown
			}
			spoilt := s.of(head)
			_, saved := d.Needs.Papers.Save(t.Context(), spoilt)
			_, printed := d.Needs.Papers.Print(t.Context(), spoilt)
			_, drawn := d.Needs.Pictures.Picture(t.Context(), spoilt, 700)
			for act, err := range map[string]error{"saved": saved, "printed": printed, "drawn": drawn, "opened": d.Needs.Papers.Open(t.Context(), spoilt)} {
				var said task.PaperError
				if !errors.As(err, &said) {
					t.Errorf("%T on %q %s: %v", spoilt, unknown, act, err)
				} else if key, values := said.Sentence(); key != "slip.failed.paper" || values["Paper"] != unknown {
					t.Errorf("%T on %q %s: it says %s %v", spoilt, unknown, act, key, values)
				}
			}
		}
	}
}

func TestAListForAPaperThatThereIsNotIsRefused(t *testing.T) {
	c, s := atList(t)
	c.Settings.Change(func(chosen *task.Choices) { chosen.Layout = "a3" })
	c.Orders.Paste("100000014;5\n")
	if st := c.Orders.State(); st.Problem == nil || st.Problem.Key != "slip.failed.paper" || len(made(t, s.Folder)) != 0 {
		t.Errorf("%+v; there is %v", st, made(t, s.Folder))
	}
}

func TestEachPaperHasAPictureOfItsOwnShape(t *testing.T) {
	d := open(t, training(t), slog.New(slog.DiscardHandler))
	height := func(s task.Slip) int {
		t.Helper()
		p, err := d.Needs.Pictures.Picture(t.Context(), s, 500)
		if err != nil || p.Bounds().Dx() != 500 {
			t.Fatalf("%T on %+v: %v", s, s.Head().Choices, err)
		}
		return p.Bounds().Dy()
	}
	for _, s := range samples(t, d) {
		head, heights, want := letterhead(t, d), map[int]bool{}, len(paper.Formats())
		if s.form {
			want = 2 // the form alone, or a page
			for _, l := range paper.Layouts() {
				head.Choices.Layout = string(l)
				heights[height(s.of(head))] = true
			}
			if s.a4 {
				want = 1
			}
		} else {
			for _, f := range paper.Formats() {
				head.Choices.Receipt = string(f)
				heights[height(s.of(head))] = true
			}
		}
		if len(heights) != want {
			t.Errorf("%T: pictures of heights %v", s.of(head), heights)
		}
	}
}
