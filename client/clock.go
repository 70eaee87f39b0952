package client

import "time"

// clock remembers the office's last Date header.
type clock struct{}

// OfficeTime is the time by the office's clock, to a second, and how far the office is
// ahead of this PC. It is false until the office has answered once.
func (c *Client) OfficeTime() (office time.Time, skew time.Duration, ok bool) {
	return time.Time{}, 0, false
}
