package client_test

import (
	"context"
	"math/rand/v2"
	"os"
	"runtime"
	"testing"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/client/sandbox"
)

// TestTheOfficeAndItsDeskGrowNoFatter works at an office on disk that misbehaves at random: three seconds long, half an
// hour with DESK_TESTS=night, eight hours with release. Heap and goroutines are to be at the end what they were
// after the first tenth. The ids are few and come again: what the office keeps for ever is not what is measured.
func TestTheOfficeAndItsDeskGrowNoFatter(t *testing.T) {
	long := 3 * time.Second
	switch os.Getenv("DESK_TESTS") {
	case "night":
		long = 30 * time.Minute
	case "release":
		long = 8 * time.Hour
	}
	ctx := t.Context()
	office, err := sandbox.Open(ctx, sandbox.Options{Dir: t.TempDir(), TokenLife: 24 * time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { office.Close() })
	running, err := office.Start(ctx)
	if err != nil {
		t.Fatal(err)
	}
	k := &counter{Client: desk(t, client.Config{BaseURL: running.BaseURL, EmbeddedSecret: running.EmbeddedSecret}), office: office}
	k.open(t)
	topUp := k.topUp(ctx, t, euro)
	ids := make([]string, 40)
	for i := range ids {
		ids[i] = newID()
	}
	chance := rand.New(rand.NewPCG(1, 18))
	routes, kinds := sandbox.Routes(), sandbox.FaultKinds()
	rounds := 0
	round := func() {
		rounds++
		office.Faults().Clear()
		_ = office.Faults().Set(routes[chance.IntN(len(routes))], sandbox.Fault{Kind: kinds[chance.IntN(len(kinds))], Delay: time.Millisecond, Times: 1})
		short, cancel := context.WithTimeout(ctx, 5*time.Second)
		defer cancel()
		topUp.First = false
		k.TopUp(short, topUp)
		k.AskTopUp(short, topUp.ID, topUp.Amount)
		k.CancelTopUp(short, client.Cancellation{ID: ids[chance.IntN(len(ids))], MokID: card, Amount: money.EUR(euro), Desk: "KR-01"})
		_, _ = k.Card(short, card)
		_, _ = k.Me(short)
	}
	size := func() (heap uint64, goroutines int) {
		office.Faults().Clear()
		for range 3 {
			round()
			runtime.GC()
		}
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc, runtime.NumGoroutine()
	}
	began := time.Now()
	for time.Since(began) < long/10 || rounds < 50 {
		round()
	}
	heap, goroutines := size()
	for time.Since(began) < long {
		round()
	}
	heapAfter, goroutinesAfter := size()
	t.Logf("%d rounds: heap %d KiB, then %d; goroutines %d, then %d", rounds, heap>>10, heapAfter>>10, goroutines, goroutinesAfter)
	if heapAfter > heap+heap/20+512<<10 || goroutinesAfter > goroutines+goroutines/20+4 {
		t.Error("it grows")
	}
	if err := office.Verify(ctx); err != nil {
		t.Error(err)
	}
}
