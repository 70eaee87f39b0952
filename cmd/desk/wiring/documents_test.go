package wiring_test

import (
	"errors"
	"log/slog"
	"os"
	"os/exec"
	"strings"
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/cmd/desk/wiring"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/paper"
)

// slips are one of each kind, as flows give them.
func slips(t *testing.T, d *wiring.Desk) map[task.SlipKind]task.Slip {
	t.Helper()
	fifty, none := money.EUR(5000), money.EUR(0)
	base := task.Slip{ID: "00000001-0000-4000-8000-000000000000", At: d.Needs.Now(), Clerk: "Ana", Office: "Urad", Choices: d.Needs.Choices, MokID: "100000014"}
	base.Choices.Folder = t.TempDir()
	base.Card.MokID, base.Amount = base.MokID, fifty
	base.TopUp = client.TopUp{
		ID: base.ID, MokID: base.MokID, ReceiptNumber: "KR-1", BookedAt: base.At, Amount: fifty, Fee: none, Total: fifty, Tendered: fifty, Change: none, BalanceAfter: fifty, Desk: "K-01",
	}
	base.Drawer = client.DrawerSession{ID: base.ID, CloseNumber: 7, OpenedAt: base.At, ClosedAt: base.At, Float: none, Expected: fifty, Counted: fifty, Difference: none}
	order, err := upn.CardOrder(d.Needs.Account, base.MokID)
	if err != nil {
		t.Fatal(err)
	}
	base.Order = order
	all := map[task.SlipKind]task.Slip{}
	for _, kind := range []task.SlipKind{task.SlipReceipt, task.SlipCashReceived, task.SlipDrawerClose, task.SlipOrder, task.SlipCalibration} {
		base.Kind = kind
		all[kind] = base
	}
	return all
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
	receipt := slips(t, d)[task.SlipReceipt]
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
	for kind, s := range slips(t, d) {
		if _, err := d.Needs.Papers.Save(t.Context(), s); err != nil {
			t.Errorf("%s on the first of all papers: %v", kind, err)
		}
		for _, unknown := range []string{"58mm", "roll80", "A6", " a6", "A4", "blank5", ""} {
			spoilt := s
			switch kind {
			case task.SlipOrder, task.SlipCalibration:
				spoilt.Choices.Layout = unknown
			default:
				spoilt.Choices.Receipt = unknown
			}
			_, saved := d.Needs.Papers.Save(t.Context(), spoilt)
			_, printed := d.Needs.Papers.Print(t.Context(), spoilt)
			_, drawn := d.Needs.Pictures.Picture(t.Context(), spoilt, 700)
			for act, err := range map[string]error{"saved": saved, "printed": printed, "drawn": drawn, "opened": d.Needs.Papers.Open(t.Context(), spoilt)} {
				var said task.PaperError
				if !errors.As(err, &said) {
					t.Errorf("%s on %q %s: %v", kind, unknown, act, err)
				} else if key, values := said.Sentence(); key != "slip.failed.paper" || values["Paper"] != unknown {
					t.Errorf("%s on %q %s: it says %s %v", kind, unknown, act, key, values)
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
			t.Fatalf("%s on %+v: %v", s.Kind, s.Choices, err)
		}
		return p.Bounds().Dy()
	}
	for kind, s := range slips(t, d) {
		heights := map[int]bool{}
		switch kind {
		case task.SlipOrder, task.SlipCalibration:
			for _, l := range paper.Layouts() {
				s.Choices.Layout = string(l)
				heights[height(s)] = true
			}
		default:
			for _, f := range paper.Formats() {
				s.Choices.Receipt = string(f)
				heights[height(s)] = true
			}
		}
		if len(heights) != 2 {
			t.Errorf("%s: pictures of heights %v", kind, heights)
		}
	}
}
