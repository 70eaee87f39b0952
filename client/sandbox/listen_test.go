package sandbox

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

func openOffice(t *testing.T, options Options) *Office {
	t.Helper()
	o, err := Open(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := o.Close(); err != nil {
			t.Error(err)
		}
	})
	return o
}

func TestTheEmbeddedOfficeListensOnLoopbackBehindASecret(t *testing.T) {
	o := openOffice(t, Options{})
	one, err := o.Start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	two, err := o.Start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(one.BaseURL, "http://127.0.0.1:") || len(one.EmbeddedSecret) < 40 || one.EmbeddedSecret == two.EmbeddedSecret {
		t.Errorf("%+v, %+v", one, two)
	}
	ask := func(running Running, secret string) (int, error) {
		r, _ := http.NewRequest("GET", running.BaseURL+"/v1/health", nil)
		r.Header.Set("Embedded-Secret", secret)
		a, err := exchange(&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}, r)
		return a.status, err
	}
	for secret, want := range map[string]int{one.EmbeddedSecret: 200, two.EmbeddedSecret: 401, "": 401} {
		if got, err := ask(one, secret); got != want || err != nil {
			t.Errorf("want %d, got %d %v", want, got, err)
		}
	}
	if err := one.Close(); err != nil {
		t.Error(err)
	}
	if _, err := ask(one, one.EmbeddedSecret); err == nil {
		t.Error("it still listens")
	}
	if err := one.Close(); err != nil {
		t.Errorf("closing twice: %v", err)
	}
	if got, err := ask(two, two.EmbeddedSecret); got != 200 {
		t.Errorf("the other one: %d %v", got, err)
	}
}

func TestDesksTrustTheFoldersOwnAuthority(t *testing.T) {
	dir := t.TempDir()
	var ca []byte
	for range 2 { // the authority outlives the office, the server's certificate does not
		o, err := Open(t.Context(), Options{Dir: dir})
		if err != nil {
			t.Fatal(err)
		}
		running, err := o.ListenTLS(t.Context(), "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		if running.EmbeddedSecret != "" || running.CAFile != filepath.Join(dir, "ca.pem") {
			t.Errorf("%+v", running)
		}
		if ca == nil {
			if ca, err = os.ReadFile(running.CAFile); err != nil {
				t.Fatal(err)
			}
		}
		pool := x509.NewCertPool()
		pool.AppendCertsFromPEM(ca)
		base, _ := url.Parse(running.BaseURL)
		for name, row := range map[string]struct {
			url    string
			config *tls.Config
			ok     bool
		}{
			"by address":        {running.BaseURL, &tls.Config{RootCAs: pool}, true},
			"by name":           {"https://localhost:" + base.Port(), &tls.Config{RootCAs: pool}, true},
			"TLS 1.2":           {running.BaseURL, &tls.Config{RootCAs: pool, MaxVersion: tls.VersionTLS12}, true},
			"TLS 1.1":           {running.BaseURL, &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11}, false},
			"another authority": {running.BaseURL, &tls.Config{RootCAs: x509.NewCertPool()}, false},
			"another name":      {running.BaseURL, &tls.Config{RootCAs: pool, ServerName: "office.example"}, false},
			"no TLS":            {strings.Replace(running.BaseURL, "https", "http", 1), nil, false},
		} {
			r, _ := http.NewRequest("GET", row.url+"/v1/health", nil)
			a, err := exchange(&http.Client{Transport: &http.Transport{TLSClientConfig: row.config, DisableKeepAlives: true}}, r)
			if ok := err == nil && a.status == 200; ok != row.ok {
				t.Errorf("%s: %v %v", name, a, err)
			}
		}
		if err := o.Close(); err != nil {
			t.Error(err)
		}
	}
	if info, err := os.Stat(filepath.Join(dir, "ca.key")); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("the authority's key: %v %v", info.Mode(), err)
	}
}

func TestAnAuthorityIsNeverReplacedSilently(t *testing.T) {
	for what, spoil := range map[string]func(dir string) error{
		"no key":         func(dir string) error { return os.Remove(filepath.Join(dir, "ca.key")) },
		"no certificate": func(dir string) error { return os.Remove(filepath.Join(dir, "ca.pem")) },
		"broken":         func(dir string) error { return os.WriteFile(filepath.Join(dir, "ca.pem"), []byte("x"), 0o644) },
		"out of date":    func(string) error { return nil },
	} {
		dir := t.TempDir()
		o := openOffice(t, Options{Dir: dir})
		running, err := o.ListenTLS(t.Context(), "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(running.Close(), spoil(dir)); err != nil {
			t.Fatal(err)
		}
		if what == "out of date" {
			o.options.Now = func() time.Time { return time.Now().AddDate(11, 0, 0) }
		}
		if again, err := o.ListenTLS(t.Context(), "127.0.0.1:0"); err == nil {
			t.Errorf("%s: it listens at %s", what, again.BaseURL)
		}
	}
}

func TestListeningThatCannotBe(t *testing.T) {
	memory := openOffice(t, Options{})
	if _, err := memory.ListenTLS(t.Context(), "127.0.0.1:0"); !errors.Is(err, ErrNoFolder) {
		t.Errorf("in memory: %v", err)
	}
	o := openOffice(t, Options{Dir: t.TempDir()})
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	if _, err := o.ListenTLS(t.Context(), taken.Addr().String()); err == nil {
		t.Error("on a port that is taken")
	}
	if _, err := os.Stat(filepath.Join(o.options.Dir, "ca.pem")); !errors.Is(err, fs.ErrNotExist) {
		t.Error("an authority was made for nothing")
	}
	closed, err := Open(context.Background(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(closed.Close(), closed.Close()); err != nil {
		t.Errorf("closing twice: %v", err)
	}
	if _, err := closed.Start(t.Context()); err == nil {
		t.Error("a closed office listens")
	}
}

func TestACertificateNamesWhatTheAddressStandsFor(t *testing.T) {
	at := &net.TCPAddr{Port: 8443}
	host, _ := os.Hostname()
	for addr, want := range map[string]struct{ name, base string }{
		":8443": {host, host + ":8443"}, "0.0.0.0:8443": {host, host + ":8443"}, "[::]:8443": {host, host + ":8443"},
		"10.1.2.3:8443": {"10.1.2.3", "10.1.2.3:8443"}, "office.kranj:8443": {"office.kranj", "office.kranj:8443"}, "[fd00::1]:8443": {"fd00::1", "[fd00::1]:8443"},
		"localhost:8443": {"localhost", "localhost:8443"},
	} {
		names, base := listenNames(addr, at)
		if !strings.Contains(strings.Join(names, " ")+" ", want.name+" ") || base != want.base {
			t.Errorf("%s: %v, %s", addr, names, base)
		}
	}
}
