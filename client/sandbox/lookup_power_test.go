package sandbox

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"testing"

	"cekr.kranj.si/desk/client/journal/disktest"
)

// A power cut takes no look-up from the record whose card was shown, at whatever moment it comes.
func TestNoPowerCutLosesALookUp(t *testing.T) {
	for _, s := range systems {
		t.Run(s.name, func(t *testing.T) {
			m, shown, runs := newImage(t, s), 0, cases(40, 800)
			for n := range runs {
				one, err := s.lookUpsUntilACut(t, m, rand.New(rand.NewPCG(uint64(n), 9)))
				if err != nil {
					t.Fatalf("seed %d: %v", n, err)
				}
				shown += one
			}
			if shown < 2*runs {
				t.Errorf("only %d cards were shown in %d runs", shown, runs)
			}
		})
	}
}

// A search that does not find what is lost proves nothing.
func TestALookUpThatIsLostIsFound(t *testing.T) {
	bug := with(systems[0], "", "OFF")
	m := newImage(t, bug)
	for n := range 400 {
		if _, err := bug.lookUpsUntilACut(t, m, rand.New(rand.NewPCG(uint64(n), 9))); err != nil {
			t.Logf("seed %d: %v", n, err)
			return
		}
	}
	t.Error("not found in 400 runs")
}

// lookUpsUntilACut looks a card up until the power goes, and tells how often it was shown.
func (s system) lookUpsUntilACut(t *testing.T, m *image, chance *rand.Rand) (int, error) {
	disk := m.disk.Crash(chance)
	var after *disktest.Disk
	changes, moment := 0, 10+chance.IntN(300)
	disk.Watch(func(disktest.Call) {
		if changes++; changes == moment {
			after = disk.Crash(chance)
			disk.Fail(func(int, disktest.Call) error { return disktest.ErrPower })
		}
	})
	var shown []string
	err := s.withOffice(t, disk, func(o *Office) error {
		for after == nil {
			trace := newTrace()
			if err := showCard(o, trace); after == nil {
				if err != nil {
					return err
				}
				shown = append(shown, trace)
			}
		}
		return nil
	})
	if after == nil {
		return 0, fmt.Errorf("before the power went: %w", err)
	}
	return len(shown), s.withOffice(t, after, func(o *Office) error {
		for _, trace := range shown {
			err := o.store.read(t.Context(), func(x *tx) error {
				there, err := x.row(`SELECT 1 FROM look_ups WHERE trace = ? AND staff = '1001'`, args(trace), new(int))
				if err == nil && !there {
					err = fmt.Errorf("of %d look-ups one is not in the record", len(shown))
				}
				return err
			})
			if err != nil {
				return err
			}
		}
		return o.Verify(t.Context())
	})
}

func (s system) withOffice(t *testing.T, disk *disktest.Disk, do func(*Office) error) error {
	f := s.onDisk(disk)
	defer f.forget()
	o, err := openOn(t, f)
	if err != nil {
		return err
	}
	defer o.Close()
	return do(o)
}

func showCard(o *Office, trace string) error {
	r := &http.Request{Method: "GET", URL: &url.URL{Path: "/"}, Header: http.Header{}}
	r.SetPathValue("mokId", tryCard)
	_, err := o.card(&request{Request: r, w: &answerWriter{trace: trace}, who: &scriptSession, hold: func() {}})
	return err
}
