package checkup

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// FuzzAuthority looks at any file as if it held the CAs to trust. None that is not one is called right.
func FuzzAuthority(f *testing.F) {
	f.Add([]byte("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"))
	f.Add([]byte("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"))
	f.Add([]byte{})
	f.Add(bytes.Repeat([]byte("-----BEGIN CERTIFICATE-----\n"), 500))
	name := filepath.Join(f.TempDir(), "ca.pem")
	m := Machine{Now: func() time.Time { return time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC) }}
	f.Fuzz(func(t *testing.T, text []byte) {
		if err := os.WriteFile(name, text, 0o600); err != nil {
			t.Fatal(err)
		}
		if line := m.authority(name); line.Level != Fail && !bytes.Contains(text, []byte("-----BEGIN CERTIFICATE-----")) {
			t.Errorf("%+v", line)
		}
	})
}
