package client

import (
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"net/url"
	"time"
)

// transports are the two ways to the office.
type transports struct{ writing, reading http.RoundTripper }

// transportsOf makes both from the configuration. Connections for writing are used once:
// on one that is used again net/http may send a request twice without telling.
func transportsOf(cfg Config) (transports, error) {
	if cfg.Transport != nil {
		return transports{cfg.Transport, cfg.Transport}, nil
	}
	writing, err := transport(cfg)
	if err != nil {
		return transports{}, err
	}
	writing.DisableKeepAlives = true
	writing.DisableCompression = true
	reading, err := transport(cfg)
	if err != nil {
		return transports{}, err
	}
	reading.MaxIdleConnsPerHost = 1
	reading.IdleConnTimeout = 30 * time.Second
	return transports{writing, reading}, nil
}

func transport(cfg Config) (*http.Transport, error) {
	security, err := tlsOf(cfg)
	if err != nil {
		return nil, err
	}
	dialer := &net.Dialer{Timeout: 5 * time.Second, KeepAlive: 15 * time.Second}
	return &http.Transport{
		Proxy:                  proxyFor(cfg),
		DialContext:            dialer.DialContext,
		TLSClientConfig:        security,
		TLSHandshakeTimeout:    5 * time.Second,
		ResponseHeaderTimeout:  20 * time.Second,
		MaxResponseHeaderBytes: 64 << 10,
	}, nil
}

// proxyFor takes the proxy from the environment. The embedded office is on this PC: its
// secret is shown to no proxy.
func proxyFor(cfg Config) func(*http.Request) (*url.URL, error) {
	if cfg.EmbeddedSecret != "" {
		return nil
	}
	return http.ProxyFromEnvironment
}

func tlsOf(cfg Config) (*tls.Config, error) {
	security := &tls.Config{MinVersion: tls.VersionTLS12}
	if cfg.CAFile != "" {
		all, err := Authorities(cfg.CAFile)
		if err != nil {
			return nil, &Error{Code: CodeBadInput, Detail: "CA file cannot be used", cause: err}
		}
		security.RootCAs = x509.NewCertPool()
		for _, authority := range all {
			security.RootCAs.AddCert(authority)
		}
	}
	if (cfg.CertFile == "") != (cfg.KeyFile == "") {
		return nil, badInput("certificate and key belong together")
	}
	if cfg.CertFile != "" {
		own, err := OwnCertificate(cfg.CertFile, cfg.KeyFile)
		if err != nil {
			return nil, &Error{Code: CodeBadInput, Detail: "certificate or key cannot be used", cause: err}
		}
		security.Certificates = []tls.Certificate{own}
	}
	return security, nil
}
