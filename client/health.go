package client

import (
	"context"
	"net/http"
	"time"
)

// Health is the office's sign of life. Status is "ok"; Practice says that no money in the office is real.
type Health struct {
	Status          string    `json:"status"`
	Version         string    `json:"version"`
	ContractVersion string    `json:"contractVersion"`
	Time            time.Time `json:"time"`
	Practice        bool      `json:"practice" contract:"optional"`
}

// Health asks for a sign of life; it needs no token.
func (c *Client) Health(ctx context.Context) (Health, error) {
	return get(ctx, c, call{at: at("/v1/health"), open: true}, func(h *Health, _ http.Header) bool {
		return h.Status == "ok"
	})
}
