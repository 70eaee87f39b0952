// Package client speaks to the office over HTTP and JSON, and nothing else.
//
// House rules of this room:
//
//   - No Fyne, and no sentences for people: errors carry codes, gui makes words of them.
//   - Money is money.Amount, integer cents; a binary fraction near an amount is a defect.
//   - A write goes on the wire once. What is repeated, and when, a person decides.
//   - An answer about money is Posted, Rejected or Cancelled only if it is provably
//     the office's own; everything else is Unknown, and NotSent needs proof as well.
//   - No token, PIN, card number, MOK ID, name or body in a log or in an error's text.
//   - The same task has the same file name as in the other rooms.
package client

import (
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"

	"github.com/go-resty/resty/v2"
)

// Config says where the office is and how this desk shows itself to it.
type Config struct {
	// BaseURL of the office. It may carry a path, which is kept, with or without a
	// slash at its end; it carries no user, query or fragment. https, or http on a
	// loopback address written as a number when EmbeddedSecret is set.
	BaseURL string
	// Desk is the identity of this counter: ^[A-Za-z0-9-]{1,32}$.
	Desk string
	// CAFile, in PEM, holds the only authorities trusted for the office; empty means the system's.
	CAFile string
	// CertFile and KeyFile, in PEM, are the desk's own certificate. Both or neither.
	CertFile, KeyFile string
	// EmbeddedSecret opens the embedded office; it is allowed on loopback only.
	EmbeddedSecret string
	// Language is asked at every request for "sl" or "en"; nil, or anything else, means "sl".
	Language func() string
	// Transport replaces the network in tests; the TLS files are not used with it.
	Transport http.RoundTripper
	// Log receives one line a request: method, route, status, trace id, milliseconds
	// and verdict. Nil means no log.
	Log *slog.Logger
	// UserAgent names the program and its version.
	UserAgent string
}

// Client speaks to the office for one desk. It is safe for use by several goroutines.
type Client struct {
	base     string // without a slash at its end
	secure   bool   // https: an answer must have come over TLS
	desk     string
	secret   string
	language func() string
	log      *slog.Logger
	agent    string
	pause    time.Duration // before a read's second attempt

	writing *resty.Client
	reading *resty.Client

	mu      sync.Mutex
	token   string
	session SignIn
	clock   clock
}

// New makes a client, or says in an Error with CodeBadInput what is wrong with the
// configuration. It sends nothing.
func New(cfg Config) (*Client, error) {
	base, err := baseOf(cfg)
	if err != nil {
		return nil, err
	}
	agent := cfg.UserAgent
	if agent == "" {
		agent = "desk"
	}
	if err := check(isDesk(cfg.Desk), rule{reAgent.MatchString(agent), "user agent"}); err != nil {
		return nil, err
	}
	transports, err := transportsOf(cfg)
	if err != nil {
		return nil, err
	}
	c := &Client{
		base: strings.TrimRight(base.String(), "/"), secure: base.Scheme == "https",
		desk: cfg.Desk, secret: cfg.EmbeddedSecret, agent: agent,
		language: cfg.Language, log: cfg.Log, pause: firstWait,
	}
	if c.log == nil {
		c.log = slog.New(slog.DiscardHandler)
	}
	c.writing = newWriting(transports.writing, c.log)
	c.reading = newReading(transports.reading, c.log)
	return c, nil
}

// Close lets go of idle connections. The client can still be used.
func (c *Client) Close() {
	c.writing.GetClient().CloseIdleConnections()
	c.reading.GetClient().CloseIdleConnections()
}

// CheckBase says in an Error with CodeBadInput, as New would, what is wrong with the address of an office.
func CheckBase(address string) error {
	_, err := baseOf(Config{BaseURL: address})
	return err
}

// baseOf checks the base address against the secret.
func baseOf(cfg Config) (*url.URL, error) {
	base, err := url.Parse(cfg.BaseURL)
	if err != nil || base.Hostname() == "" || base.Opaque != "" {
		return nil, badInput("base URL")
	}
	if strings.ContainsFunc(cfg.BaseURL, notInAddress) {
		return nil, badInput("base URL with a blank, or what nobody sees")
	}
	if port := base.Port(); port != "" {
		if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 {
			return nil, badInput("base URL with a port that there is none of")
		}
	}
	if base.User != nil || base.RawQuery != "" || base.ForceQuery || strings.Contains(cfg.BaseURL, "#") {
		return nil, badInput("base URL with a user, query or fragment")
	}
	for segment := range strings.SplitSeq(base.Path, "/") {
		if segment == "." || segment == ".." {
			return nil, badInput("base URL with dots in its path")
		}
	}
	host, err := netip.ParseAddr(base.Hostname())
	loopback := err == nil && host.IsLoopback()
	if cfg.EmbeddedSecret != "" && (!loopback || !reSecret.MatchString(cfg.EmbeddedSecret)) {
		return nil, badInput("embedded secret")
	}
	if base.Scheme != "https" && (base.Scheme != "http" || cfg.EmbeddedSecret == "") {
		return nil, badInput("base URL without https")
	}
	return base, nil
}

// notInAddress tells blanks and what nobody sees: pasted along, they would be asked for at the office.
func notInAddress(r rune) bool { return unicode.IsSpace(r) || !unicode.IsGraphic(r) }

// answerLanguage is the language of the answers: names of kinds, places.
func (c *Client) answerLanguage() string {
	if c.language != nil && c.language() == "en" {
		return "en"
	}
	return "sl"
}
