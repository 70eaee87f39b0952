package applog

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	rawPrefix   = "raw-"   // what the runtime itself writes, with the panic's text
	crashPrefix = "crash-" // reports without personal data
	crashKept   = 20       // reports, the newest
)

// Crashes makes the runtime write a report of its own end to a file in the crash folder, with the
// stack of the failing goroutine alone. Before that it turns what earlier runs left into reports
// without panic texts, and says how many crashes these were. The end function takes the file away
// again when the program ends well. Call it once, at start, with one program to a folder.
func (l *Log) Crashes() (end func(), earlier int, err error) {
	if l.crash == "" {
		return func() {}, 0, nil
	}
	if err := os.MkdirAll(l.crash, 0o700); err != nil {
		return nil, 0, err
	}
	earlier = l.sweep()
	file, err := os.CreateTemp(l.crash, stamped(rawPrefix+strconv.Itoa(os.Getpid())+"-"))
	if err != nil {
		return nil, earlier, err
	}
	defer file.Close() // the runtime has its own copy of the handle
	debug.SetTraceback("single")
	if err := debug.SetCrashOutput(file, debug.CrashOptions{}); err != nil {
		os.Remove(file.Name())
		return nil, earlier, err
	}
	return func() {
		_ = debug.SetCrashOutput(nil, debug.CrashOptions{})
		os.Remove(file.Name())
	}, earlier, nil
}

// Recover ends a panic of this goroutine: it logs where and leaves a report of the stack, without
// the panic's value, then runs what comes after. Defer it directly, at a goroutine's root:
//
//	defer log.Recover("window", tellClerk)
func (l *Log) Recover(where string, then ...func()) {
	if value := recover(); value != nil {
		l.recovered(value, where, then)
	}
}

// Guard is Recover as a function to be deferred by others, who know no log.
func (l *Log) Guard(where string, then ...func()) func() {
	return func() {
		if value := recover(); value != nil {
			l.recovered(value, where, then)
		}
	}
}

// recovered reports a panic. It is called while the panicking stack still stands.
func (l *Log) recovered(value any, where string, then []func()) {
	kind := fmt.Sprintf("%T", value)
	name := l.keep(fmt.Appendf(nil, "recovered in %s from a %s\n\n%s", where, kind, debug.Stack()))
	l.Error("recovered from a panic", slog.String("code", "panic"), slog.String("where", where),
		slog.String("kind", kind), slog.String("file", name))
	for _, f := range then {
		f()
	}
}

// keep writes a clean report and gives its name, empty when it could not be written: there is
// nobody left to tell.
func (l *Log) keep(report []byte) string {
	if l.crash == "" || os.MkdirAll(l.crash, 0o700) != nil {
		return ""
	}
	file, err := os.CreateTemp(l.crash, stamped(crashPrefix))
	if err != nil {
		return ""
	}
	defer file.Close()
	if _, err := file.Write(report); err != nil {
		return ""
	}
	return filepath.Base(file.Name())
}

// sweep turns raw reports into clean ones, drops the oldest, and counts the crashes it found. A
// file that won't go stays for the next time.
func (l *Log) sweep() (crashes int) {
	raw, _ := filepath.Glob(filepath.Join(l.crash, rawPrefix+"*.txt"))
	for _, report := range raw {
		text, err := os.ReadFile(report)
		if err != nil || len(text) == 0 && writing(report) {
			continue
		}
		if len(text) > 0 { // an empty one is of a run that was killed
			crashes++
			l.Error("an earlier run crashed", slog.String("code", "crash"), slog.String("file", l.keep(Redact(text))))
		}
		os.Remove(report)
	}
	kept, _ := filepath.Glob(filepath.Join(l.crash, crashPrefix+"*.txt"))
	slices.Sort(kept) // by time, as it stands in the name
	for len(kept) > crashKept {
		os.Remove(kept[0])
		kept = kept[1:]
	}
	return crashes
}

// writing tells whether the program that would write a raw report is still there: a second start of
// the counter must not take the first one's away.
func writing(report string) bool {
	number, _, _ := strings.Cut(strings.TrimPrefix(filepath.Base(report), rawPrefix), "-")
	pid, err := strconv.Atoi(number)
	return err == nil && pid > 0 && pid != os.Getpid() && running(pid)
}

// stamped is a pattern for a file name that sorts by time.
func stamped(prefix string) string {
	return prefix + time.Now().UTC().Format("20060102-150405.000") + "-*.txt"
}
