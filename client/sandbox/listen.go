package sandbox

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// Running is an office that listens.
type Running struct {
	// BaseURL is where, without a path.
	BaseURL string
	// EmbeddedSecret goes into the header Embedded-Secret of each request; empty over TLS.
	EmbeddedSecret string
	// CAFile is the certificate authority that desks have to trust; empty on plain loopback.
	CAFile string
	// Close stops listening and lets requests end for a moment.
	Close func() error
}

// Start serves plain HTTP on a free port of 127.0.0.1, to whoever knows the secret: the program that started it.
func (o *Office) Start(ctx context.Context) (Running, error) {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp4", "127.0.0.1:0")
	if err != nil {
		return Running{}, fmt.Errorf("sandbox: listen: %w", err)
	}
	var b [32]byte
	_, _ = rand.Read(b[:])
	secret := base64.RawURLEncoding.EncodeToString(b[:])
	stop, err := o.serveOn(listener, o.handler(secret))
	if err != nil {
		return Running{}, err
	}
	return Running{BaseURL: "http://" + listener.Addr().String(), EmbeddedSecret: secret, Close: stop}, nil
}

// ListenTLS serves several desks over TLS on an address like ":8443" or "10.0.0.5:8443". The authority's
// certificate is made in the data folder at the first start; the server's own is made anew at each, for the names
// and addresses that the address stands for. An office in memory has no folder: ErrNoFolder.
func (o *Office) ListenTLS(ctx context.Context, addr string) (Running, error) {
	if o.options.Dir == "" {
		return Running{}, ErrNoFolder
	}
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", addr)
	if err != nil {
		return Running{}, fmt.Errorf("sandbox: listen: %w", err)
	}
	names, base := listenNames(addr, listener.Addr())
	certificate, caFile, err := o.serverCertificate(names)
	if err != nil {
		return Running{}, errors.Join(err, listener.Close())
	}
	secured := tls.NewListener(listener, &tls.Config{
		Certificates: []tls.Certificate{certificate},
		MinVersion:   tls.VersionTLS12,
		NextProtos:   []string{"http/1.1"}, // faults need a connection of their own
	})
	stop, err := o.serveOn(secured, o.handler(""))
	if err != nil {
		return Running{}, err
	}
	o.log(slog.LevelInfo, "listening", slog.String("address", listener.Addr().String()), slog.String("ca", caFile))
	return Running{BaseURL: "https://" + base, CAFile: caFile, Close: stop}, nil
}

// serveOn serves until the returned function, or the office's Close, ends it.
func (o *Office) serveOn(listener net.Listener, handler http.Handler) (func() error, error) {
	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       30 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    16 << 10,
		ErrorLog:          slog.NewLogLogger(slog.DiscardHandler, slog.LevelDebug),
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.closed {
		return nil, errors.Join(errors.New("sandbox: the office is closed"), listener.Close())
	}
	ended := make(chan error, 1)
	o.running[server] = ended
	go func() { ended <- server.Serve(listener) }()
	return func() error { return o.stopServer(server) }, nil
}

// stopServer lets requests end for a moment, then cuts them off. A second call does nothing.
func (o *Office) stopServer(server *http.Server) error {
	o.mu.Lock()
	ended, there := o.running[server]
	delete(o.running, server)
	o.mu.Unlock()
	if !there {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	err := server.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		err = server.Close()
	}
	if e := <-ended; !errors.Is(e, http.ErrServerClosed) {
		err = errors.Join(err, e)
	}
	return err
}

// stopServers ends all that listens.
func (o *Office) stopServers() error {
	o.mu.Lock()
	var servers []*http.Server
	for server := range o.running {
		servers = append(servers, server)
	}
	o.mu.Unlock()
	var err error
	for _, server := range servers {
		err = errors.Join(err, o.stopServer(server))
	}
	return err
}
