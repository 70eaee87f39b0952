package client

import (
	"net/http"
	"time"
)

// clock remembers the office's last Date header.
type clock struct {
	office   time.Time
	received time.Time // on this PC, with the monotonic reading
}

// takeDate takes the Date of an answer that the office itself gave.
func (c *Client) takeDate(r reply) {
	if r.status == 0 || !c.fromOffice(r) {
		return
	}
	date, err := http.ParseTime(r.header.Get("Date"))
	if err != nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.clock = clock{office: date, received: time.Now()}
}

// OfficeTime is the time by the office's clock, to a second, and how far the office is
// ahead of this PC. It is false until the office has answered once. Setting this PC's
// clock does not disturb it.
func (c *Client) OfficeTime() (office time.Time, skew time.Duration, ok bool) {
	c.mu.Lock()
	last := c.clock
	c.mu.Unlock()
	if last.received.IsZero() {
		return time.Time{}, 0, false
	}
	now := time.Now()
	office = last.office.Add(now.Sub(last.received))
	return office, office.Sub(now.Round(0)), true
}
