package cashtest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"cekr.kranj.si/desk/client/sandbox"
	"cekr.kranj.si/desk/cmd/desk/cashtest/proxy"
	"cekr.kranj.si/desk/cmd/desk/settings"
	"cekr.kranj.si/desk/cmd/desk/wiring"
)

// officeOn opens an office on disk and puts it behind the proxy, plain or over TLS.
func officeOn(t *testing.T, p *proxy.Proxy, secured bool) *sandbox.Office {
	t.Helper()
	office, err := sandbox.Open(t.Context(), sandbox.Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { office.Close() })
	if err := behind(p, office, secured); err != nil {
		t.Fatal(err)
	}
	return office
}

func behind(p *proxy.Proxy, office *sandbox.Office, secured bool) error {
	if secured {
		running, err := office.ListenTLS(context.Background(), "127.0.0.1:0")
		return errors.Join(err, p.Route(proxy.Upstream{URL: running.BaseURL, CAFile: running.CAFile}))
	}
	running, err := office.Start(context.Background())
	return errors.Join(err, p.Route(proxy.Upstream{URL: running.BaseURL, Secret: running.EmbeddedSecret}))
}

func network(t *testing.T) *proxy.Proxy {
	t.Helper()
	p, err := proxy.New(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	return p
}

// officeSettings are those of a desk that works with the office behind the proxy, its data below dir.
func officeSettings(dir, desk, url, caFile string) (settings.Settings, error) {
	place := settings.Place{OS: "linux", Home: dir, Env: func(key string) string {
		return map[string]string{"DESK_DATA": filepath.Join(dir, "data")}[key]
	}}
	s := settings.Default()
	s.Mode, s.Desk, s.Connection = settings.Office, desk, settings.Connection{URL: url, CA: caFile}
	s.Folder = filepath.Join(dir, "saved")
	if err := os.MkdirAll(s.Folder, 0o700); err != nil {
		return s, err
	}
	var err error
	s.Data, err = settings.FoldersFor(place, s.Mode)
	return s, err
}

// deskOn opens a desk of the office behind the proxy.
func deskOn(t *testing.T, p *proxy.Proxy, name string) (*wiring.Desk, settings.Settings) {
	t.Helper()
	s, err := officeSettings(t.TempDir(), name, p.URL, p.CAFile)
	if err != nil {
		t.Fatal(err)
	}
	d, err := wiring.Open(t.Context(), s, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d, s
}

// record is what these tests read of a journal's record, with eyes of their own.
type record struct {
	Kind, ID, Task, MokID, Session string
	Amount                         struct {
		Cents int64 `json:"amount"`
	}
	Body []byte
	Seq  int64
}

// records are all of a journal's records, in order, found in the file without the journal's own reader.
func records(dir string) ([]record, error) {
	held, err := os.ReadFile(filepath.Join(dir, "journal.log"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var all []record
	for {
		at := bytes.Index(held, []byte(`{"v":2,"n":`))
		if at < 0 {
			return all, err
		}
		held = held[at:]
		var r record
		decoder := json.NewDecoder(bytes.NewReader(held))
		if decoder.Decode(&r) != nil {
			return all, err // a torn tail
		}
		all = append(all, r)
		held = held[decoder.InputOffset():]
	}
}
