package client

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// authority is a CA of the test's own.
type authority struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
	file string
}

func newAuthority(t *testing.T) authority {
	t.Helper()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test authority"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), KeyUsage: x509.KeyUsageCertSign,
	}
	key, cert := issue(t, template, authority{})
	return authority{cert, key, writePEM(t, "CERTIFICATE", cert.Raw)}
}

// issue signs a certificate; by itself when there is no issuer.
func issue(t *testing.T, template *x509.Certificate, by authority) (*ecdsa.PrivateKey, *x509.Certificate) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if by.cert == nil {
		by.cert, by.key = template, key
	}
	raw, err := x509.CreateCertificate(rand.Reader, template, by.cert, &key.PublicKey, by.key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(raw)
	if err != nil {
		t.Fatal(err)
	}
	return key, cert
}

// leaf is a certificate for a server or a desk.
func (a authority) leaf(t *testing.T, host net.IP, ends time.Time) tls.Certificate {
	t.Helper()
	key, cert := issue(t, &x509.Certificate{
		SerialNumber: big.NewInt(2), NotBefore: time.Now().Add(-2 * time.Hour), NotAfter: ends, IPAddresses: []net.IP{host},
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}, a)
	return tls.Certificate{Certificate: [][]byte{cert.Raw}, PrivateKey: key}
}

func writePEM(t *testing.T, kind string, raw []byte) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "x.pem")
	if err := os.WriteFile(name, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// guarded is a server that counts the requests and the bytes that get through its TLS.
func guarded(t *testing.T, security *tls.Config) (*httptest.Server, *atomic.Int64) {
	t.Helper()
	var requests atomic.Int64
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requests.Add(1)
		answering(201, posted)(w, r)
	}))
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.TLS = security
	s.StartTLS()
	t.Cleanup(s.Close)
	return s, &requests
}

func TestNothingLeavesForAnOfficeThatCannotProveItself(t *testing.T) {
	ca, other := newAuthority(t), newAuthority(t)
	here, hour := net.IPv4(127, 0, 0, 1), time.Now().Add(time.Hour)
	for _, tt := range []struct {
		name     string
		security *tls.Config
		ca       string
		code     string
		verdict  Verdict
	}{
		{"ours", &tls.Config{Certificates: []tls.Certificate{ca.leaf(t, here, hour)}}, ca.file, "", Posted},
		{"TLS 1.2", &tls.Config{Certificates: []tls.Certificate{ca.leaf(t, here, hour)}, MaxVersion: tls.VersionTLS12}, ca.file, "", Posted},
		{"TLS 1.1", &tls.Config{Certificates: []tls.Certificate{ca.leaf(t, here, hour)}, MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11}, ca.file, CodeNoTrust, NotSent},
		{"TLS 1.0", &tls.Config{Certificates: []tls.Certificate{ca.leaf(t, here, hour)}, MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS10}, ca.file, CodeNoTrust, NotSent},
		{"another authority", &tls.Config{Certificates: []tls.Certificate{other.leaf(t, here, hour)}}, ca.file, CodeNoTrust, NotSent},
		{"the system's authorities", &tls.Config{Certificates: []tls.Certificate{ca.leaf(t, here, hour)}}, "", CodeNoTrust, NotSent},
		{"another host", &tls.Config{Certificates: []tls.Certificate{ca.leaf(t, net.IPv4(10, 0, 0, 1), hour)}}, ca.file, CodeNoTrust, NotSent},
		{"out of date", &tls.Config{Certificates: []tls.Certificate{ca.leaf(t, here, time.Now().Add(-time.Hour))}}, ca.file, CodeNoTrust, NotSent},
	} {
		t.Run(tt.name, func(t *testing.T) {
			server, requests := guarded(t, tt.security)
			c, err := New(Config{BaseURL: server.URL, Desk: "KR-01", CAFile: tt.ca})
			if err != nil {
				t.Fatal(err)
			}
			signedIn(c)
			got := c.TopUp(t.Context(), sending(t))
			if got.Verdict != tt.verdict || CodeOf(got.Err) != tt.code {
				t.Errorf("%+v, %s", got, detailOf(got.Err))
			}
			if got.Err != nil && detailOf(got.Err) == "" {
				t.Error("no word for the technician")
			}
			again := sending(t)
			again.First = false
			if got := c.TopUp(t.Context(), again); got.Verdict == NotSent {
				t.Errorf("again: %+v", got)
			}
			if through := requests.Load() > 0; through != (tt.verdict == Posted) {
				t.Errorf("%d requests got through", requests.Load())
			}
		})
	}
}

func detailOf(err error) string {
	if e, ok := err.(*Error); ok {
		return e.Detail
	}
	return ""
}

func TestPlainHTTPBehindAnHTTPSAddressIsNoOffice(t *testing.T) {
	var got atomic.Int64
	plain := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { got.Add(1) }))
	defer plain.Close()
	c, err := New(Config{BaseURL: strings.Replace(plain.URL, "http:", "https:", 1), Desk: "KR-01"})
	if err != nil {
		t.Fatal(err)
	}
	signedIn(c)
	out := c.TopUp(t.Context(), sending(t))
	if out.Verdict != NotSent || CodeOf(out.Err) != CodeNoTrust || got.Load() != 0 {
		t.Errorf("%+v", out)
	}
}

// In TLS 1.3 a client learns only with the first answer that its certificate was refused,
// when the request is already written: that is no proof of anything.
func TestTheDesksCertificate(t *testing.T) {
	ca := newAuthority(t)
	here, hour := net.IPv4(127, 0, 0, 1), time.Now().Add(time.Hour)
	pool := x509.NewCertPool()
	pool.AddCert(ca.cert)
	server, requests := guarded(t, &tls.Config{
		Certificates: []tls.Certificate{ca.leaf(t, here, hour)}, ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: pool,
	})
	own := ca.leaf(t, here, hour)
	key, err := x509.MarshalPKCS8PrivateKey(own.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	cert, keyFile := writePEM(t, "CERTIFICATE", own.Certificate[0]), writePEM(t, "PRIVATE KEY", key)
	with, err := New(Config{BaseURL: server.URL, Desk: "KR-01", CAFile: ca.file, CertFile: cert, KeyFile: keyFile})
	if err != nil {
		t.Fatal(err)
	}
	signedIn(with)
	if got := with.TopUp(t.Context(), sending(t)); got.Verdict != Posted {
		t.Errorf("%+v", got)
	}
	without, err := New(Config{BaseURL: server.URL, Desk: "KR-01", CAFile: ca.file})
	if err != nil {
		t.Fatal(err)
	}
	signedIn(without)
	if got := without.TopUp(t.Context(), sending(t)); got.Verdict != Unknown || requests.Load() != 1 {
		t.Errorf("%+v, %d requests", got, requests.Load())
	}
}

func TestAProxyThatRefusesIsNotTheOffice(t *testing.T) {
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusProxyAuthRequired)
	}))
	defer proxy.Close()
	address, err := url.Parse(proxy.URL)
	if err != nil {
		t.Fatal(err)
	}
	cfg := Config{BaseURL: "https://office.example", Desk: "KR-01"}
	over, err := transport(cfg)
	if err != nil {
		t.Fatal(err)
	}
	over.Proxy = http.ProxyURL(address)
	cfg.Transport = over
	c, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	signedIn(c)
	if got := c.TopUp(t.Context(), sending(t)); got.Verdict != NotSent || CodeOf(got.Err) != CodeNoConnection {
		t.Errorf("%+v", got)
	}
}

func TestTheEmbeddedSecretIsShownToNoProxy(t *testing.T) {
	embedded, err := transport(Config{EmbeddedSecret: "secret"})
	if err != nil || embedded.Proxy != nil {
		t.Error("a proxy for the embedded office")
	}
	office, err := transport(Config{})
	if err != nil || office.Proxy == nil {
		t.Error("no proxy for an office")
	}
}
