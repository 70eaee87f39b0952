package client

import (
	"context"
	"log/slog"
)

// logCall writes the one line of a call: nothing of what was sent or said but the route's
// template and the office's trace id.
func (c *Client) logCall(ctx context.Context, call call, r reply, verdict string, err error) {
	level := slog.LevelInfo
	if err != nil || r.status == 0 || r.status >= 300 || r.err != nil {
		level = slog.LevelWarn
	}
	c.log.LogAttrs(ctx, level, "office", append(callAttrs(call, r), slog.String("verdict", verdict), slog.String("code", CodeOf(err)))...)
}

// logRetry writes why a read is sent once more.
func (c *Client) logRetry(ctx context.Context, call call, r reply, why string) {
	c.log.LogAttrs(ctx, slog.LevelWarn, "office again", append(callAttrs(call, r), slog.String("why", why))...)
}

func callAttrs(call call, r reply) []slog.Attr {
	return []slog.Attr{
		slog.String("method", call.method),
		slog.String("route", call.at.template),
		slog.Int("status", r.status),
		slog.String("trace", traceOf(r.header)),
		slog.Int64("ms", r.took.Milliseconds()),
	}
}

// restyLog takes resty's own log lines: their text holds whole URLs, so only the fact is kept.
type restyLog struct{ log *slog.Logger }

// Errorf notes that there was an error line.
func (m restyLog) Errorf(string, ...any) { m.log.Warn("office: the HTTP library reports an error") }

// Warnf notes that there was a warning.
func (m restyLog) Warnf(string, ...any) { m.log.Warn("office: the HTTP library warns") }

// Debugf is dropped.
func (m restyLog) Debugf(string, ...any) {}
