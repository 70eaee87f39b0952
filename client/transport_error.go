package client

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"

	"github.com/go-resty/resty/v2"
)

// transportError turns the transport's error, whose text holds the whole URL, into one of ours.
func transportError(r reply) *Error {
	var timeout interface{ Timeout() bool }
	switch err := r.err; {
	case errors.Is(err, context.Canceled):
		return &Error{Code: CodeAbandoned, cause: context.Canceled}
	case errors.Is(err, context.DeadlineExceeded):
		return &Error{Code: CodeTimeout, cause: context.DeadlineExceeded}
	case errors.Is(err, resty.ErrAutoRedirectDisabled):
		return &Error{Code: CodeForeignAnswer, Detail: "redirect"}
	case errors.Is(err, resty.ErrResponseBodyTooLarge):
		return &Error{Code: CodeForeignAnswer, Detail: "too large"}
	case errors.As(err, &timeout) && timeout.Timeout():
		return &Error{Code: CodeTimeout}
	case tlsFault(r) != "":
		return &Error{Code: CodeNoTrust, Detail: tlsFault(r)}
	case r.unsent || isDialFailed(err):
		return &Error{Code: CodeNoConnection}
	}
	return &Error{Code: CodeConnectionLost}
}

// tlsFault says what was wrong with the other side's certificate or TLS; "" if that was
// not it. It is for the technician who set the desk up.
func tlsFault(r reply) string {
	var (
		authority x509.UnknownAuthorityError
		name      x509.HostnameError
		invalid   x509.CertificateInvalidError
		check     *tls.CertificateVerificationError
	)
	switch err := r.err; {
	case errors.As(err, &authority):
		return "certificate of an unknown authority"
	case errors.As(err, &name):
		return "certificate of another host"
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return "certificate out of date"
	case errors.As(err, &invalid), errors.As(err, &check):
		return "certificate not valid"
	case r.handshakeFailed && !isConnectionLost(err):
		return "no common ground in TLS, or no TLS on the other side"
	}
	return ""
}

// isConnectionLost reports a connection that ended under our hands.
func isConnectionLost(err error) bool {
	var op *net.OpError
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.As(err, &op) && (op.Op == "read" || op.Op == "write")
}

// isDialFailed reports a connection that did not come about.
func isDialFailed(err error) bool {
	var op *net.OpError
	var dns *net.DNSError
	return errors.As(err, &dns) || errors.As(err, &op) && (op.Op == "dial" || op.Op == "proxyconnect")
}
