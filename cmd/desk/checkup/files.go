package checkup

import (
	"errors"
	"os"
	"runtime"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/cmd/desk/settings"
)

// certificateNotice is how long before its end a certificate is warned of.
const certificateNotice = 30 * 24 * time.Hour

// files looks at the CA file and the desk's certificate, when the settings name them.
func (m Machine) files(s settings.Settings) []Line {
	if s.Mode != settings.Office {
		return nil
	}
	return append([]Line{m.authority(s.Connection.CA)}, m.certificate(s.Connection.Cert, s.Connection.Key)...)
}

// authority looks at the file with the CAs to trust, as the client reads it. The first trouble found is told.
func (m Machine) authority(file string) Line {
	if file == "" {
		return Line{OK, "check.ca.system", nil}
	}
	values := map[string]any{"Path": file}
	all, err := client.Authorities(file)
	if err != nil {
		return fileLine(err)
	}
	var ends time.Time
	for _, cert := range all {
		if !cert.IsCA {
			return Line{Fail, "check.ca.notCA", values}
		}
		if ends.IsZero() || cert.NotAfter.After(ends) {
			ends = cert.NotAfter // of several CAs, one that lives is enough
		}
	}
	values["Until"] = ends
	switch {
	case m.Now().After(ends):
		return Line{Fail, "check.ca.expired", values}
	case m.Now().Add(certificateNotice).After(ends):
		return Line{Warn, "check.ca.soon", values}
	}
	return Line{OK, "check.ca.ok", values}
}

// certificate looks at the desk's own certificate and key, and at who else may read the key.
func (m Machine) certificate(file, key string) []Line {
	if file == "" {
		return nil
	}
	values := map[string]any{"Path": file, "Key": key}
	pair, err := client.OwnCertificate(file, key)
	if err != nil {
		return []Line{fileLine(err)}
	}
	values["Until"] = pair.Leaf.NotAfter
	line := Line{OK, "check.cert.ok", values}
	switch {
	case m.Now().After(pair.Leaf.NotAfter):
		line = Line{Fail, "check.cert.expired", values}
	case m.Now().Before(pair.Leaf.NotBefore):
		line = Line{Fail, "check.cert.early", map[string]any{"Path": file, "From": pair.Leaf.NotBefore}}
	case m.Now().Add(certificateNotice).After(pair.Leaf.NotAfter):
		line = Line{Warn, "check.cert.soon", values}
	}
	lines := []Line{line}
	if info, err := os.Stat(key); err == nil && runtime.GOOS != "windows" && info.Mode().Perm()&0o007 != 0 {
		lines = append(lines, Line{Warn, "check.cert.open", values})
	}
	return lines
}

// fileLine says why a file of trust can't be used.
func fileLine(err error) Line {
	key, values := TrustSentence(err)
	return Line{Fail, key, values}
}

// TrustSentence is the key of the catalogue, and its values, for a file that the client can't use; the key is empty for any
// other error.
func TrustSentence(err error) (key string, values map[string]any) {
	e, ok := errors.AsType[*client.FileError](err)
	if !ok {
		return "", nil
	}
	values = map[string]any{"Path": e.Path}
	if e.Own {
		return "check.cert." + string(e.Reason), values
	}
	return "check.ca." + string(e.Reason), values
}
