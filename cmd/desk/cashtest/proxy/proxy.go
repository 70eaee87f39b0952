package proxy

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"sync/atomic"
)

// Upstream is where the office listens: TLS with a CA of its own, or plain loopback behind a secret.
type Upstream struct{ URL, Secret, CAFile string }

// Seen is a request as it arrives from a desk.
type Seen struct {
	// From is what stands between the base path and /v1: a desk may be told apart by it. Path is the rest.
	From, Method, Path string
	// Key is, of a PUT, its own id, with "/cancellation" or "/close" behind it where the path ends so; else empty.
	Key   string
	Token string // of the Authorization header
	Body  []byte
}

// Proxy is the way between desks and their office, over real sockets: it ends the desks' TLS with a
// certificate they trust, does to each request what it is told, and goes on to the office by itself.
// It counts what arrives and what it delivers. It outlives both sides.
type Proxy struct {
	// URL is where desks find the office, with a base path; CAFile is whom they trust for it.
	URL, CAFile string
	// Plan says what happens to a request; nil is Pass. It may wait. This and the next two are set before Begin.
	Plan func(Seen) Fault
	// HangUp says that a connection ends before its handshake; nil is never.
	HangUp func() bool
	// Delivered, if not nil, is told after the office has answered a request and before the desk is.
	Delivered func(Seen)

	server    *http.Server
	listener  net.Listener
	elsewhere net.Listener
	strayed   atomic.Int64
	late      sync.WaitGroup
	closed    chan struct{}

	mu        sync.Mutex
	upstream  string
	secret    string
	way       *http.Transport
	tally     Tally
	answers   map[string][]byte        // the office's last good answer to a kind of write, for Another
	cancelled map[string]chan struct{} // closed when the office has answered a cancellation
}

// basePath stands before every path: an office need not live at the root.
const basePath = "/cekr"

// New takes a free port of this machine; its authority's certificate goes into dir. Nothing is answered before Begin.
func New(dir string) (*Proxy, error) {
	certificate, caFile, err := authority(dir)
	if err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	elsewhere, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	p := &Proxy{
		URL: "https://" + listener.Addr().String() + basePath, CAFile: caFile, listener: listener, elsewhere: elsewhere, closed: make(chan struct{}),
		answers: map[string][]byte{}, cancelled: map[string]chan struct{}{},
		tally: Tally{Arrived: map[string]int{}, Torn: map[string]int{}, Delivered: map[string]int{}, Copies: map[string]int{}, Faults: map[Kind]int{}, Tokens: map[string]bool{}},
	}
	p.server = &http.Server{
		Handler: http.HandlerFunc(p.serve), ErrorLog: log.New(io.Discard, "", 0),
		TLSConfig: &tls.Config{Certificates: []tls.Certificate{certificate}, NextProtos: []string{"http/1.1"}},
	}
	return p, nil
}

// Begin lets desks in.
func (p *Proxy) Begin() {
	go p.server.ServeTLS(hanging{p.listener, p}, "", "")
	go p.stray()
}

func (l hanging) Accept() (net.Conn, error) {
	for {
		conn, err := l.Listener.Accept()
		if err != nil || l.p.HangUp == nil || !l.p.HangUp() {
			return conn, err
		}
		l.p.count(func(t *Tally) { t.HungUp++; t.Faults[HungUp]++ })
		conn.Close()
	}
}

// stray counts who follows a redirect to another host.
func (p *Proxy) stray() {
	for {
		conn, err := p.elsewhere.Accept()
		if err != nil {
			return
		}
		p.strayed.Add(1)
		conn.Close()
	}
}

// Strayed is how often somebody followed a redirect to the other host.
func (p *Proxy) Strayed() int { return int(p.strayed.Load()) }

// Close ends it, and throws away what is still under way.
func (p *Proxy) Close() error {
	close(p.closed)
	err := errors.Join(p.server.Close(), p.elsewhere.Close())
	_ = p.listener.Close() // the server has, if it was begun
	p.late.Wait()
	p.Route(Upstream{})
	return err
}

// Quiet waits until no late copy is under way.
func (p *Proxy) Quiet() { p.late.Wait() }

// Route says where the office is now; the zero Upstream is nowhere.
func (p *Proxy) Route(to Upstream) error {
	way := &http.Transport{MaxIdleConnsPerHost: 8, DisableCompression: true}
	if to.CAFile != "" {
		pem, err := os.ReadFile(to.CAFile)
		if err != nil {
			return err
		}
		roots := x509.NewCertPool()
		roots.AppendCertsFromPEM(pem)
		way.TLSClientConfig = &tls.Config{RootCAs: roots}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.way != nil {
		p.way.CloseIdleConnections()
	}
	p.upstream, p.secret, p.way = to.URL, to.Secret, way
	return nil
}

// see reads what arrives. The body is left alone: a request may be torn before it is whole.
func see(r *http.Request) Seen {
	s := Seen{Method: r.Method, Path: strings.TrimPrefix(r.URL.Path, basePath)}
	if at := strings.Index(s.Path, "/v1/"); at > 0 {
		s.From, s.Path = s.Path[1:at], s.Path[at:]
	}
	s.Token = strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	parts := strings.Split(s.Path, "/") // "", v1, top-ups, id, cancellation
	if r.Method == http.MethodPut && len(parts) >= 4 {
		s.Key = strings.Join(parts[3:], "/")
	}
	if r.Method == http.MethodPut && len(parts) == 6 { // "", v1, drawer-sessions, id, counts, its own id
		s.Key = parts[5]
	}
	return s
}

// serve does to one request what the plan says.
func (p *Proxy) serve(w http.ResponseWriter, r *http.Request) {
	seen := see(r)
	fault := Fault{Kind: Pass}
	if p.Plan != nil {
		fault = p.Plan(seen)
	}
	p.count(func(t *Tally) {
		t.Faults[fault.Kind]++
		if seen.Token != "" {
			t.Tokens[seen.Token] = true
		}
		if seen.Key != "" {
			t.Arrived[seen.Key]++
		}
		if seen.Key != "" && fault.Kind == Reset {
			t.Torn[seen.Key]++
		}
	})
	if fault.Kind == Reset {
		reset(w)
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // the desk died inside its request
	}
	seen.Body = body
	p.applyFault(w, r, seen, fault)
}

// hanging ends connections before their handshake, where it is told to.
type hanging struct {
	net.Listener
	p *Proxy
}
