package view

import (
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/card"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/text"
	"cekr.kranj.si/desk/gui/theme"
)

// longList is a list of n transactions in a window of the smallest counter.
func longList(t testing.TB, n int) *cardList {
	t.Helper()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(theme.New(theme.Settings{}))
	needs, _, _ := flowtest.Needs(flowtest.NewOffice())
	v := newCardList(flow.NewCounter(needs), func(flow.Command) {})
	w := app.NewWindow("")
	w.SetContent(v.box)
	w.Resize(fyne.NewSize(860, 640))
	state := card.State{Step: card.Shown, List: card.ListKnown, ListAsOf: flowtest.Start}
	for i := range n {
		state.Items = append(state.Items, client.Transaction{
			ID: fmt.Sprint(i), BookedAt: flowtest.Start.Add(-time.Duration(i) * time.Hour), Kind: client.TransactionPurchase,
			Place: fmt.Sprintf("Medkrajevni avtobus Kranj–Ljubljana %d", i), Amount: money.EUR(int64(-i)), BalanceAfter: money.EUR(int64(i)),
		})
	}
	v.draw(state)
	return v
}

func TestAListSaysHowCompleteItIs(t *testing.T) {
	v := longList(t, 0)
	for _, tt := range []struct {
		state card.State
		says  string
	}{
		{card.State{Step: card.Shown, List: card.ListLoading}, text.Say("list.loading")},
		{card.State{Step: card.Shown, List: card.ListKnown, ListAsOf: flowtest.Start}, "Ni transakcij (po podatkih urada 22. 11. 2026 ob 09:30)."},
		{card.State{Step: card.Shown, List: card.ListFailed, ListProblem: task.Say("problem.timeout")}, "Transakcij ni bilo mogoče prebrati. " + text.Say("problem.timeout")},
	} {
		v.draw(tt.state)
		if v.foot.Text != tt.says {
			t.Errorf("it says %q, want %q", v.foot.Text, tt.says)
		}
	}
}

func TestALongPlaceEndsInDotsAndNeverRunsIntoTheAmount(t *testing.T) {
	longList(t, 0)
	r := newListRow()
	test.WidgetRenderer(r)
	r.Resize(fyne.NewSize(600, 30))
	r.set(client.Transaction{Place: "Zelo dolgo ime prodajnega mesta, ki ga nikakor ni mogoče pokazati v celoti, Kranj", Kind: client.TransactionPurchase})
	r.Resize(fyne.NewSize(601, 30))
	if shown := r.place.Text(); shown == r.where || r.place.MinSize().Width > r.place.Size().Width+1 {
		t.Errorf("shown %q in %v, needs %v", shown, r.place.Size(), r.place.MinSize())
	}
}

// BenchmarkScroll moves through 10,000 transactions by half a row a frame. worst-ms is the longest that a
// frame held the screen's goroutine, painting left out; the limit is 16 ms.
func BenchmarkScroll(b *testing.B) {
	v := longList(b, 10000)
	worst, offset := time.Duration(0), float32(0)
	for b.Loop() {
		offset += 15
		if offset > 290000 {
			offset = 0
		}
		begun := time.Now()
		v.list.ScrollToOffset(offset)
		worst = max(worst, time.Since(begun))
	}
	b.ReportMetric(float64(worst)/1e6, "worst-ms")
}
