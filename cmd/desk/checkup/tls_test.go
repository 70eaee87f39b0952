package checkup

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/cmd/desk/settings"
)

// pair is a certificate with its key, and where both lie as PEM files.
type pair struct {
	cert      *x509.Certificate
	key       *ecdsa.PrivateKey
	file, own string
}

// made makes a certificate; parent nil signs itself.
func made(t *testing.T, parent *pair, edit func(c *x509.Certificate)) *pair {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: t.Name()},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(365 * 24 * time.Hour),
		BasicConstraintsValid: true, IsCA: parent == nil, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	if edit != nil {
		edit(c)
	}
	by := &pair{cert: c, key: key}
	if parent != nil {
		by = parent
	}
	der, err := x509.CreateCertificate(rand.Reader, c, by.cert, &key.PublicKey, by.key)
	if err != nil {
		t.Fatal(err)
	}
	keyDER, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	p := &pair{key: key}
	if p.cert, err = x509.ParseCertificate(der); err != nil {
		t.Fatal(err)
	}
	p.file = pemFile(t, "CERTIFICATE", der)
	p.own = pemFile(t, "PRIVATE KEY", keyDER)
	return p
}

func pemFile(t *testing.T, kind string, der []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "x.pem")
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func (p *pair) tls() tls.Certificate {
	return tls.Certificate{Certificate: [][]byte{p.cert.Raw}, PrivateKey: p.key}
}

// office is a real server over TLS that says it is healthy.
func office(t *testing.T, config *tls.Config) string {
	t.Helper()
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Trace-Id", strings.Repeat("0a", 16))
		fmt.Fprintf(w, `{"status":"ok","version":"9.9","contractVersion":%q,"time":%q}`, client.ContractVersion, time.Now().Format(time.RFC3339))
	}))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	if config == nil {
		server.Start()
	} else {
		server.TLS = config
		server.StartTLS()
	}
	t.Cleanup(server.Close)
	return "https://" + server.Listener.Addr().String()
}

func TestRealConnectionsToAnOffice(t *testing.T) {
	t.Setenv("NO_PROXY", "127.0.0.1")
	ca, other := made(t, nil, nil), made(t, nil, nil)
	good := made(t, ca, nil)
	desk := made(t, ca, nil)
	wants := &tls.Config{Certificates: []tls.Certificate{good.tls()}, ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: x509.NewCertPool()}
	wants.ClientCAs.AddCert(ca.cert)
	for name, c := range map[string]struct {
		server *tls.Config
		edit   func(to *settings.Connection)
		want   string
	}{
		"right": {&tls.Config{Certificates: []tls.Certificate{good.tls()}}, nil, "OK check.office.ok"},
		"another authority": {&tls.Config{Certificates: []tls.Certificate{good.tls()}},
			func(to *settings.Connection) { to.CA = other.file }, "FAIL check.office.trust.authority"},
		"another name": {&tls.Config{Certificates: []tls.Certificate{made(t, ca, func(c *x509.Certificate) {
			c.IPAddresses, c.DNSNames = nil, []string{"drug.example.si"}
		}).tls()}}, nil, "FAIL check.office.trust.name"},
		"out of date": {&tls.Config{Certificates: []tls.Certificate{made(t, ca, func(c *x509.Certificate) {
			c.NotAfter = time.Now().Add(-time.Minute)
		}).tls()}}, nil, "FAIL check.office.trust.date"},
		"no TLS":             {nil, nil, "FAIL check.office.trust.plain"},
		"ours wanted, none":  {wants, nil, "FAIL check.office.trust.ours"},
		"ours wanted, given": {wants, func(to *settings.Connection) { to.Cert, to.Key = desk.file, desk.own }, "OK check.office.ok"},
		"old TLS only":       {&tls.Config{Certificates: []tls.Certificate{good.tls()}, MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11}, nil, "FAIL check.office.trust.other"},
	} {
		t.Run(name, func(t *testing.T) {
			m, s := healthy(t)
			m.Office = askOffice
			s.Connection = settings.Connection{URL: office(t, c.server), CA: ca.file}
			if c.edit != nil {
				c.edit(&s.Connection)
			}
			found := look(t, m, s, nil)
			if !slices.Contains(found, c.want) {
				t.Errorf("got %v, want %s", found, c.want)
			}
			if !strings.HasPrefix(c.want, "OK") && slices.Contains(found, "OK check.contract.ok") {
				t.Errorf("an office that was not reached has a contract: %v", found)
			}
		})
	}
}

func TestThroughAProxyOnlyTheProxyIsBlamed(t *testing.T) {
	// net/http reads the environment's proxies once in a process, so the answer is looked at alone.
	m, s := healthy(t)
	m.Office = nil
	_ = m
	said(t, Line{Fail, "check.office.proxy", unreached(s, &client.Error{Code: client.CodeTimeout}).Values})
}

func TestFilesOfTrust(t *testing.T) {
	ca := made(t, nil, nil)
	ending := func(d time.Duration) func(c *x509.Certificate) {
		return func(c *x509.Certificate) { c.NotAfter = time.Now().Add(d) }
	}
	broken := filepath.Join(t.TempDir(), "broken.pem")
	if err := os.WriteFile(broken, []byte("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	empty := filepath.Join(t.TempDir(), "empty.pem")
	if err := os.WriteFile(empty, []byte("no PEM at all"), 0o600); err != nil {
		t.Fatal(err)
	}
	open := made(t, ca, nil)
	if err := os.Chmod(open.own, 0o644); err != nil {
		t.Fatal(err)
	}
	one, two := made(t, ca, nil), made(t, ca, nil)
	late := made(t, ca, ending(-time.Minute))
	soonOver := made(t, ca, ending(24*time.Hour))
	early := made(t, ca, func(c *x509.Certificate) { c.NotBefore = time.Now().Add(time.Hour) })
	for name, c := range map[string]struct {
		to   settings.Connection
		want string
	}{
		"good CA":             {settings.Connection{CA: ca.file}, "OK check.ca.ok"},
		"no such CA":          {settings.Connection{CA: "/nowhere/ca.pem"}, "FAIL check.ca.unreadable"},
		"broken CA":           {settings.Connection{CA: broken}, "FAIL check.ca.broken"},
		"empty CA":            {settings.Connection{CA: empty}, "FAIL check.ca.broken"},
		"server's own":        {settings.Connection{CA: one.file}, "FAIL check.ca.notCA"},
		"CA out of date":      {settings.Connection{CA: made(t, nil, ending(-time.Minute)).file}, "FAIL check.ca.expired"},
		"CA soon out of date": {settings.Connection{CA: made(t, nil, ending(24*time.Hour)).file}, "WARN check.ca.soon"},
		"good pair":           {settings.Connection{Cert: one.file, Key: one.own}, "OK check.cert.ok"},
		"no such key":         {settings.Connection{Cert: one.file, Key: "/nowhere/key.pem"}, "FAIL check.cert.unreadable"},
		"no pair":             {settings.Connection{Cert: one.file, Key: two.own}, "FAIL check.cert.noPair"},
		"a key as CA":         {settings.Connection{CA: one.own}, "FAIL check.ca.noCertificate"},
		"changed places":      {settings.Connection{Cert: one.own, Key: one.file}, "FAIL check.cert.swapped"},
		"key twice":           {settings.Connection{Cert: one.own, Key: one.own}, "FAIL check.cert.noCertificate"},
		"certificate twice":   {settings.Connection{Cert: one.file, Key: one.file}, "FAIL check.cert.noKey"},
		"out of date":         {settings.Connection{Cert: late.file, Key: late.own}, "FAIL check.cert.expired"},
		"soon out of date":    {settings.Connection{Cert: soonOver.file, Key: soonOver.own}, "WARN check.cert.soon"},
		"too early":           {settings.Connection{Cert: early.file, Key: early.own}, "FAIL check.cert.early"},
		"key open to all":     {settings.Connection{Cert: open.file, Key: open.own}, "WARN check.cert.open"},
	} {
		t.Run(name, func(t *testing.T) {
			m, s := healthy(t)
			c.to.URL = s.Connection.URL
			s.Connection = c.to
			if found := look(t, m, s, nil); !slices.Contains(found, c.want) {
				t.Errorf("got %v, want %s", found, c.want)
			}
		})
	}
}

// Each reason of the client's has its sentences, for the authorities and for the desk's own.
func TestEveryFaultOfAFileOfTrustIsSaid(t *testing.T) {
	own := []client.FileReason{
		client.FileUnreadable, client.FileWide, client.FileDER, client.FilePFX, client.FileBroken, client.FileNoCertificate, client.FileNoKey,
		client.FileEncrypted, client.FilesSwapped, client.FilesNoPair,
	}
	theirs := []client.FileReason{
		client.FileUnreadable, client.FileWide, client.FileDER, client.FilePFX, client.FileBroken, client.FileNoCertificate, client.FileOthers,
	}
	for _, reason := range own {
		said(t, fileLine(&client.FileError{Reason: reason, Path: "/p", Own: true}))
	}
	for _, reason := range theirs {
		said(t, fileLine(&client.FileError{Reason: reason, Path: "/p"}))
	}
	if key, _ := TrustSentence(&client.Error{Code: client.CodeBadInput}); key != "" {
		t.Errorf("another error is said as %s", key)
	}
}
