package applog

import (
	"bufio"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"gopkg.in/natefinch/lumberjack.v2"
)

// lumberjack judges a closed file by the day in its name, and never the file in use. So age is kept here: a file in use is closed once
// its first line is span old, and lines are taken out of closed files. What is too old is looked for at opening and once a day, and
// a day before its time, so that no line outlives maxAge.
const (
	day    = 24 * time.Hour
	maxAge = 90 * day
	span   = maxAge / (maxOld + 1) // so that a quiet counter's files reach back all the days
)

// unfinished is the name of a file that is being written anew.
const unfinished = "younger-*.tmp"

// boundedLog is the writer of the log. lumberjack rotates its files by size; here they are rotated by age as well.
type boundedLog struct {
	now   func() time.Time
	after func(time.Duration, func()) (stop func() bool)

	mu      sync.Mutex
	file    *lumberjack.Logger
	expired time.Time // when lines were last looked at for their age
	stop    func() bool
	closed  bool
}

func newBoundedLog(path string) *boundedLog {
	return &boundedLog{
		now:   time.Now,
		after: func(d time.Duration, then func()) func() bool { return time.AfterFunc(d, then).Stop },
		file:  &lumberjack.Logger{Filename: path, MaxSize: maxMegabytes, MaxBackups: maxOld},
	}
}

// expireDaily drops old lines now and once a day, until the log is closed.
func (a *boundedLog) expireDaily() {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.closed {
		return
	}
	a.expire()
	a.stop = a.after(day, a.expireDaily)
}

// Write adds a line. It looks for old lines itself when the daily look is late: the timer stands still while a PC sleeps.
func (a *boundedLog) Write(line []byte) (int, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.now().Round(0).Sub(a.expired).Abs() >= day {
		a.expire()
	}
	return a.file.Write(line)
}

// Close closes the file, and ends the daily look. What is written later opens the file again.
func (a *boundedLog) Close() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.closed = true
	if a.stop != nil {
		a.stop()
	}
	return a.file.Close()
}

// expire rotates a file in use that reaches back too far, and drops what is too old. What fails is tried again in a
// day.
func (a *boundedLog) expire() {
	now := a.now().Round(0) // by the calendar, also over a sleep
	a.expired = now
	if first := firstLine(a.file.Filename, now); !first.IsZero() && now.Sub(first) >= span {
		_ = a.file.Rotate()
	}
	a.dropOld(now)
}

// dropOld takes the lines that are too old out of the closed files. One that can't be written anew stays as it is.
func (a *boundedLog) dropOld(now time.Time) {
	dir, name := filepath.Split(a.file.Filename)
	left, _ := filepath.Glob(filepath.Join(dir, unfinished))
	for _, path := range left {
		_ = os.Remove(path)
	}
	ext := filepath.Ext(name)
	closed, _ := filepath.Glob(filepath.Join(dir, strings.TrimSuffix(name, ext)+"-*"+ext))
	for _, path := range closed {
		_ = withoutOld(path, now)
	}
}

// withoutOld writes a closed file anew without the lines that are too old, and removes it when none is left.
func withoutOld(path string, now time.Time) error {
	all, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	kept := make([]byte, 0, len(all))
	old := tooOld(firstLine(path, now), now)
	for line := range bytes.SplitAfterSeq(all, []byte("\n")) {
		if at, ok := timeOf(line, now); ok {
			old = tooOld(at, now)
		} // else it is as old as the one before it, or behind it if it is the first
		if !old {
			kept = append(kept, line...)
		}
	}
	switch {
	case len(kept) == len(all):
		return nil
	case len(kept) == 0:
		return os.Remove(path)
	}
	return replace(path, kept)
}

// tooOld also holds for the zero time, of a file in which no line tells its own.
func tooOld(at, now time.Time) bool { return now.Sub(at) > maxAge-day }

// replace puts other contents into a file, whole or not at all.
func replace(path string, contents []byte) error {
	file, err := os.CreateTemp(filepath.Dir(path), unfinished) // 0600, as the log
	if err != nil {
		return err
	}
	defer os.Remove(file.Name()) // gone already when it has the other name
	_, err = file.Write(contents)
	if err == nil {
		err = file.Sync()
	}
	if closing := file.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}

// firstLine is when a file's first line was written; zero when none tells.
func firstLine(path string, now time.Time) time.Time {
	file, err := os.Open(path)
	if err != nil {
		return time.Time{}
	}
	defer file.Close()
	lines := bufio.NewReader(io.LimitReader(file, maxMegabytes<<20))
	for {
		line, err := lines.ReadBytes('\n')
		if at, ok := timeOf(line, now); ok {
			return at
		}
		if err != nil {
			return time.Time{}
		}
	}
}

// timeOf is when a line was written, as slog's JSON begins it. A clock that was ahead by more than a day tells nothing.
func timeOf(line []byte, now time.Time) (time.Time, bool) {
	rest, is := bytes.CutPrefix(line, []byte(`{"time":"`))
	stamp, _, ended := bytes.Cut(rest, []byte(`"`))
	if !is || !ended {
		return time.Time{}, false
	}
	at, err := time.Parse(time.RFC3339Nano, string(stamp))
	return at, err == nil && at.Sub(now) <= day
}
