package applog

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"syscall"
	"unicode"

	"cekr.kranj.si/desk/client/ident"
)

// Allowed are the keys of attributes that reach the log; values of others are left out, and the
// line says how many. MOK ID and amounts may stand here, names and digits of a card never. "error"
// takes an error itself, never its text.
var Allowed = map[string]bool{
	"code": true, "status": true, "trace": true, "verdict": true, "state": true, "alarm": true,
	"route": true, "method": true, "attempt": true, "after": true, "took": true, "ms": true, "duration": true, "bytes": true, "why": true,
	"id": true, "mokId": true, "amount": true, "cents": true, "currency": true, "seq": true, "to": true,
	"desk": true, "session": true, "task": true, "kind": true, "step": true, "where": true,
	"mode": true, "version": true, "contract": true, "os": true, "arch": true, "go": true,
	"language": true, "theme": true, "receipt": true, "printer": true, "job": true,
	"count": true, "done": true, "total": true, "skew": true, "line": true, "key": true, "file": true,
	"reason": true, "error": true, "cause": true, "type": true, "address": true, "ca": true,
}

const (
	maxValue   = 200 // characters of one value; the rest is cut
	maxMessage = 200
)

// Handler writes JSON lines to w with only what is allowed in them.
func Handler(w io.Writer, level slog.Leveler) slog.Handler {
	return &handler{next: slog.NewJSONHandler(w, &slog.HandlerOptions{Level: level})}
}

// handler is the filter in front of the writing one. Groups are dropped: an attribute is known by
// its own key, wherever it stands.
type handler struct {
	next    slog.Handler
	dropped int // attributes left out by WithAttrs
}

func (h *handler) Enabled(ctx context.Context, level slog.Level) bool {
	return h.next.Enabled(ctx, level)
}

func (h *handler) Handle(ctx context.Context, record slog.Record) error {
	clean := slog.NewRecord(record.Time, record.Level, plain(record.Message, maxMessage), record.PC)
	dropped := h.dropped
	record.Attrs(func(a slog.Attr) bool {
		kept, lost := filter(a)
		clean.AddAttrs(kept...)
		dropped += lost
		return true
	})
	if dropped > 0 {
		clean.AddAttrs(slog.Int("dropped", dropped))
	}
	return h.next.Handle(ctx, clean)
}

func (h *handler) WithAttrs(attrs []slog.Attr) slog.Handler {
	var kept []slog.Attr
	dropped := h.dropped
	for _, a := range attrs {
		k, lost := filter(a)
		kept = append(kept, k...)
		dropped += lost
	}
	return &handler{next: h.next.WithAttrs(kept), dropped: dropped}
}

func (h *handler) WithGroup(string) slog.Handler { return h }

// filter gives what of an attribute may be logged, and how many are left out.
func filter(a slog.Attr) (kept []slog.Attr, dropped int) {
	value := a.Value.Resolve()
	if value.Kind() == slog.KindGroup {
		for _, inner := range value.Group() {
			k, lost := filter(inner)
			kept, dropped = append(kept, k...), dropped+lost
		}
		return kept, dropped
	}
	if !Allowed[a.Key] || a.Key == "error" && value.Kind() != slog.KindAny {
		return nil, 1
	}
	switch value.Kind() {
	case slog.KindString:
		value = slog.StringValue(plain(value.String(), maxValue))
	case slog.KindAny:
		// An error's text, or a struct's fields, could be anybody's name.
		value = slog.StringValue(describe(value.Any()))
	case slog.KindInt64:
		if n := value.Int64(); n >= 1e10 || n <= -1e10 {
			value = slog.StringValue("(digits)")
		}
	case slog.KindUint64:
		if value.Uint64() >= 1e10 {
			value = slog.StringValue("(digits)")
		}
	}
	return []slog.Attr{{Key: a.Key, Value: value}}, 0
}

// describe says the type of a value and, of an error from the operating system, its own words for
// it: these are a fixed list ("no space left on device") and the rest of the text is not.
func describe(value any) string {
	if err, ok := value.(error); ok {
		if number, ok := errors.AsType[syscall.Errno](err); ok {
			return fmt.Sprintf("(%T: %s)", value, number.Error())
		}
	}
	return fmt.Sprintf("(%T)", value)
}

// plain makes text fit for one line: control characters as \u00xx, long runs of digits gone, and
// not longer than most characters.
func plain(text string, most int) string {
	text = ident.HideNumbers(text, "(digits)")
	var b strings.Builder
	n := 0
	for _, c := range text {
		if n++; n > most {
			b.WriteString("…")
			break
		}
		switch {
		case unicode.IsControl(c) || c == '\u2028' || c == '\u2029' || unicode.Is(unicode.Bidi_Control, c):
			fmt.Fprintf(&b, `\u%04x`, c)
		default:
			b.WriteRune(c)
		}
	}
	return b.String()
}
