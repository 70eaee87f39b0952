package client

import (
	"bytes"
	"crypto/tls"
	"encoding/binary"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// tap keeps every byte that comes from a desk, as it lies on the wire.
type tap struct {
	net.Listener
	mu    sync.Mutex
	conns []*tappedConn
}

type tappedConn struct {
	net.Conn
	mu   sync.Mutex
	came bytes.Buffer
}

func (t *tap) Accept() (net.Conn, error) {
	conn, err := t.Listener.Accept()
	if err != nil {
		return nil, err
	}
	tapped := &tappedConn{Conn: conn}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.conns = append(t.conns, tapped)
	return tapped, nil
}

func (c *tappedConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.came.Write(p[:n])
	return n, err
}

// bytes are all connections' bytes, one after the other, and how many of them lay in records of application data.
func (t *tap) bytes() (all []byte, application int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, c := range t.conns {
		c.mu.Lock()
		came := bytes.Clone(c.came.Bytes())
		c.mu.Unlock()
		all = append(all, came...)
		for len(came) >= 5 {
			size := min(5+int(binary.BigEndian.Uint16(came[3:5])), len(came))
			if came[0] == 23 {
				application += size - 5
			}
			came = came[size:]
		}
	}
	return all, application
}

// tapped is a server whose wire is tapped below its TLS; without security it speaks plain HTTP.
func tapped(t *testing.T, security *tls.Config) (address string, wire *tap) {
	t.Helper()
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		w.WriteHeader(http.StatusNotFound)
	}))
	wire = &tap{Listener: s.Listener}
	s.Listener = wire
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	if security == nil {
		s.Start()
	} else {
		s.TLS = security
		s.StartTLS()
	}
	t.Cleanup(s.Close)
	return strings.Replace(s.URL, "http:", "https:", 1), wire
}

// anAlert is more than what a desk says, encrypted, when it ends a handshake: a few such records. The smallest
// request is far above.
const anAlert = 30

// The bytes themselves are looked at, below TLS: nothing of a request is among them, in clear or encrypted.
func TestNotAByteOfARequestLeavesForAStranger(t *testing.T) {
	ca, other := newAuthority(t), newAuthority(t)
	here, hour := net.IPv4(127, 0, 0, 1), time.Now().Add(time.Hour)
	ours := []tls.Certificate{ca.leaf(t, here, hour)}
	for _, tt := range []struct {
		name     string
		security *tls.Config
		reaches  bool
	}{
		{"ours, to see that the tap works", &tls.Config{Certificates: ours}, true},
		{"ours with TLS 1.2", &tls.Config{Certificates: ours, MaxVersion: tls.VersionTLS12}, true},
		{"TLS 1.1", &tls.Config{Certificates: ours, MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11}, false},
		{"TLS 1.0", &tls.Config{Certificates: ours, MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS10}, false},
		{"another authority", &tls.Config{Certificates: []tls.Certificate{other.leaf(t, here, hour)}}, false},
		{"another authority with TLS 1.2", &tls.Config{Certificates: []tls.Certificate{other.leaf(t, here, hour)}, MaxVersion: tls.VersionTLS12}, false},
		{"another host", &tls.Config{Certificates: []tls.Certificate{ca.leaf(t, net.IPv4(10, 0, 0, 1), hour)}}, false},
		{"out of date", &tls.Config{Certificates: []tls.Certificate{ca.leaf(t, here, time.Now().Add(-time.Hour))}}, false},
		{"plain HTTP", nil, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			address, wire := tapped(t, tt.security)
			c, err := New(Config{BaseURL: address, Desk: "KR-01", CAFile: ca.file})
			if err != nil {
				t.Fatal(err)
			}
			tries := everything(t, c)
			all, application := wire.bytes()
			for _, secret := range append([]string{topUpID, "HTTP/1.1", "Bearer"}, secrets...) {
				if bytes.Contains(all, []byte(secret)) {
					t.Errorf("%s lies on the wire in clear", secret)
				}
			}
			if reached := application > anAlert*tries; reached != tt.reaches {
				t.Errorf("%d bytes of application data in %d requests", application, tries)
			}
			if len(all) == 0 {
				t.Error("nothing was tried")
			}
		})
	}
}

// everything sends one of each kind of request, and tells how many connections that may have taken.
func everything(t *testing.T, c *Client) (tries int) {
	t.Helper()
	for _, a := range attempts(t) {
		signedIn(c)
		a.send(t.Context(), c, true)
		tries++
	}
	_, _ = c.SignIn(t.Context(), "1001", pin)
	signedIn(c)
	_, _ = c.Card(t.Context(), mokID)
	_, _ = c.Match(t.Context(), mokID, last6)
	_ = c.SignOut(t.Context())
	return tries + 3 + maxReads
}

// A redirect to another host, one that could even prove itself, does not so much as open a connection.
func TestARedirectOpensNoConnection(t *testing.T) {
	ca := newAuthority(t)
	security := &tls.Config{Certificates: []tls.Certificate{ca.leaf(t, net.IPv4(127, 0, 0, 1), time.Now().Add(time.Hour))}}
	elsewhere, wire := tapped(t, security.Clone())
	for _, status := range []int{301, 302, 303, 304, 305, 306, 307, 308} {
		asked := 0
		s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			asked++
			http.Redirect(w, r, elsewhere+r.URL.Path, status)
		}))
		s.TLS = security.Clone()
		s.StartTLS()
		c, err := New(Config{BaseURL: s.URL, Desk: "KR-01", CAFile: ca.file})
		if err != nil {
			t.Fatal(err)
		}
		everything(t, c)
		if s.Close(); asked < 9 {
			t.Errorf("%d: only %d requests were made", status, asked)
		}
	}
	if all, _ := wire.bytes(); len(wire.conns) != 0 || len(all) != 0 {
		t.Errorf("%d connections and %d bytes went to another host", len(wire.conns), len(all))
	}
}
