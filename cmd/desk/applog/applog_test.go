package applog

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"pgregory.net/rapid"
)

// entry logs once and gives back the line as it stands in the file, but for its time.
func entry(t *testing.T, log func(*slog.Logger)) (map[string]any, string) {
	t.Helper()
	var out bytes.Buffer
	log(slog.New(Handler(&out, slog.LevelDebug)))
	if strings.Count(out.String(), "\n") != 1 {
		t.Fatalf("not one line: %q", out.String())
	}
	var fields map[string]any
	if err := json.Unmarshal(out.Bytes(), &fields); err != nil {
		t.Fatal(err)
	}
	line := strings.Replace(out.String(), fields["time"].(string), "", 1) // its digits are nobody's
	return fields, line
}

// holder is a value with something personal in a field of its own.
type holder struct{ name string }

func (h holder) String() string { return h.name }

func TestOnlyListedKeysReachTheLog(t *testing.T) {
	const canary = "Žiga-Čuk-7f3a"
	secret := fmt.Errorf("no such holder: %s", canary)
	for name, log := range map[string]func(*slog.Logger){
		"unlisted key":        func(l *slog.Logger) { l.Info("x", "holder", canary) },
		"no key at all":       func(l *slog.Logger) { l.Info("x", []any{canary}...) },
		"key of its own":      func(l *slog.Logger) { l.Info("x", canary, 1) },
		"in a group":          func(l *slog.Logger) { l.Info("x", slog.Group("code", "holder", canary)) },
		"in a group's name":   func(l *slog.Logger) { l.WithGroup(canary).Info("x", "code", 1) },
		"kept for later":      func(l *slog.Logger) { l.With("holder", canary).Info("x") },
		"error's text":        func(l *slog.Logger) { l.Info("x", "error", secret) },
		"error as text":       func(l *slog.Logger) { l.Info("x", "error", secret.Error()) },
		"struct":              func(l *slog.Logger) { l.Info("x", "state", holder{canary}) },
		"pointer to a struct": func(l *slog.Logger) { l.Info("x", "state", &holder{canary}) },
		"list":                func(l *slog.Logger) { l.Info("x", "state", []string{canary}) },
	} {
		if _, line := entry(t, log); strings.Contains(line, "Čuk") || strings.Contains(line, "7f3a") {
			t.Errorf("%s: %s", name, line)
		}
	}
}

func TestListedKeysStandAsTheyAre(t *testing.T) {
	got, _ := entry(t, func(l *slog.Logger) {
		l.With("desk", "KR-1").Error("answered", "status", 503, "verdict", "unknown", "holder", "x", "alarm", true,
			"id", "01234567-8901-4345-8789-012345678901", "mokId", "100000014", "trace", "0123456789abcdef0123456789abcdef")
	})
	for key, want := range map[string]any{
		"msg": "answered", "level": "ERROR", "desk": "KR-1", "status": 503.0, "verdict": "unknown", "alarm": true,
		"id": "01234567-8901-4345-8789-012345678901", "mokId": "100000014", "trace": "0123456789abcdef0123456789abcdef", "dropped": 1.0,
	} {
		if got[key] != want {
			t.Errorf("%s is %v, want %v", key, got[key], want)
		}
	}
}

func TestOperatingSystemErrorsKeepTheirWords(t *testing.T) {
	err := &fs.PathError{Op: "write", Path: "/home/ana/x.pdf", Err: syscall.ENOSPC}
	got, line := entry(t, func(l *slog.Logger) { l.Error("not saved", "error", err) })
	if !strings.Contains(fmt.Sprint(got["error"]), syscall.ENOSPC.Error()) || strings.Contains(line, "ana") {
		t.Error(line)
	}
}

func TestNoLongDigitsAndNoLineEnds(t *testing.T) {
	for _, value := range []string{
		"4111111111111111", "4111 1111 1111 1111", "4111-1111-1111-1111", "pan 411111111111.", "41111111111111111112",
	} {
		got, line := entry(t, func(l *slog.Logger) { l.Info("x "+value, "state", "a "+value+" z") })
		if strings.Contains(line, "1111") || !strings.Contains(fmt.Sprint(got["state"]), "(digits)") {
			t.Errorf("%q: %s", value, line)
		}
	}
	for _, number := range []any{int64(4111111111111111), uint64(4111111111111111), -4111111111111111} {
		if _, line := entry(t, func(l *slog.Logger) { l.Info("x", "seq", number) }); strings.Contains(line, "1111") {
			t.Errorf("%T: %s", number, line)
		}
	}
	got, _ := entry(t, func(l *slog.Logger) { l.Info("a\r\nb", "state", "c\n{\"level\":\"ERROR\"}\u2028d\x1b[2J") })
	if got["msg"] != `a\u000d\u000ab` || got["state"] != `c\u000a{"level":"ERROR"}\u2028d\u001b[2J` {
		t.Errorf("%q", got)
	}
}

// tenDigits is more than a MOK ID has, however it is spaced.
var tenDigits = regexp.MustCompile(`\d(?:[ .-]?\d){9,}`)

func TestAnyLineIsOneShortEntryWithoutCardNumbers(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		value := rapid.String().Draw(rt, "value") + rapid.StringMatching(`[0-9]{12,19}`).Draw(rt, "pan")
		var out bytes.Buffer
		slog.New(Handler(&out, slog.LevelDebug)).Info(value, "state", value, "holder", value)
		if strings.Count(out.String(), "\n") != 1 || out.Len() > 12*(maxValue+maxMessage)+200 {
			rt.Fatalf("%d bytes: %q", out.Len(), out.String())
		}
		var fields map[string]any
		if err := json.Unmarshal(out.Bytes(), &fields); err != nil {
			rt.Fatal(err)
		}
		delete(fields, "time")
		if tenDigits.MatchString(fmt.Sprint(fields)) {
			rt.Fatalf("%v", fields)
		}
	})
}

func TestLogLiesInAPrivateFile(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "log")
	l, err := Open(dir, "", slog.LevelInfo)
	if err != nil {
		t.Fatal(err)
	}
	l.Info("started", "version", "1.0.0")
	l.Debug("not at this level")
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(dir, Name))
	if err != nil || strings.Count(string(text), "\n") != 1 || !strings.Contains(string(text), `"msg":"started"`) {
		t.Errorf("%s, %v", text, err)
	}
	if runtime.GOOS == "windows" {
		return
	}
	for path, want := range map[string]fs.FileMode{dir: 0o700, filepath.Join(dir, Name): 0o600} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v", path, info.Mode(), err)
		}
	}
}

func TestFolderThatCannotHoldALog(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(filepath.Join(file, "log"), "", slog.LevelInfo); err == nil {
		t.Error("no error")
	}
}

func TestRecoverLeavesAReportWithoutTheValue(t *testing.T) {
	for name, panics := range map[string]func(l *Log, then func()){
		"deferred itself": func(l *Log, then func()) {
			defer l.Recover("topup", then)
			panic(errors.New("holder Žiga Čuk 7f3a"))
		},
		"deferred by others": func(l *Log, then func()) {
			guard := l.Guard("topup", then)
			defer guard()
			panic(errors.New("holder Žiga Čuk 7f3a"))
		},
	} {
		t.Run(name, func(t *testing.T) { recovers(t, panics) })
	}
}

func recovers(t *testing.T, panics func(l *Log, then func())) {
	dir := t.TempDir()
	l, err := Open(filepath.Join(dir, "log"), filepath.Join(dir, "crash"), slog.LevelInfo)
	if err != nil {
		t.Fatal(err)
	}
	told := false
	panics(l, func() { told = true })
	if !told {
		t.Error("what comes after did not run")
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	all := contents(t, dir)
	if strings.Contains(all, "7f3a") || strings.Contains(all, "Čuk") {
		t.Errorf("the value got out:\n%s", all)
	}
	for _, want := range []string{`"where":"topup"`, `"code":"panic"`, "TestRecoverLeavesAReportWithoutTheValue", "*errors.errorString"} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is not in\n%s", want, all)
		}
	}
}

func TestRecoverOfNothingSaysNothing(t *testing.T) {
	func() {
		defer Discard().Recover("x", func() { t.Error("ran") })
	}()
}

// contents is all that the files under dir hold.
func contents(t *testing.T, dir string) string {
	t.Helper()
	var all strings.Builder
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		fmt.Fprintf(&all, "== %s\n%s\n", filepath.Base(path), text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
}

// TestMain lets this binary be the program that crashes, when TestCrash asks for it.
func TestMain(m *testing.M) {
	if dir := os.Getenv("APPLOG_CRASH_IN"); dir != "" {
		crash(dir, os.Getenv("APPLOG_CRASH_HOW"))
	}
	os.Exit(m.Run())
}

func crash(dir, how string) {
	l, err := Open(filepath.Join(dir, "log"), filepath.Join(dir, "crash"), slog.LevelInfo)
	if err != nil {
		panic(err)
	}
	end, earlier, err := l.Crashes()
	if err != nil {
		panic(err)
	}
	switch how {
	case "panic":
		go func() { panic(fmt.Errorf("holder Žiga Čuk 7f3a\n\ngoroutine 1 [running]:\nŽiga Čuk 7f3a")) }()
		select {}
	case "index":
		var none []int
		go func() { none[earlier+3] = 1 }()
		select {}
	}
	end()
	fmt.Print(earlier)
	os.Exit(0)
}

func TestCrashLeavesAReportWithoutPersonalData(t *testing.T) {
	for how, want := range map[string]string{"panic": textCut, "index": "panic: runtime error: index out of range"} {
		t.Run(how, func(t *testing.T) {
			dir := t.TempDir()
			run := func(how string) (string, error) {
				cmd := exec.Command(os.Args[0])
				cmd.Env = append(os.Environ(), "APPLOG_CRASH_IN="+dir, "APPLOG_CRASH_HOW="+how)
				out, err := cmd.Output()
				return string(out), err
			}
			if _, err := run(how); err == nil {
				t.Fatal("it did not crash")
			}
			// The next start tells of it, once.
			if out, err := run("well"); err != nil || out != "1" {
				t.Errorf("next start counts %s crashes, %v", out, err)
			}
			if out, err := run("well"); err != nil || out != "0" {
				t.Errorf("the start after that counts %s crashes, %v", out, err)
			}
			all := contents(t, dir)
			if strings.Contains(all, "7f3a") || strings.Contains(all, "Čuk") {
				t.Errorf("personal data in\n%s", all)
			}
			for _, want := range []string{want, "== crash-", "applog.crash", `"code":"crash"`} {
				if !strings.Contains(all, want) {
					t.Errorf("%q is not in\n%s", want, all)
				}
			}
			if strings.Contains(all, "== raw-") {
				t.Errorf("a raw report is left:\n%s", all)
			}
		})
	}
}

func TestASecondStartLeavesTheFirstOnesReport(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("there the system itself keeps a file that is open")
	}
	dir := t.TempDir()
	name := func(pid int) string { return filepath.Join(dir, fmt.Sprintf("%s%d-20260101-1.txt", rawPrefix, pid)) }
	gone := exec.Command(os.Args[0], "-test.run=^$")
	if err := gone.Run(); err != nil {
		t.Fatal(err)
	}
	for _, pid := range []int{os.Getppid(), gone.Process.Pid} {
		if err := os.WriteFile(name(pid), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	(&Log{Logger: Discard().Logger, crash: dir}).sweep()
	if left, _ := filepath.Glob(filepath.Join(dir, "*")); len(left) != 1 || left[0] != name(os.Getppid()) {
		t.Errorf("left are %v", left)
	}
}

func TestOldReportsGo(t *testing.T) {
	dir := t.TempDir()
	for n := range crashKept + 7 {
		name := filepath.Join(dir, fmt.Sprintf("%s2026010%d-%02d.txt", crashPrefix, n%10, n))
		if err := os.WriteFile(name, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	(&Log{Logger: Discard().Logger, crash: dir}).sweep()
	if left, _ := filepath.Glob(filepath.Join(dir, "*")); len(left) != crashKept {
		t.Errorf("%d are left", len(left))
	}
}
