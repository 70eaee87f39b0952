package settings

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/client/plaintext"
	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/gui/paper"
	"cekr.kranj.si/desk/gui/text"
)

var (
	purposeCode = regexp.MustCompile(`^[A-Z]{4}$`)
)

const (
	scaleMin, scaleMax = 100, 200 // percent; smaller no window draws
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
	take(r, "language", anyOf(text.Languages()), &s.Language, oneOf(text.Languages()...))
	take(r, "theme", `"light" | "dark" | "contrast" | "system"`, &s.Theme, oneOf(Light, Dark, Contrast, System))
	take(r, "receipt", anyOf(paper.Formats()), &s.Receipt, oneOf(paper.Formats()...))
	r.printers(s)
	r.takePath("folder", &s.Folder)
	take(r, "idle_lock", `"1m"–"1h"`, &s.IdleLock, func(text string) (time.Duration, bool) {
		d, err := time.ParseDuration(text)
		return d, err == nil && d >= idleMin && d <= idleMax
	})
	if phone, ok := r.values["support_phone"].(string); ok {
		r.readable("support_phone", phone)
	}
	take(r, "support_phone", `"…" (1–40)`, &s.Phone, noCard(line(40), cardForPhone))
	r.number("text_scale", "100–200", scaleMin, scaleMax, &s.TextScale)
	r.number("retention_days", "7–3650", retentionMin, retentionMax, &s.Retention)
}

// printers takes who prints what: printer is for both kinds of paper, but for one that has a printer of its own.
func (r *reader) printers(s *Settings) {
	both := take(r, "printer", r.printerName(), &s.ReceiptPrinter, r.printer)
	s.FormPrinter = s.ReceiptPrinter
	receipts := take(r, "receipt_printer", r.printerName(), &s.ReceiptPrinter, r.printer)
	forms := take(r, "form_printer", r.printerName(), &s.FormPrinter, r.printer)
	if both && receipts && forms {
		r.fail([]string{"printer"}, NoEffect, "receipt_printer, form_printer", nil)
	}
}

// printer accepts the name of a printer as the print system could have one: CUPS allows fewer characters than Windows.
func (r *reader) printer(text string) (string, bool) {
	never := `"`
	if r.place.OS != "windows" {
		never = ` "'#?\`
	}
	text, ok := noCard(line(127), cardForPrinter)(text)
	return text, ok && !strings.ContainsAny(text, never)
}

// printerName is an example of what printer accepts.
func (r *reader) printerName() string {
	if r.place.OS == "windows" {
		return `'…' (1–127)`
	}
	return `"…" (1–127, - _ .)`
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
	r.takePath("office.ca", &c.CA)
	cert := r.takePath("office.cert", &c.Cert)
	key := r.takePath("office.key", &c.Key)
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
		{"order.payee", `"…" (1–33)`, &p.Name, noCard(length(upn.MaxLine), ident.HoldsCardNumber)},
		{"order.street", `"…" (1–33)`, &p.Street, noCard(length(upn.MaxLine), ident.HoldsCardNumber)},
		{"order.town", `"…" (1–33)`, &p.Town, noCard(length(upn.MaxLine), ident.HoldsCardNumber)},
		{"order.code", `"AAAA"–"ZZZZ"`, &p.Code, matching(purposeCode)},
		{"order.purpose", `"…" (1–42)`, &p.Purpose, noCard(length(upn.MaxPurpose), ident.HoldsCardNumber)},
	} {
		if !take(r, part.name, part.want, part.into, part.accept) {
			r.missing(part.name)
		}
	}
	r.onForm(*p)
}

// blank takes the section [blank], whole or not at all.
func (r *reader) blank(s *Settings) {
	if _, set := r.values["blank"]; !set {
		return
	}
	if !take(r, "blank.printer", r.printerName(), &s.Blank.Printer, r.printer) {
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
		if !(-maxOffset <= *into && *into <= maxOffset) || math.Abs(*into*10-math.Round(*into*10)) > 1e-6 { // NaN is refused too
			r.bad(name, "-10.0–10.0 (0.1)", nil)
		}
	}
}

// maxOffset bounds an offset, in millimetres: more is a mistake and no printer's error. Tenths are its finest step, as in the window.
const maxOffset = 10

// anyOf is an example of what oneOf accepts.
func anyOf[T ~string](allowed []T) string {
	quoted := make([]string, len(allowed))
	for i, a := range allowed {
		quoted[i] = strconv.Quote(string(a))
	}
	return strings.Join(quoted, " | ")
}

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
		return text, plaintext.Line(text, most)
	}
}

// officeURL accepts an https address as the client takes it.
func officeURL(text string) (string, bool) {
	return strings.TrimRight(text, "/"), client.CheckBase(text) == nil
}

// takePath takes a path. One with a tabulator or the like was written "C:\temp", in the quotes in which a backslash means that.
func (r *reader) takePath(name string, into *string) (set bool) {
	if text, _ := r.values[name].(string); strings.ContainsAny(text, "\a\b\t\n\f\r\x1b") {
		r.fail(strings.Split(name, "."), Backslash, "", nil)
	}
	return take(r, name, r.wholePath(), into, r.path)
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
