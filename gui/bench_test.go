package gui

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/client/sandbox"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/card"
	"cekr.kranj.si/desk/gui/flow/flowtest"
)

// timed is an office that adds up the time it spends on answers.
type timed struct {
	http.Handler
	spent atomic.Int64
}

func (h *timed) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	begun := time.Now()
	h.Handler.ServeHTTP(w, r)
	h.spent.Add(int64(time.Since(begun)))
}

const benchSecret = "a-secret-for-this-benchmark-alone-0123456789"

// atCounter is a window over the embedded office on loopback, with a clerk signed in.
func atCounter(b *testing.B) (*Window, *timed) {
	b.Helper()
	office, err := sandbox.Open(b.Context(), sandbox.Options{EmbeddedSecret: benchSecret})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { office.Close() })
	handler := &timed{Handler: office.Handler()}
	server := httptest.NewServer(handler)
	b.Cleanup(server.Close)
	c, err := client.New(client.Config{
		BaseURL: server.URL, EmbeddedSecret: benchSecret, Desk: "BENCH-1", Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		b.Fatal(err)
	}
	needs, _, _ := flowtest.Needs(flowtest.NewOffice())
	needs.Office, needs.Now, needs.Tasks = c, time.Now, &flowtest.AtOnce{Context: context.Background()}
	app := test.NewTempApp(b)
	w := New(app, app.NewWindow(""), Needs{Flow: needs, Training: true})
	if err := w.Start(); err != nil {
		b.Fatal(err)
	}
	w.Show()
	w.counter.SignIn.Submit("1001", "2468")
	if !w.counter.State().SignedIn {
		b.Fatalf("%+v", w.counter.SignIn.State().Problem)
	}
	return w, handler
}

// BenchmarkEnterToDrawnCard is Enter in the MOK ID field until card and transactions are drawn, over
// loopback. desk-ms leaves out the time that the office itself took; the limit is 10 ms.
func BenchmarkEnterToDrawnCard(b *testing.B) {
	w, office := atCounter(b)
	ids := []string{"100000014", "100000089"}
	office.spent.Store(0)
	n := 0
	for b.Loop() {
		w.counter.Card.Clear()
		field := w.Canvas().Focused()
		test.Type(field, ids[n%2])
		field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		if w.counter.Card.State().List != card.ListKnown {
			b.Fatalf("%+v", w.counter.Card.State().Problem)
		}
		n++
	}
	whole, theirs := float64(b.Elapsed())/float64(n)/1e6, float64(office.spent.Load())/float64(n)/1e6
	b.ReportMetric(theirs, "office-ms")
	b.ReportMetric(whole-theirs, "desk-ms")
}

// BenchmarkDraw is one whole drawing of each screen of the main job, on the screen's goroutine; worst-ms
// is the longest of all. The limit is 16 ms.
func BenchmarkDraw(b *testing.B) {
	office := flowtest.NewOffice()
	posted := client.TopUp{Total: money.EUR(5000), BookedAt: flowtest.Start}
	office.TopUps = flowtest.Final(client.Posted, posted)
	for i := range 50 {
		office.Pages[0].Items = append(office.Pages[0].Items, client.Transaction{Amount: money.EUR(int64(i)), BookedAt: flowtest.Start})
	}
	needs, _, _ := flowtest.Needs(office)
	app := test.NewTempApp(b)
	w := New(app, app.NewWindow(""), Needs{Flow: needs, Training: true})
	if err := w.Start(); err != nil {
		b.Fatal(err)
	}
	w.Show()
	c := w.counter
	steps := []func(){
		func() { c.SignIn.Submit("1001", "2468") }, func() { c.LookUp("100000014") }, flowtest.Does(c, flow.CommandTopUp),
		func() { c.TopUp.Match("481205") }, func() { c.TopUp.Quote("50") }, func() { c.TopUp.Tender("") },
		c.TopUp.Confirm, flowtest.Does(c, flow.CommandDrawer), flowtest.Does(c, flow.CommandHelp), flowtest.Does(c, flow.CommandOrder),
	}
	worst := time.Duration(0)
	b.ResetTimer()
	for range b.N {
		for _, step := range steps {
			step()
			begun := time.Now()
			w.shell.Redraw()
			worst = max(worst, time.Since(begun))
		}
		c.LeaveFree()
		c.Do(flow.CommandNext)
		c.Do(flow.CommandSignOut)
	}
	b.ReportMetric(float64(worst)/1e6, "worst-ms")
}
