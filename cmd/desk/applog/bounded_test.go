package applog

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// year is a log in a folder of its own, on a clock and with timers that the test turns.
type year struct {
	t     *testing.T
	dir   string
	today time.Time
	log   *slog.Logger
	file  *boundedLog
	wakes []func() // what waits for the next day
}

// begin opens the log, as at a start of the program.
func (y *year) begin() {
	y.file = newBoundedLog(filepath.Join(y.dir, Name))
	y.file.now = func() time.Time { return y.today }
	y.wakes = nil
	y.file.after = func(d time.Duration, then func()) func() bool {
		if d != day {
			y.t.Errorf("the next look is in %v", d)
		}
		y.wakes = append(y.wakes, then)
		return func() bool { y.wakes = nil; return true }
	}
	y.file.expireDaily()
	y.log = slog.New(Handler(y.file, slog.LevelInfo))
}

func newYear(t *testing.T) *year {
	t.Helper()
	y := &year{t: t, dir: t.TempDir(), today: time.Now().Round(0)}
	y.begin()
	t.Cleanup(func() { y.file.Close() })
	return y
}

// write logs a line with the time of the test's clock.
func (y *year) write() {
	y.t.Helper()
	r := slog.NewRecord(y.today, slog.LevelInfo, "answered", 0)
	if err := y.log.Handler().Handle(y.t.Context(), r); err != nil {
		y.t.Fatal(err)
	}
}

// night lets a day pass; the timer goes off unless the PC sleeps.
func (y *year) night(asleep bool) {
	y.today = y.today.Add(day)
	if asleep {
		return
	}
	wakes := y.wakes
	y.wakes = nil
	for _, wake := range wakes {
		wake()
	}
}

// ages are the ages in days of all lines in the folder, whatever the files' names, the youngest first.
func (y *year) ages() (days []int) {
	y.t.Helper()
	files, err := os.ReadDir(y.dir)
	if err != nil {
		y.t.Fatal(err)
	}
	for _, f := range files {
		text, err := os.ReadFile(filepath.Join(y.dir, f.Name()))
		if err != nil {
			y.t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			at, ok := timeOf([]byte(line), y.today)
			if !ok {
				y.t.Fatalf("%s: %q", f.Name(), line)
			}
			days = append(days, int(y.today.Sub(at)/day))
		}
	}
	slices.Sort(days)
	return days
}

// left writes a closed file, or the one in use, as an earlier run left it, with lines of these ages in days.
func (y *year) left(name string, ages ...int) {
	y.t.Helper()
	var text strings.Builder
	for _, age := range ages {
		fmt.Fprintf(&text, "{\"time\":%q,\"level\":\"INFO\",\"msg\":\"started\"}\n", y.today.Add(-time.Duration(age)*day).Format(time.RFC3339Nano))
	}
	if err := os.WriteFile(filepath.Join(y.dir, name), []byte(text.String()), 0o600); err != nil {
		y.t.Fatal(err)
	}
}

const aClosedFile = "desk-2026-01-01T00-00-00.000.log"

// A program that is never ended, at a counter that logs a line a day: the log holds the last 89 days, no more and not much less.
func TestALogThatRunsForAYearHoldsNoLineOlderThanNinetyDays(t *testing.T) {
	y := newYear(t)
	for n := range 365 {
		y.write()
		y.night(false)
		ages := y.ages()
		if oldest := ages[len(ages)-1]; oldest >= 90 {
			t.Fatalf("after %d days a line is %d days old", n+1, oldest)
		}
		if n > 90 && len(ages) < 75 {
			t.Fatalf("after %d days only %d lines are left", n+1, len(ages))
		}
	}
}

// Nothing is logged for months: what was logged goes all the same.
func TestAProgramThatRunsAndLogsNothingForgetsToo(t *testing.T) {
	y := newYear(t)
	y.write()
	for range 90 {
		y.night(false)
	}
	if ages := y.ages(); len(ages) != 0 {
		t.Errorf("lines of %v days ago are left", ages)
	}
}

// A PC sleeps, and the program's timers with it: the first line after it brings the look that is late.
func TestAPCThatSleptForMonthsForgetsWithItsFirstLine(t *testing.T) {
	y := newYear(t)
	y.write()
	for range 120 {
		y.night(true)
	}
	y.write()
	if ages := y.ages(); !slices.Equal(ages, []int{0}) {
		t.Errorf("lines of %v days ago are left", ages)
	}
}

func TestWhatAnEarlierRunLeftIsForgottenAtTheStart(t *testing.T) {
	for name, tt := range map[string]struct {
		inUse, closed, kept []int
	}{
		"a quiet counter's file of two years": {inUse: []int{730, 400, 91, 60, 2}, kept: []int{2, 60}},
		"a file in use that is young":         {inUse: []int{14, 2}, kept: []int{2, 14}},
		"a closed file at the edge":           {closed: []int{91, 90, 88, 80}, inUse: []int{3}, kept: []int{3, 80, 88}},
		"a closed file that is all too old":   {closed: []int{400, 399}, kept: nil},
		"a clock that was wrong for a while":  {inUse: []int{2500, 5, 2500, 4}, kept: []int{4, 5}},
		"nothing at all":                      {},
	} {
		t.Run(name, func(t *testing.T) {
			y := newYear(t)
			y.left(Name, tt.inUse...)
			if tt.closed != nil {
				y.left(aClosedFile, tt.closed...)
			}
			y.begin()
			if ages := y.ages(); !slices.Equal(ages, tt.kept) {
				t.Errorf("lines of %v days ago are left, want %v", ages, tt.kept)
			}
		})
	}
}

// A clock that was years ahead would keep its lines for years; they go with their neighbours.
func TestALineFromTheFutureIsAsOldAsTheOneBeforeIt(t *testing.T) {
	y := newYear(t)
	y.left(aClosedFile, 100, -900, 50, -900)
	y.left("desk-2026-01-02T00-00-00.000.log", -900)
	y.left("desk-2026-01-03T00-00-00.000.log", -900, 20)
	y.begin()
	if _, err := os.Stat(filepath.Join(y.dir, "desk-2026-01-02T00-00-00.000.log")); !os.IsNotExist(err) {
		t.Errorf("a file that tells no time at all stays: %v", err)
	}
	if text, err := os.ReadFile(filepath.Join(y.dir, "desk-2026-01-03T00-00-00.000.log")); err != nil || strings.Count(string(text), "\n") != 2 {
		t.Errorf("%s, %v", text, err)
	}
	text, err := os.ReadFile(filepath.Join(y.dir, aClosedFile))
	if err != nil || strings.Count(string(text), "\n") != 2 {
		t.Errorf("%s, %v", text, err)
	}
}

func TestALineThatWasTornIsAsOldAsTheOneBeforeIt(t *testing.T) {
	y := newYear(t)
	y.left(aClosedFile, 100, 50)
	path := filepath.Join(y.dir, aClosedFile)
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(string(text), "\n")
	torn := "{\"time\":\"2026-0\n"
	if err := os.WriteFile(path, []byte(torn+lines[0]+torn+lines[1]+torn), 0o600); err != nil {
		t.Fatal(err)
	}
	y.begin()
	if text, err = os.ReadFile(path); err != nil || string(text) != lines[1]+torn {
		t.Errorf("left is %q, %v", text, err)
	}
}

// The power went while a file was written anew: the half one goes, and no other file of the folder is touched.
func TestAHalfWrittenFileIsTakenAwayAndOthersAreLeftAlone(t *testing.T) {
	y := newYear(t)
	y.left("younger-123.tmp", 100)
	y.left("notes.txt", 100)
	y.begin()
	files, err := filepath.Glob(filepath.Join(y.dir, "*"))
	if err != nil || !slices.Equal(files, []string{filepath.Join(y.dir, "notes.txt")}) {
		t.Errorf("in the folder are %v, %v", files, err)
	}
}

// The log itself does all this, not only its writer.
func TestTheOpenedLogHasForgotten(t *testing.T) {
	y := newYear(t)
	y.left(Name, 200, 1)
	l, err := Open(y.dir, "", slog.LevelInfo)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if ages := y.ages(); !slices.Equal(ages, []int{1}) {
		t.Errorf("lines of %v days ago are left", ages)
	}
	l.Info("started")
	if ages := y.ages(); len(ages) != 2 {
		t.Errorf("lines of %v days ago are there", ages)
	}
}

func TestAClosedLogLooksNoMore(t *testing.T) {
	y := newYear(t)
	wakes := y.wakes
	if err := y.file.Close(); err != nil || len(wakes) != 1 || y.wakes != nil {
		t.Fatalf("%d wait, %v", len(wakes), err)
	}
	wakes[0]() // one that was on its way already
	if y.wakes != nil {
		t.Error("the closed log waits for another day")
	}
}
