package client

import (
	"net/url"
	"strings"
)

// place is where a request goes: the contract's template, which may be logged, and the
// path made of it, which may not.
type place struct {
	template string
	path     string
	query    string
	err      error
}

// at fills a template such as /v1/cards/{mokId} with one part for each brace. Every part
// is escaped, so none can add a segment, leave the base path or begin a query; empty
// parts and dots are refused. A refusal stays in the place until it is sent.
func at(template string, parts ...string) place {
	p := place{template: template}
	var path strings.Builder
	rest := template
	for _, part := range parts {
		before, after, found := strings.Cut(rest, "{")
		_, after, closed := strings.Cut(after, "}")
		if !found || !closed || part == "" || part == "." || part == ".." {
			p.err = badInput("path")
			return p
		}
		path.WriteString(before)
		path.WriteString(url.PathEscape(part))
		rest = after
	}
	if strings.Contains(rest, "{") {
		p.err = badInput("path")
		return p
	}
	path.WriteString(rest)
	p.path = path.String()
	return p
}

// with adds a query, keys sorted; an empty value leaves its key out.
func (p place) with(pairs map[string]string) place {
	values := url.Values{}
	for key, value := range pairs {
		if value != "" {
			values.Set(key, value)
		}
	}
	p.query = values.Encode()
	return p
}

// on gives the address under a base that ends without a slash.
func (p place) on(base string) string {
	if p.query == "" {
		return base + p.path
	}
	return base + p.path + "?" + p.query
}
