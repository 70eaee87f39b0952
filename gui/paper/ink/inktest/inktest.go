// Package inktest is for the tests of papers: it looks at finished PDFs through other people's programs.
package inktest

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// Tool finds a program that a test looks through. Where it is missing the test is skipped, except when DESK_FULL=1
// says that this machine has everything.
func Tool(t testing.TB, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		if os.Getenv("DESK_FULL") == "1" {
			t.Fatalf("%s is missing, and DESK_FULL=1 forbids to skip", name)
		}
		t.Skipf("%s is not on this machine: the finished PDF was not looked at through it", name)
	}
	return path
}

// Run gives what a tool says of a PDF; %s among the arguments is the file.
func Run(t testing.TB, pdf []byte, name string, arguments ...string) string {
	t.Helper()
	path := Tool(t, name)
	file := filepath.Join(t.TempDir(), "paper.pdf")
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	for i, a := range arguments {
		if a == "%s" {
			arguments[i] = file
		}
	}
	out, err := exec.Command(path, arguments...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}
