package cashtest_test

import (
	"flag"
	"testing"
	"testing/synctest"

	"cekr.kranj.si/desk/cmd/desk/cashtest"
)

var seed = flag.Uint64("seed", 0, "play this schedule alone")

func TestOne(t *testing.T) {
	b, err := cashtest.OpenBranch(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for s := range uint64(300) {
		if *seed != 0 {
			s = *seed
		}
		synctest.Test(t, func(t *testing.T) {
			shape, found := cashtest.Play(t.Context(), b, s, cashtest.Bug{})
			if err := found.Err(); err != nil {
				t.Errorf("seed %d %+v: %v", s, shape, err)
			}
		})
		if *seed != 0 || t.Failed() {
			break
		}
	}
	if err := b.Close(t.Context()); err != nil {
		t.Error(err)
	}
}
