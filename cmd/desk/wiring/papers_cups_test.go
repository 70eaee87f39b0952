package wiring_test

import (
	"context"
	"log/slog"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/cmd/desk/printing"
	"cekr.kranj.si/desk/cmd/desk/printing/cupstest"
	"cekr.kranj.si/desk/gui/flow/order"
	flowsettings "cekr.kranj.si/desk/gui/flow/settings"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/flow/topup"
	"cekr.kranj.si/desk/gui/paper"
)

// printable is a slip for the paper it is made for.
type printable struct {
	on task.Choices
	of func(task.Letterhead) task.Slip
}

// with is the slip with some choices changed.
func (p printable) with(change func(*task.Choices)) task.Slip {
	head := task.Letterhead{Office: "Kranj", Clerk: "Ana", Choices: p.on}
	head.Choices.Language = "sl"
	change(&head.Choices)
	return p.of(head)
}

// printables are those of a counter.
func printables(t *testing.T) map[string]printable {
	t.Helper()
	upnOrder, err := upn.CardOrder(upn.DefaultAccount(), "100000014")
	if err != nil {
		t.Fatal(err)
	}
	upnOrder.Amount, upnOrder.Payer = money.EUR(5000), upn.Party{Name: "Žiga Čuk", Street: "Glavni trg 1", Town: "4000 Kranj"}
	at := time.Date(2026, 3, 2, 9, 15, 0, 0, time.UTC)
	topUp := client.TopUp{
		ID: "4c6f0d3e-8a5b-4f27-9d11-6b0a2f7c8e44", MokID: "100000014", Amount: money.EUR(5000), Fee: money.EUR(0), Total: money.EUR(5000),
		Tendered: money.EUR(5000), Change: money.EUR(0), ReceiptNumber: "KR-1-000017", BookedAt: at, BalanceAfter: money.EUR(12000), Desk: "KR-1",
	}
	all := map[string]printable{"calibration": {task.Choices{Layout: "blank"}, func(l task.Letterhead) task.Slip {
		return flowsettings.Calibration{Letterhead: l, At: at}
	}}}
	for _, layout := range paper.Layouts() {
		all[string(layout)] = printable{task.Choices{Layout: string(layout)}, func(l task.Letterhead) task.Slip {
			return order.Slip{Letterhead: l, Order: upnOrder, MokID: "100000014", At: at}
		}}
	}
	for _, width := range []string{"80mm", "58mm", "a6"} {
		all["receipt "+width] = printable{task.Choices{Receipt: width}, func(l task.Letterhead) task.Slip {
			return topup.Receipt{Letterhead: l, TopUp: topUp, PANLast4: "1205"}
		}}
	}
	return all
}

// paperBench prints slips as the window does, and looks at what comes out.
type paperBench struct {
	t       *testing.T
	papers  task.Papers
	server  *cupstest.Server
	slips   map[string]printable
	shoulds map[string]cupstest.Page
}

// should is a slip as its PDF has it.
func (p *paperBench) should(name string) cupstest.Page {
	p.t.Helper()
	if page, drawn := p.shoulds[name]; drawn {
		return page
	}
	slip := p.slips[name].with(func(c *task.Choices) { c.Folder = p.t.TempDir() })
	path, err := p.papers.Save(p.t.Context(), slip)
	if err != nil {
		p.t.Fatal(err)
	}
	p.shoulds[name] = cupstest.Look(p.t, path)
	return p.shoulds[name]
}

// print prints a slip on a printer, for either kind of paper, and waits for the print system's last word.
func (p *paperBench) print(name, printer string) (task.PrintStatus, error) {
	p.t.Helper()
	slip := p.slips[name].with(func(c *task.Choices) { c.ReceiptPrinter, c.FormPrinter = printer, printer })
	job, err := p.papers.Print(p.t.Context(), slip)
	if err != nil {
		return task.PrintStatus{}, err
	}
	ctx, cancel := context.WithTimeout(p.t.Context(), time.Minute)
	defer cancel()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		status, err := p.papers.Follow(ctx, job)
		if err != nil || status.Ended {
			return status, err
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			p.t.Fatalf("%s on %s is %+v after a minute:\n%s", name, printer, status, p.server.Log())
		}
	}
}

// reach is how far ink may be from where it belongs, in millimetres.
const reach = 0.5

// lies makes sure that a slip, printed on a printer, lies on paper of that size, at true scale, upright, and so far from the paper's
// left edge, at its top. A negative distance is what a narrower paper cuts off.
func (p *paperBench) lies(name, printer string, width, height, right float64) {
	p.t.Helper()
	status, err := p.print(name, printer)
	if err != nil || status.State != string(printing.Printed) {
		p.t.Errorf("%s on %s: %+v, %v\n%s", name, printer, status, err, p.server.Log())
		return
	}
	page, should := p.server.Printed(printer), p.should(name)
	if height == 0 { // as long as the slip
		_, height = should.Size()
	}
	if w, h := page.Size(); math.Abs(w-width) > 1 || math.Abs(h-height) > 1 {
		p.t.Errorf("%s on %s: the paper is %.1f × %.1f mm, not %.1f × %.1f", name, printer, w, h, width, height)
	}
	missing, stray := page.Off(should, right, 0, reach)
	if missing > 0.001 || stray > 0.001 {
		p.t.Errorf("%s on %s: %.2f %% of its ink isn't within %.1f mm of where it should be, %.2f %% lies elsewhere", name, printer, missing*100, reach, stray*100)
	}
	if code := should.Code(p.t); code != "" && page.Code(p.t) != code {
		p.t.Errorf("%s on %s: the code is read as %q, not %q", name, printer, page.Code(p.t), code)
	}
	if strings.HasPrefix(name, "receipt") || name == "calibration" {
		return
	}
	if order := should.Code(p.t); !strings.Contains(order, "SI058074720-100000014-200") || !strings.Contains(order, "00000005000") {
		p.t.Errorf("%s: its code is %q", name, order)
	}
}

func newPaperBench(t *testing.T) *paperBench {
	t.Helper()
	server := cupstest.Start(t)
	server.Use(t, server.Socket)
	d := open(t, training(t), slog.New(slog.DiscardHandler))
	return &paperBench{t, d.Needs.Papers, server, printables(t), map[string]cupstest.Page{}}
}

// E1: whatever the paper of the queue, a page comes out at true scale, upright, at the top edge.
func TestEveryPaperComesOutAsItIs(t *testing.T) {
	p := newPaperBench(t)
	p.server.Queue("A4", false, cupstest.A4, cupstest.A5)
	p.server.Queue("Cut", true, cupstest.A4)
	p.server.Queue("Upn", false, cupstest.Form)
	p.server.Queue("Roll", false, cupstest.Roll)
	p.server.Queue("Roll72", false, cupstest.Roll72)
	p.server.Queue("RollCut", true, cupstest.Roll)
	p.server.Queue("A6", false, cupstest.A6)
	p.server.Everywhere("Everywhere")

	p.lies("form", "A4", 210, 297, 0)
	p.lies("blank", "A4", 210, 297, 0)
	p.lies("receipt 80mm", "Roll", 80, 297, 0)
	if testing.Short() {
		return
	}
	p.lies("calibration", "A4", 210, 297, 0)
	p.lies("a4", "A4", 210, 297, 0)
	p.lies("blank4", "A4", 210, 297, 0)
	p.lies("receipt 80mm", "A4", 210, 297, 65)
	p.lies("receipt 58mm", "A4", 210, 297, 76)
	p.lies("receipt a6", "A4", 210, 297, 52.5)

	p.lies("form", "Cut", 210, 99, 0)
	p.lies("calibration", "Cut", 210, 99, 0)
	p.lies("a4", "Cut", 210, 297, 0)
	p.lies("receipt 80mm", "Cut", 80, 0, 0)

	p.lies("blank", "Upn", 210, 99, 0)
	p.lies("receipt 80mm", "Roll72", 72, 297, -4)
	p.lies("receipt 80mm", "RollCut", 80, 0, 0)
	p.lies("receipt a6", "A6", 105, 148, 0)

	p.lies("form", "Everywhere", 210, 297, 0)
	p.lies("calibration", "Everywhere", 210, 297, 0)
	p.lies("a4", "Everywhere", 210, 297, 0)
	p.lies("receipt 80mm", "Everywhere", 210, 297, 65)
}

// E2: a page that no paper of the printer can hold is refused before anything is printed.
func TestAPageForTheWrongPrinterIsRefusedBeforeItIsPrinted(t *testing.T) {
	p := newPaperBench(t)
	p.server.Queue("Roll", false, cupstest.Roll)
	p.server.Queue("A6", false, cupstest.A6)
	p.server.Queue("Upn", false, cupstest.Form)
	for printer, wrong := range map[string][]string{
		"Roll": {"a4", "form", "blank", "blank4", "calibration", "receipt a6"}, "A6": {"a4", "form"}, "Upn": {"a4", "receipt 80mm"},
	} {
		for _, name := range wrong {
			if _, err := p.print(name, printer); printing.CodeOf(err) != printing.PaperSmall {
				t.Errorf("%s on %s: %v", name, printer, err)
			}
		}
	}
	if jobs := p.server.Must("lpstat", "-W", "all", "-o"); jobs != "" {
		t.Errorf("jobs were made:\n%s", jobs)
	}
}

// What a user or an administrator has set for other programs turns, scales and moves no page of ours.
func TestOptionsOfOtherProgramsChangeNothing(t *testing.T) {
	p := newPaperBench(t)
	p.server.Queue("A4", false, cupstest.A4, cupstest.A5)
	p.server.Must("lpadmin", "-p", "A4", "-o", "number-up-default=2", "-o", "orientation-requested-default=4", "-o", "print-scaling-default=fill")
	home := t.TempDir()
	t.Setenv("HOME", home)
	set := "Default A4 PageSize=A5 fit-to-page=true landscape=true number-up=4 page-border=double mirror=true orientation-requested=5 scaling=50 position=center\n"
	if err := os.MkdirAll(filepath.Join(home, ".cups"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(home, ".cups", "lpoptions"), []byte(set), 0o600); err != nil {
		t.Fatal(err)
	}
	p.lies("form", "A4", 210, 297, 0)
	if testing.Short() {
		return
	}
	p.lies("a4", "A4", 210, 297, 0)
	p.lies("receipt 80mm", "A4", 210, 297, 65)
}
