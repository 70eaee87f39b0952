package cli

import (
	"context"
	"io"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"cekr.kranj.si/desk/client"
)

// ledger is the training counter's own office, which commands without --data are about.
func (b *bench) ledger() string { return filepath.Join(b.dir, "data", "training", "office") }

// listening runs "desk sandbox" until stop, and gives its address and CA file.
func (b *bench) listening(t *testing.T, args ...string) (url, ca string, stop func() (status int, said string)) {
	t.Helper()
	out, w := io.Pipe()
	b.Out = w
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan int, 1)
	go func() {
		ended <- b.Run(ctx, append([]string{"sandbox", "--listen", "127.0.0.1:0"}, args...))
		w.Close()
	}()
	line := make([]byte, 4096)
	n, err := out.Read(line)
	found := regexp.MustCompile(`url = "(https://[^"]+)".* (/\S+ca\.pem)`).FindSubmatch(line[:n])
	if err != nil || found == nil {
		t.Fatalf("it says %q, %v; %s", line[:n], err, b.err.String())
	}
	return string(found[1]), string(found[2]), func() (int, string) {
		go io.Copy(io.Discard, out)
		cancel()
		select {
		case status := <-ended:
			return status, b.err.String()
		case <-time.After(time.Minute):
			t.Fatal("it does not end")
			return 0, ""
		}
	}
}

func desk(t *testing.T, url, ca string) *client.Client {
	t.Helper()
	c, err := client.New(client.Config{BaseURL: url, Desk: "KR-1", CAFile: ca})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func TestSandboxServesDesksOverTLS(t *testing.T) {
	t.Setenv("NO_PROXY", "127.0.0.1")
	b := newBench(t)
	b.Place.Env = english(b)
	url, ca, stop := b.listening(t)
	if !strings.HasPrefix(ca, b.ledger()) {
		t.Errorf("the CA lies in %s", ca)
	}
	if _, err := desk(t, url, ca).SignIn(t.Context(), "1001", "2468"); err != nil {
		t.Errorf("signing in: %v", err)
	}
	if health, err := desk(t, url, ca).Health(t.Context()); err != nil || !health.Practice {
		t.Errorf("a desk is not told that it practises: %+v, %v", health, err)
	}
	if _, err := desk(t, url, "").Health(t.Context()); client.CodeOf(err) != client.CodeNoTrust {
		t.Errorf("without its CA: %v", err)
	}
	if status, said := stop(); status != Done || said != "" {
		t.Errorf("it ends with %d, %q", status, said)
	}
}

func TestSandboxWantsABlindCloseWhenTold(t *testing.T) {
	t.Setenv("NO_PROXY", "127.0.0.1")
	for _, blind := range []bool{false, true} {
		b := newBench(t)
		b.Place.Env = english(b)
		var args []string
		if blind {
			args = append(args, "--blind-close")
		}
		url, ca, stop := b.listening(t, args...)
		c := desk(t, url, ca)
		if _, err := c.SignIn(t.Context(), "1001", "2468"); err != nil {
			t.Fatal(err)
		}
		if me, err := c.Me(t.Context()); err != nil || me.BlindClose != blind || !me.Practice {
			t.Errorf("with %v: %+v, %v", args, me, err)
		}
		stop()
	}
}

func TestSandboxMisbehavesAsTold(t *testing.T) {
	t.Setenv("NO_PROXY", "127.0.0.1")
	b := newBench(t)
	b.Place.Env = english(b)
	url, ca, stop := b.listening(t, "--faults", "POST sign-ins=status-500*1")
	c := desk(t, url, ca)
	if _, err := c.SignIn(t.Context(), "1001", "2468"); client.CodeOf(err) != client.CodeInternal {
		t.Errorf("the first sign-in: %v", err)
	}
	if _, err := c.SignIn(t.Context(), "1001", "2468"); err != nil {
		t.Errorf("the second sign-in: %v", err)
	}
	stop()
}

func TestStaffIsAddedAndGetsNewPINs(t *testing.T) {
	t.Setenv("NO_PROXY", "127.0.0.1")
	b := newBench(t)
	for _, c := range []struct {
		pin, args string
		status    int
	}{
		{"864201\n", "sandbox staff add --number 4001 --alias Jana --role supervisor", Done},
		{"864201\n", "sandbox staff add --number 4001 --alias Jana", Failure},     // taken
		{"975\n", "sandbox staff add --number 4002 --alias Jana", Failure},        // no PIN of that form
		{"", "sandbox staff add --number 4002 --alias Jana", Failure},             // no PIN at all
		{"1357\n", "sandbox staff add --number 4002 --alias J --role x", Failure}, // no such role
		{"975310\r\n", "sandbox staff reset-pin --number 4001", Done},             // as Windows ends lines
		{"975310", "sandbox staff reset-pin --number 4999", Failure},              // nobody
	} {
		b.In = strings.NewReader(c.pin)
		status, out, said := b.run(t, strings.Fields(c.args)...)
		if status != c.status || (status == Done) != (said == "") {
			t.Errorf("%s: status %d, %q, %q", c.args, status, out, said)
		}
		if pin := strings.TrimSpace(c.pin); pin != "" && strings.Contains(out+said, pin) {
			t.Errorf("%s: the PIN is shown: %q %q", c.args, out, said)
		}
	}
	url, ca, stop := b.listening(t)
	if _, err := desk(t, url, ca).SignIn(t.Context(), "4001", "975310"); err != nil {
		t.Errorf("with the new PIN: %v", err)
	}
	if _, err := desk(t, url, ca).SignIn(t.Context(), "4001", "864201"); client.CodeOf(err) != client.CodeSignInRefused {
		t.Errorf("with the old PIN: %v", err)
	}
	stop()
}

func TestResetWantsAYesAndNobodyInside(t *testing.T) {
	b := newBench(t)
	if status, out, _ := b.run(t, "sandbox", "reset", "--yes"); status != Done || out == "" {
		t.Errorf("with nothing there: %d, %q", status, out)
	}
	b.In = strings.NewReader("864201\n")
	if status, _, said := b.run(t, "sandbox", "staff", "add", "--number", "4001", "--alias", "Jana"); status != Done {
		t.Fatal(said)
	}
	if status, _, said := b.run(t, "sandbox", "reset"); status != Misused || !strings.Contains(said, b.ledger()) {
		t.Errorf("without --yes: %d, %q", status, said)
	}
	add := func() int {
		b.In = strings.NewReader("864201\n")
		status, _, _ := b.run(t, "sandbox", "staff", "add", "--number", "4001", "--alias", "Jana")
		return status
	}
	if add() == Done {
		t.Error("without --yes the staff is gone")
	}
	if status, _, said := b.run(t, "sandbox", "reset", "--yes"); status != Done {
		t.Errorf("with --yes: %d, %q", status, said)
	}
	if add() != Done {
		t.Error("with --yes the staff is still there")
	}
}

func TestSandboxTroubleIsSaid(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	for name, c := range map[string]struct {
		before func(b *bench)
		listen string
		want   string
	}{
		"address taken":  {func(*bench) {}, taken.Addr().String(), "not possible to listen"},
		"no address":     {func(*bench) {}, "over there", "not possible to listen"},
		"data damaged":   {func(b *bench) { b.spoil(t) }, "127.0.0.1:0", "are damaged"},
		"folder no such": {func(b *bench) { b.file(t, "data", "a file, not a folder") }, "127.0.0.1:0", "cannot be written"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			b.Place.Env = english(b)
			c.before(b)
			status, _, said := b.run(t, "sandbox", "--listen", c.listen)
			if status != Failure || !strings.Contains(said, c.want) || strings.Count(said, "\n") != 1 {
				t.Errorf("status %d, %q", status, said)
			}
		})
	}
}

// spoil leaves a data file that the office did not write.
func (b *bench) spoil(t *testing.T) {
	t.Helper()
	if err := os.MkdirAll(b.ledger(), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(b.ledger(), "office.db"), []byte(strings.Repeat("x", 9000)), 0o600); err != nil {
		t.Fatal(err)
	}
}

// english is b's environment on an English system.
func english(b *bench) func(string) string {
	env := b.Place.Env
	return func(name string) string {
		if name == "LANG" {
			return "en_GB.UTF-8"
		}
		return env(name)
	}
}
