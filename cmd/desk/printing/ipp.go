package printing

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/user"
	"strings"
	"time"

	"github.com/OpenPrinting/goipp"
)

const (
	askTime   = 5 * time.Second // for one question to the print system
	maxAnswer = 1 << 20         // bytes; a queue with every paper there is tells some 10 KiB
)

var errNoAnswer = errors.New("printing: the print system does not answer")

// server is where the print system listens, as its own tools know it by CUPS_SERVER and client.conf: "localhost:631",
// "print.example.si:631", or a socket's path.
func (s *System) server(ctx context.Context) (string, error) {
	out, err := s.tool(ctx, "lpstat", "-H")
	if isMissing(err) {
		return "", &Error{Code: NoPrinting, Err: err}
	}
	at := strings.TrimSpace(string(out))
	if err != nil || at == "" || strings.ContainsAny(at, " \n") {
		return "", errNoAnswer
	}
	return at, nil
}

// ask puts one question in IPP about what lies at path there, a queue or a job, which the attribute target names.
func (s *System) ask(ctx context.Context, op goipp.Op, target, path string, wanted ...string) (*goipp.Message, error) {
	at, err := s.server(ctx)
	if err != nil {
		return nil, err
	}
	question := goipp.NewRequest(goipp.DefaultVersion, op, 1)
	for _, a := range []struct {
		name string
		tag  goipp.Tag
		text string
	}{
		{"attributes-charset", goipp.TagCharset, "utf-8"}, {"attributes-natural-language", goipp.TagLanguage, "en"},
		{target, goipp.TagURI, "ipp://localhost" + path}, {"requesting-user-name", goipp.TagName, userName()},
	} {
		question.Operation.Add(goipp.MakeAttribute(a.name, a.tag, goipp.String(a.text)))
	}
	names := goipp.Attribute{Name: "requested-attributes"}
	for _, name := range wanted {
		names.Values.Add(goipp.TagKeyword, goipp.String(name))
	}
	question.Operation.Add(names)
	return send(ctx, at, path, question)
}

// userName is whose jobs they are, as lp finds it: a print system may tell of a job to nobody else.
func userName() string {
	if name := os.Getenv("CUPS_USER"); name != "" {
		return name
	}
	if u, err := user.Current(); err == nil && u.Username != "" {
		return u.Username
	}
	return "anonymous"
}

// send sends a question to the print system at an address as server gives it.
func send(ctx context.Context, at, path string, question *goipp.Message) (*goipp.Message, error) {
	body, err := question.EncodeBytes()
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, askTime)
	defer cancel()
	address, transport := transportFor(at)
	defer transport.CloseIdleConnections()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, (&url.URL{Scheme: "http", Host: address, Path: path}).String(), bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", goipp.ContentType)
	response, err := transport.RoundTrip(request) // which follows no redirect and knows no proxy
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%w: HTTP %d", errNoAnswer, response.StatusCode)
	}
	var answer goipp.Message
	if err := answer.Decode(io.LimitReader(response.Body, maxAnswer)); err != nil {
		return nil, err
	}
	if status := goipp.Status(answer.Code); status >= goipp.StatusRedirectionOtherSite { // above all that is well
		return nil, fmt.Errorf("%w: %v", errNoAnswer, status)
	}
	return &answer, nil
}

// transportFor is how an address is dialled: a socket by its path, all else by TCP.
func transportFor(at string) (host string, transport *http.Transport) {
	transport = &http.Transport{DisableKeepAlives: true}
	if strings.HasPrefix(at, "/") {
		transport.DialContext = func(ctx context.Context, _, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, "unix", at)
		}
		return "localhost", transport
	}
	if colon := strings.LastIndexByte(at, ':'); colon >= 0 { // the tools write IPv6 without brackets
		at = net.JoinHostPort(strings.Trim(at[:colon], "[]"), at[colon+1:])
	}
	return at, transport
}

// values are those of one attribute, none when it isn't there.
func values(all goipp.Attributes, name string) goipp.Values {
	for _, a := range all {
		if a.Name == name {
			return a.Values
		}
	}
	return nil
}

// number is an attribute's one number, 0 when it has none; states and sizes begin at 1.
func number(all goipp.Attributes, name string) int {
	if v := values(all, name); len(v) == 1 {
		if n, ok := v[0].V.(goipp.Integer); ok {
			return int(n)
		}
	}
	return 0
}

// texts are an attribute's keywords or names.
func texts(all goipp.Attributes, name string) []string {
	var said []string
	for _, v := range values(all, name) {
		if word, ok := v.V.(goipp.String); ok {
			said = append(said, string(word))
		}
	}
	return said
}
