package settings

import (
	"net/url"
	"regexp"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/client/written"
)

var (
	purposeCode = regexp.MustCompile(`^[A-Z]{4}$`)
)

const (
	scaleMin, scaleMax = 80, 200 // percent
	idleMin, idleMax   = time.Minute, time.Hour
	// Days. A week bridges a holiday without the office; ten years is a law's longest.
	retentionMin, retentionMax = 7, 3650
)

// counter takes the keys outside all sections.
func (r *reader) counter(s *Settings) {
	if !take(r, "mode", `"office" | "training"`, &s.Mode, oneOf(Office, Training)) {
		r.missing("mode")
	}
	if !take(r, "desk", `"…" (1–32: A–Z a–z 0–9 -)`, &s.Desk, noCard(deskID, ident.HoldsCardNumber)) && s.Mode == Office {
		r.missing("desk")
	}
	take(r, "language", `"sl" | "en"`, &s.Language, oneOf("sl", "en"))
	take(r, "theme", `"light" | "dark" | "contrast" | "system"`, &s.Theme, oneOf(Light, Dark, Contrast, System))
	take(r, "receipt", `"80mm" | "a6"`, &s.Receipt, oneOf(Receipt80mm, ReceiptA6))
	take(r, "printer", `"…" (1–127)`, &s.Printer, noCard(line(127), cardForPrinter))
	take(r, "folder", r.wholePath(), &s.Folder, r.path)
	take(r, "idle_lock", `"1m"–"1h"`, &s.IdleLock, func(text string) (time.Duration, bool) {
		d, err := time.ParseDuration(text)
		return d, err == nil && d >= idleMin && d <= idleMax
	})
	take(r, "support_phone", `"…" (1–40)`, &s.Phone, noCard(line(40), cardForPhone))
	r.number("text_scale", "80–200", scaleMin, scaleMax, &s.TextScale)
	r.number("retention_days", "7–3650", retentionMin, retentionMax, &s.Retention)
}

// number takes a whole number between two bounds.
func (r *reader) number(name, want string, least, most int64, into *int) {
	n, set := r.values[name].(int64)
	if !set {
		return
	}
	if n < least || n > most {
		r.bad(name, want, nil)
		return
	}
	*into = int(n)
}

// connection takes the section [office], which stands in the mode of that name and no other.
func (r *reader) connection(s *Settings) {
	if _, set := r.values["office"]; set && s.Mode != Office {
		r.fail([]string{"office"}, NotHere, "", nil)
	}
	if s.Mode != Office {
		return
	}
	c := &s.Connection
	if !take(r, "office.url", `"https://…"`, &c.URL, officeURL) {
		r.missing("office.url")
	}
	take(r, "office.ca", r.wholePath(), &c.CA, r.path)
	cert := take(r, "office.cert", r.wholePath(), &c.Cert, r.path)
	key := take(r, "office.key", r.wholePath(), &c.Key, r.path)
	if cert && !key {
		r.missing("office.key")
	}
	if key && !cert {
		r.missing("office.cert")
	}
}

// payee takes the section [order], whole or not at all: a payee half set and half assumed would be
// neither the administrator's nor ours.
func (r *reader) payee(s *Settings) {
	if _, set := r.values["order"]; !set {
		return
	}
	p := &s.Payee
	p.Assumed = false
	for _, part := range []struct {
		name, want string
		into       *string
		accept     func(string) (string, bool)
	}{
		{"order.payee", `"…" (1–33)`, &p.Name, noCard(line(33), ident.HoldsCardNumber)},
		{"order.street", `"…" (1–33)`, &p.Street, noCard(line(33), ident.HoldsCardNumber)},
		{"order.town", `"…" (1–33)`, &p.Town, noCard(line(33), ident.HoldsCardNumber)},
		{"order.code", `"AAAA"–"ZZZZ"`, &p.Code, matching(purposeCode)},
		{"order.purpose", `"…" (1–42)`, &p.Purpose, noCard(line(42), ident.HoldsCardNumber)},
	} {
		if !take(r, part.name, part.want, part.into, part.accept) {
			r.missing(part.name)
		}
	}
}

// blank takes the section [blank], whole or not at all.
func (r *reader) blank(s *Settings) {
	if _, set := r.values["blank"]; !set {
		return
	}
	if !take(r, "blank.printer", `"…" (1–200)`, &s.Blank.Printer, noCard(line(200), cardForPrinter)) {
		r.missing("blank.printer")
	}
	for _, part := range []struct {
		name string
		into *float64
	}{{"blank.right", &s.Blank.Right}, {"blank.down", &s.Blank.Down}} {
		name, into := part.name, part.into
		switch value := r.values[name].(type) {
		case int64:
			*into = float64(value)
		case float64:
			*into = value
		default:
			r.missing(name)
		}
		if !(-maxOffset <= *into && *into <= maxOffset) { // not a number is neither
			r.bad(name, "-10.0–10.0", nil)
		}
	}
}

// maxOffset bounds an offset, in millimetres: more is no printer's slack but a mistake.
const maxOffset = 10

func oneOf[T ~string](allowed ...T) func(string) (T, bool) {
	return func(text string) (T, bool) {
		for _, a := range allowed {
			if text == string(a) {
				return a, true
			}
		}
		return "", false
	}
}

// deskID accepts a counter's identity.
func deskID(text string) (string, bool) { return text, ident.IsDesk(text) }

func matching(pattern *regexp.Regexp) func(string) (string, bool) {
	return func(text string) (string, bool) { return text, pattern.MatchString(text) }
}

// line accepts one line of 1 to most characters that somebody could read aloud, and composes them.
func line(most int) func(string) (string, bool) {
	return func(text string) (string, bool) {
		text = norm.NFC.String(text)
		return text, written.Line(text, most)
	}
}

// officeURL accepts an https address with nothing in it but host, port and path prefix: a password
// in a settings file, or a query sent with every call, is a mistake.
func officeURL(text string) (string, bool) {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "https" || u.Hostname() == "" || u.User != nil ||
		u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || strings.Contains(text, "#") {
		return "", false
	}
	return strings.TrimRight(text, "/"), true
}

// path accepts a whole path, or one under the user's home written with ~.
func (r *reader) path(text string) (string, bool) {
	if strings.IndexFunc(text, unicode.IsControl) >= 0 {
		return "", false
	}
	if rest, ok := strings.CutPrefix(text, "~/"); ok && r.place.Home != "" {
		return r.place.join(r.place.Home, rest), true
	}
	return text, r.place.absolute(text)
}

// wholePath is an example of what path accepts.
func (r *reader) wholePath() string {
	if r.place.OS == "windows" {
		return `'C:\…'`
	}
	return `"/…"`
}
