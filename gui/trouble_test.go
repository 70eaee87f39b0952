package gui

import (
	"log/slog"
	"net/http/httptest"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/sandbox"
	"cekr.kranj.si/desk/cmd/desk/printing"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/topup"
)

// What can go wrong with a paper is said with the next step; the top-up stands, and the clerk may try again.
func TestPrinterViewerAndDiskTroubleIsSaidAndCanBeTriedAgain(t *testing.T) {
	for code, tt := range map[printing.Code]struct {
		key  fyne.KeyName
		says string
	}{
		printing.NoPrinter:   {fyne.KeyP, "Tiskalnika Pult-1 ni."},
		printing.NotPrinted:  {fyne.KeyP, "Tiskalnik listine ni sprejel."},
		printing.NoViewer:    {fyne.KeyO, "ni programa za datoteke PDF"},
		printing.DiskFull:    {fyne.KeyS, "Na disku ni prostora"},
		printing.NotWritable: {fyne.KeyS, "ni dovoljeno pisati"},
	} {
		t.Run(string(code), func(t *testing.T) {
			c := sitDown(t, posted)
			c.signIn().types("100000014").enter().enter().types("481205").enter().types("50").enter().types("100").enter().enter()
			c.papers.Err = &printing.Error{Code: code, Path: "/papers/potrdilo.pdf", Printer: "Pult-1"}
			c.ctrl(tt.key).step(topup.Posted).sees("Polnitev je knjižena", tt.says)
			if c.w.Canvas().Focused() == nil {
				t.Error("the focus is lost")
			}
			c.papers.Err = nil
			c.ctrl(fyne.KeyP).sees("Poslano v tiskanje.")
		})
	}
}

// slowly is a window whose requests stay on their way until released.
func slowly(t *testing.T) (*clerk, *flowtest.Held) {
	t.Helper()
	needs, _, papers := flowtest.Needs(flowtest.NewOffice())
	held := &flowtest.Held{}
	needs.Tasks = held
	app := test.NewTempApp(t)
	w := New(app, app.NewWindow(""), Needs{Flow: needs})
	if err := w.Start(); err != nil {
		t.Fatal(err)
	}
	w.Show()
	held.Release()
	return &clerk{t: t, w: w, papers: papers}, held
}

func TestASlowOfficeIsWaitedForInTheOpenAndBlocksNothing(t *testing.T) {
	c, held := slowly(t)
	c.signIn().sees("Preverjam prijavo pri uradu …")
	held.Release()
	c.types("100000014").enter().sees("Iščem kartico pri uradu …")
	c.types("100 000 014").enter() // the clerk does not wait: it is looked up anew
	held.Release()
	c.sees("AKTIVNA").enter()
	c.types("481205").enter().sees("Urad primerja števke …")
	c.ctrl(fyne.Key8).sees("The office compares the digits …")
	c.ctrl(fyne.Key8)
	held.Release()
	c.types("50").enter().sees("Urad računa polnitev …")
	held.Release()
	c.enter().enter().sees("Pošiljam uradu …", "Gotovino zadržite, dokler urad ne odgovori.")
	for _, key := range []fyne.KeyName{fyne.KeyN, fyne.KeyD, fyne.KeyT, fyne.KeyL} {
		c.ctrl(key).step(topup.Sending)
	}
}

// An office that takes 300 ms for each answer, over real HTTP.
func TestAnOfficeOf300MillisecondsServesTheWholeJob(t *testing.T) {
	office, err := sandbox.Open(t.Context(), sandbox.Options{EmbeddedSecret: benchSecret})
	if err != nil {
		t.Fatal(err)
	}
	defer office.Close()
	for _, route := range []string{"GET /v1/cards/{mokId}", "GET /v1/cards/{mokId}/transactions"} {
		if err := office.Faults().Set(route, sandbox.Fault{Kind: sandbox.Slow, Delay: 300 * time.Millisecond}); err != nil {
			t.Fatal(err)
		}
	}
	server := httptest.NewServer(office.Handler())
	defer server.Close()
	real, err := client.New(client.Config{
		BaseURL: server.URL, EmbeddedSecret: benchSecret, Desk: "SLOW-1", Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	needs, _, papers := flowtest.Needs(flowtest.NewOffice())
	needs.Office, needs.Now = real, time.Now
	app := test.NewTempApp(t)
	w := New(app, app.NewWindow(""), Needs{Flow: needs})
	if err := w.Start(); err != nil {
		t.Fatal(err)
	}
	w.Show()
	c := &clerk{t: t, w: w, papers: papers}
	begun := time.Now()
	c.signIn().types("100000014").enter().sees("AKTIVNA", "42,30 €")
	if time.Since(begun) < 300*time.Millisecond {
		t.Error("the office was not slow at all")
	}
}

func TestAClockThatIsWrongByAnHourIsSaid(t *testing.T) {
	c := sitDown(t, func(o *flowtest.Office) { o.Skew = time.Hour })
	c.sees("Ura tega računalnika ni prava; pri uradu je 09:30.")
	c.signIn().types("100000014").enter().sees("AKTIVNA")
}

func TestAVeryLongNameIsShownWhole(t *testing.T) {
	c := sitDown(t, longNames)
	c.signIn().types("100000014").enter().sees("AKTIVNA", "Đ•••")
}

// An open item that settles in the background reads the shown card again, whatever the clerk is typing.
func TestARefreshedCardLeavesTheNextNumberBeingTypedAlone(t *testing.T) {
	c := sitDown(t)
	c.signIn().types("100000014").enter().sees("AKTIVNA")
	c.w.Canvas().FocusPrevious()
	field := c.w.Canvas().Focused()
	c.types("10000")
	c.w.counter.Card.Refresh()
	if c.w.Canvas().Focused() != field {
		t.Fatal("the focus was taken away")
	}
	c.types("0014").enter().sees("AKTIVNA")
	if c.office.Asked["card"] != 3 || c.w.counter.Card.State().Problem != nil {
		t.Errorf("asked %d times, %v", c.office.Asked["card"], c.w.counter.Card.State().Problem)
	}
}
