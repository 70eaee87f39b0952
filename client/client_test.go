package client

import (
	"go/ast"
	"go/parser"
	gotoken "go/token"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func TestConfigurationsThatAreRefused(t *testing.T) {
	empty := filepath.Join(t.TempDir(), "empty.pem")
	if err := os.WriteFile(empty, []byte("no certificate"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, cfg := range map[string]Config{
		"nothing":                  {Desk: "KR-01"},
		"no scheme":                {Desk: "KR-01", BaseURL: "office.example"},
		"plain http":               {Desk: "KR-01", BaseURL: "http://office.example"},
		"plain http on loopback":   {Desk: "KR-01", BaseURL: "http://127.0.0.1:8080"},
		"a secret for the world":   {Desk: "KR-01", BaseURL: "http://office.example", EmbeddedSecret: "s"},
		"a secret over https":      {Desk: "KR-01", BaseURL: "https://office.example", EmbeddedSecret: "s"},
		"a name for loopback":      {Desk: "KR-01", BaseURL: "http://localhost:8080", EmbeddedSecret: "s"},
		"loopback as a user":       {Desk: "KR-01", BaseURL: "http://127.0.0.1@office.example", EmbeddedSecret: "s"},
		"a secret on two lines":    {Desk: "KR-01", BaseURL: "http://127.0.0.1:8080", EmbeddedSecret: "s\r\nX: y"},
		"another scheme":           {Desk: "KR-01", BaseURL: "file:///etc/passwd"},
		"another on loopback":      {Desk: "KR-01", BaseURL: "ftp://127.0.0.1", EmbeddedSecret: "s"},
		"a user":                   {Desk: "KR-01", BaseURL: "https://user:word@office.example"},
		"a query":                  {Desk: "KR-01", BaseURL: "https://office.example/?a=b"},
		"an empty query":           {Desk: "KR-01", BaseURL: "https://office.example/?"},
		"a fragment":               {Desk: "KR-01", BaseURL: "https://office.example/#a"},
		"dots":                     {Desk: "KR-01", BaseURL: "https://office.example/a/../b"},
		"dots in disguise":         {Desk: "KR-01", BaseURL: "https://office.example/a/%2e%2E/b"},
		"not an address":           {Desk: "KR-01", BaseURL: "https://office example"},
		"no desk":                  {BaseURL: "https://office.example"},
		"a desk with a slash":      {Desk: "KR/01", BaseURL: "https://office.example"},
		"an agent on two lines":    {Desk: "KR-01", BaseURL: "https://office.example", UserAgent: "a\r\nb"},
		"no such CA":               {Desk: "KR-01", BaseURL: "https://office.example", CAFile: "/nowhere/ca.pem"},
		"a CA without certificate": {Desk: "KR-01", BaseURL: "https://office.example", CAFile: empty},
		"a key alone":              {Desk: "KR-01", BaseURL: "https://office.example", KeyFile: empty},
		"a certificate alone":      {Desk: "KR-01", BaseURL: "https://office.example", CertFile: empty},
		"a broken certificate":     {Desk: "KR-01", BaseURL: "https://office.example", CertFile: empty, KeyFile: empty},
	} {
		c, err := New(cfg)
		if c != nil || CodeOf(err) != CodeBadInput || detailOf(err) == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTheBasePathIsKept(t *testing.T) {
	for _, path := range []string{"", "/", "/a", "/a/", "/a/b//", "/m%20n/ž"} {
		var asked string
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			asked = r.URL.EscapedPath()
			if r.Header.Get("Embedded-Secret") != "secret" {
				t.Error("no secret")
			}
			answering(200, meAnswer)(w, r)
		}))
		c, err := New(Config{BaseURL: server.URL + path, Desk: "KR-01", EmbeddedSecret: "secret"})
		if err != nil {
			t.Fatal(err)
		}
		signedIn(c)
		if _, err := c.Me(t.Context()); err != nil {
			t.Error(err)
		}
		want := strings.TrimRight(strings.ReplaceAll(path, "ž", "%C5%BE"), "/") + "/v1/me"
		if asked != want {
			t.Errorf("%q: asked %s", path, asked)
		}
		c.Close()
		server.Close()
	}
}

func TestPathsCannotBeBrokenOutOf(t *testing.T) {
	for _, tt := range []struct{ part, want string }{
		{"a", "https://o/x/v1/cards/a/matches"},
		{"a/b", "https://o/x/v1/cards/a%2Fb/matches"},
		{"../../admin", "https://o/x/v1/cards/..%2F..%2Fadmin/matches"},
		{"%2e%2e", "https://o/x/v1/cards/%252e%252e/matches"},
		{"a?b=c#d", "https://o/x/v1/cards/a%3Fb=c%23d/matches"},
		{"{id}", "https://o/x/v1/cards/%7Bid%7D/matches"},
		{"ž\r\n", "https://o/x/v1/cards/%C5%BE%0D%0A/matches"},
		{"", ""}, {".", ""}, {"..", ""},
	} {
		p := at("/v1/cards/{mokId}/matches", tt.part)
		if tt.want == "" {
			if CodeOf(p.err) != CodeBadInput {
				t.Errorf("%q: %v", tt.part, p.err)
			}
			continue
		}
		if got := p.on("https://o/x"); got != tt.want || p.err != nil {
			t.Errorf("%q: %s, %v", tt.part, got, p.err)
		}
	}
	for _, p := range []place{at("/v1/{a}/{b}", "x"), at("/v1/a", "x"), at("/v1/{a", "x")} {
		if p.err == nil {
			t.Errorf("%+v", p)
		}
	}
	if got := at("/v1/a").with(map[string]string{"b": "c d&e", "a": "", "f": "1"}).on(""); got != "/v1/a?b=c+d%26e&f=1" {
		t.Errorf("query %s", got)
	}
}

func TestACallToABrokenPlaceIsNotSent(t *testing.T) {
	c, o := setup(t)
	for _, r := range []reply{c.write(t.Context(), call{at: at("/v1/{a}", "..")}), c.read(t.Context(), call{at: at("/v1/{a}", "..")}),
		c.write(t.Context(), call{at: at("/v1/a"), body: make([]byte, maxRequest+1)})} {
		if !r.unsent || r.local == nil || r.local.Code != CodeBadInput {
			t.Errorf("%+v", r)
		}
	}
	if len(o.counts) != 0 {
		t.Error("sent")
	}
}

// What must never be written into this package: the ways in which a write gets sent
// twice, a log gets told too much, and cents get lost.
func TestThisPackageHoldsNoForbiddenThing(t *testing.T) {
	forbidden := regexp.MustCompile(`^(float32|float64|SetRetryCount|AddRetryCondition|SetDebug|EnableGenerateCurlOnDebug|` +
		`DefaultClient|DefaultTransport|InsecureSkipVerify|SetAllowGetMethodPayload|ParseFloat)$`)
	header := regexp.MustCompile(`(?i)"[^"]*idempotency-key[^"]*"`)
	names, err := fs.Glob(os.DirFS("."), "*.go")
	if err != nil || len(names) < 20 {
		t.Fatalf("%v, %v", names, err)
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		files := gotoken.NewFileSet()
		file, err := parser.ParseFile(files, name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.Ident:
				if forbidden.MatchString(n.Name) {
					t.Errorf("%s: %s", files.Position(n.Pos()), n.Name)
				}
			case *ast.BasicLit:
				if header.MatchString(n.Value) {
					t.Errorf("%s: %s", files.Position(n.Pos()), n.Value)
				}
				if n.Kind == gotoken.FLOAT {
					t.Errorf("%s: a binary fraction", files.Position(n.Pos()))
				}
			}
			return true
		})
	}
}

func TestBothClientsAreSetAsTried(t *testing.T) {
	c, _ := setup(t)
	for name, r := range map[string]interface {
		GetClient() *http.Client
	}{"writing": c.writing, "reading": c.reading} {
		inner := r.GetClient()
		if inner.Jar != nil || inner.Timeout != requestTimeout || inner.CheckRedirect == nil {
			t.Errorf("%s: %+v", name, inner)
		}
		over := inner.Transport.(*http.Transport)
		if over.DisableKeepAlives != (name == "writing") || over.ForceAttemptHTTP2 || over.MaxResponseHeaderBytes != 64<<10 {
			t.Errorf("%s: %+v", name, over)
		}
	}
	if c.writing.RetryCount != 0 || c.reading.RetryCount != 0 || c.writing.ResponseBodyLimit != maxAnswer || c.reading.ResponseBodyLimit != maxAnswer {
		t.Error("retries or limits")
	}
}

func TestTheWritingClientLeavesNothingToReplay(t *testing.T) {
	var seen *http.Request
	over := roundTrip(func(r *http.Request) (*http.Response, error) {
		seen = r
		io.Copy(io.Discard, r.Body)
		return nil, io.ErrUnexpectedEOF
	})
	c, err := New(Config{BaseURL: "http://127.0.0.1:1", EmbeddedSecret: "secret", Desk: "KR-01", Transport: over})
	if err != nil {
		t.Fatal(err)
	}
	signedIn(c)
	c.TopUp(t.Context(), sending(t))
	if seen == nil || seen.GetBody != nil || !seen.Close {
		t.Errorf("%+v", seen)
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
