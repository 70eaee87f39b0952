package client

import (
	"context"
	"time"
)

// Health is the office's sign of life. Status is "ok".
type Health struct {
	Status          string    `json:"status"`
	Version         string    `json:"version"`
	ContractVersion string    `json:"contractVersion"`
	Time            time.Time `json:"time"`
}

// Health asks for a sign of life; it needs no token.
func (c *Client) Health(ctx context.Context) (Health, error) { return Health{}, errNotBuilt }
