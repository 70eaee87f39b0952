#!/usr/bin/env bash
# A log that "keeps 90 days" keeps lines for years, on a quiet counter.
#
# A good guess: lumberjack's MaxAge of 90 days means that no line is older than about 90 days.
# Really: MaxAge looks at closed files alone, and at the date in their names, which is the day of the turning over. The file in
# use turns over by size only, so a counter that writes little keeps its oldest line until 5 MB are full, and 90 days more.
# Versions: gopkg.in/natefinch/lumberjack.v2 v2.2.1.
# For a counter program: a promise about how long a log keeps people's doings needs an own turn by the calendar (Rotate at the
# first start of a month, say); the setting alone does not keep it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export GOFLAGS=-mod=mod CGO_ENABLED=0

cat >main.go <<'GO'
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"gopkg.in/natefinch/lumberjack.v2"
)

// The line of long ago is found in: the file in use, a closed one, or no file.
func where(dir string) string {
	files, _ := filepath.Glob(filepath.Join(dir, "*.log"))
	for _, f := range files {
		if b, _ := os.ReadFile(f); strings.Contains(string(b), "two years ago") {
			if filepath.Base(f) == "desk.log" {
				return "in the file in use"
			}
			return "in a closed file"
		}
	}
	return "nowhere"
}

func open(dir string) *lumberjack.Logger {
	return &lumberjack.Logger{Filename: filepath.Join(dir, "desk.log"), MaxSize: 5, MaxBackups: 5, MaxAge: 90}
}

func write(l *lumberjack.Logger, line string) {
	if _, err := fmt.Fprintln(l, line); err != nil {
		panic(err)
	}
}

// settled waits until the sweeping goroutine has taken the closed file of 2020 away: then it has judged all the others too.
func settled(dir string) bool {
	for range 200 {
		if _, err := os.Stat(filepath.Join(dir, "desk-2020-01-01T00-00-00.000.log")); os.IsNotExist(err) {
			return true
		}
		time.Sleep(10 * time.Millisecond)
	}
	return false
}

func main() {
	dir := os.Args[1]
	file := filepath.Join(dir, "desk.log")
	ago := time.Now().AddDate(-2, 0, 0)
	must(os.WriteFile(file, []byte("clerk 7 began, two years ago\n"), 0o600))
	must(os.Chtimes(file, ago, ago))
	closed := filepath.Join(dir, "desk-2020-01-01T00-00-00.000.log")

	must(os.WriteFile(closed, []byte("old\n"), 0o600))
	l := open(dir)
	write(l, "today")
	fmt.Printf("a start today: a closed file of 2020 is taken away: %v; the line of two years ago is %s\n", settled(dir), where(dir))

	must(os.WriteFile(closed, []byte("old\n"), 0o600))
	must(l.Rotate())
	fmt.Printf("turned over today: a closed file of 2020 is taken away: %v; the line of two years ago is %s\n", settled(dir), where(dir))
	must(l.Close())
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
GO
{ go mod init finding && go get gopkg.in/natefinch/lumberjack.v2@v2.2.1; } >setup.txt 2>&1 || { cat setup.txt >&2; exit 1; }

mkdir log
seen=$(go run . log)
recorded='a start today: a closed file of 2020 is taken away: true; the line of two years ago is in the file in use
turned over today: a closed file of 2020 is taken away: true; the line of two years ago is in a closed file'
echo "version:   $(go list -m gopkg.in/natefinch/lumberjack.v2)"
echo 'expected:  MaxAge 90 leaves no line of two years ago'
printf 'seen:\n%s\n' "$seen"
[ "$seen" = "$recorded" ] || { echo 'CHANGED: no longer as this file says'; exit 1; }
