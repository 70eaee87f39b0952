package ink

import (
	"bytes"
	"fmt"
	"regexp"
)

// names are short ones for what gofpdf calls by hashes of forty digits: every page repeats them, and no packing makes them
// small.
type names struct {
	short   map[string]string
	scratch bytes.Buffer
}

var (
	longName   = regexp.MustCompile(`/(F|TPL)[0-9a-f]{40}`)
	resource   = regexp.MustCompile(longName.String() + ` [0-9]+ 0 R`)
	nameLength = len("/F") + 40
)

// names finds what the document's resources call fonts and templates.
func (t *table) names(raw []byte) *names {
	n := &names{short: map[string]string{}}
	for i := range t.objects {
		head, _, _ := bytes.Cut(t.body(raw, i), []byte(streamHead))
		for _, entry := range resource.FindAll(head, -1) {
			if name := string(longName.Find(entry)); n.short[name] == "" {
				n.short[name] = fmt.Sprintf("/R%d", len(n.short))
			}
		}
	}
	return n
}

// of is what stands in an object with short names, good until the next call.
func (n *names) of(body []byte) []byte {
	n.scratch.Reset()
	for {
		at := bytes.IndexByte(body, '/')
		if at < 0 {
			n.scratch.Write(body)
			return n.scratch.Bytes()
		}
		n.scratch.Write(body[:at])
		body = body[at:]
		long := 1
		for _, length := range [...]int{nameLength, nameLength + len("PL")} {
			if short, known := n.short[string(body[:min(length, len(body))])]; known {
				n.scratch.WriteString(short)
				long = length
				break
			}
		}
		if long == 1 {
			n.scratch.WriteByte('/')
		}
		body = body[long:]
	}
}
