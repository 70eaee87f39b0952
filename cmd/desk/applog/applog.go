// Package applog keeps the program's log and the reports of its crashes, for the administrator.
//
// House rules: nothing personal leaves through here, whoever logs and whatever they log. A line
// holds a constant message, and only attributes whose keys are on the list in allow.go; long runs
// of digits and line ends never pass, and a value that is not plain text or a number shows its type
// alone. The value of a panic is never written: it may be an error with a name in it.
package applog

import (
	"log/slog"
	"os"
	"path/filepath"
)

// How much is kept: 6 files of 5 MiB at most; and no line older than maxAge.
const (
	maxMegabytes = 5
	maxOld       = 5
)

// Name is the log's file name in its folder; older turns carry their time behind it.
const Name = "desk.log"

// Log is an open log. Logger is safe for any goroutine.
type Log struct {
	*slog.Logger
	file  *boundedLog
	crash string // the folder of crash reports; empty: none are kept
}

// Open opens the log in folder dir (made 0700 when missing) and keeps crash reports in crashDir.
// The file is JSON, a line an entry, and turns over by itself. Lines older than 90 days are gone once it is open, and each day after.
func Open(dir, crashDir string, level slog.Leveler) (*Log, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	path := filepath.Join(dir, Name)
	// lumberjack opens late and without a word; a folder that can't be written to shows here.
	probe, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := probe.Close(); err != nil {
		return nil, err
	}
	file := newBoundedLog(path)
	file.expireDaily()
	return &Log{Logger: slog.New(Handler(file, level)), file: file, crash: crashDir}, nil
}

// Discard is a log that keeps nothing, for when there is no folder for one.
func Discard() *Log { return &Log{Logger: slog.New(slog.DiscardHandler)} }

// Close closes the file. What is logged later opens it again.
func (l *Log) Close() error {
	if l.file == nil {
		return nil
	}
	return l.file.Close()
}
