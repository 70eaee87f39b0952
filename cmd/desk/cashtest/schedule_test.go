package cashtest_test

import (
	"flag"
	"testing"
	"testing/synctest"
	"time"

	"cekr.kranj.si/desk/cmd/desk/cashtest"
)

var (
	seed  = flag.Uint64("seed", 0, "play this schedule alone")
	count = flag.Uint64("count", 300, "how many")
)

func TestOne(t *testing.T) {
	b, err := cashtest.OpenBranch(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for s := range *count {
		if *seed != 0 {
			s = *seed
		}
		var tell cashtest.Tell
		if *seed != 0 {
			tell = func(who, what string, values ...any) {
				t.Logf(time.Now().Format("15:04:05.000 ")+who+" "+what, values...)
			}
		}
		synctest.Test(t, func(t *testing.T) {
			shape, found := cashtest.Play(t.Context(), b, s, cashtest.Bug{}, tell)
			if err := found.Err(); err != nil {
				n++
				t.Errorf("seed %d %+v: %v", s, shape, err)
			}
		})
		if *seed != 0 || n > 8 {
			break
		}
	}
	if err := b.Close(t.Context()); err != nil {
		t.Error(err)
	}
}
