package checkup

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/cmd/desk/settings"
)

// reason finds out why no trusted connection to the office came about, by making one step after
// the other itself: the name, the connection, the certificate. It sends nothing. Through a proxy it
// can't see, and says so.
func reason(to settings.Connection, distrusted bool) string {
	address, err := url.Parse(to.URL)
	if err != nil {
		return "noConnection"
	}
	if proxy, err := http.ProxyFromEnvironment(&http.Request{URL: address}); err != nil || proxy != nil {
		return "proxy"
	}
	ctx, cancel := context.WithTimeout(context.Background(), answerTime)
	defer cancel()
	port := address.Port()
	if port == "" {
		port = "443"
	}
	dialer := &net.Dialer{Timeout: answerTime / 3}
	conn, err := dialer.DialContext(ctx, "tcp", net.JoinHostPort(address.Hostname(), port))
	if err != nil {
		return dialReason(err)
	}
	defer conn.Close()
	if !distrusted {
		return "noConnection" // it works now
	}
	_ = conn.SetDeadline(time.Now().Add(answerTime / 3))
	config := &tls.Config{ServerName: address.Hostname(), MinVersion: tls.VersionTLS12, RootCAs: roots(to.CA)}
	if to.Cert != "" {
		if pair, err := client.OwnCertificate(to.Cert, to.Key); err == nil {
			config.Certificates = []tls.Certificate{pair}
		}
	}
	secure := tls.Client(conn, config)
	err = secure.HandshakeContext(ctx)
	if err == nil {
		// With TLS 1.3 the other side refuses our certificate only after the handshake.
		_, err = secure.Read(make([]byte, 1))
	}
	return trustReason(err)
}

func roots(file string) *x509.CertPool {
	all, err := client.Authorities(file)
	if err != nil {
		return nil
	}
	pool := x509.NewCertPool()
	for _, authority := range all {
		pool.AddCert(authority)
	}
	return pool
}

func dialReason(err error) string {
	if _, ok := errors.AsType[*net.DNSError](err); ok {
		return "noName"
	}
	if failure, ok := errors.AsType[net.Error](err); ok && failure.Timeout() {
		return "timeout"
	}
	return "noConnection"
}

// trustReason names what is wrong with the office's certificate, or with ours in its eyes.
func trustReason(err error) string {
	if _, ok := errors.AsType[x509.UnknownAuthorityError](err); ok {
		return "trust.authority"
	}
	if _, ok := errors.AsType[x509.HostnameError](err); ok {
		return "trust.name"
	}
	if invalid, ok := errors.AsType[x509.CertificateInvalidError](err); ok && invalid.Reason == x509.Expired {
		return "trust.date"
	}
	if _, ok := errors.AsType[tls.RecordHeaderError](err); ok {
		return "trust.plain"
	}
	if timeout, ok := errors.AsType[net.Error](err); err == nil || ok && timeout.Timeout() {
		return "noConnection" // nothing wrong with it now
	}
	if remote, ok := errors.AsType[*net.OpError](err); ok && remote.Op == "remote error" && strings.Contains(remote.Err.Error(), "certificate") {
		// crypto/tls gives a server's alert as text alone. Every alert about a certificate is about ours.
		return "trust.ours"
	}
	return "trust.other"
}
