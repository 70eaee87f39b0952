package client

import (
	"context"
	"time"
)

// Staff is a clerk as the office names one: a number and an alias, never a full name.
type Staff struct {
	Number string `json:"number"`
	Alias  string `json:"alias"`
}

// SignIn is a clerk's session. The token itself stays inside the client.
type SignIn struct {
	Staff Staff
	// ExpiresAt is when the token ends, by the office's clock.
	ExpiresAt time.Time
}

// SignIn asks the office for a token and keeps it, in memory only. A former session is
// given up first. Problems: sign-in-refused (AttemptsLeft), staff-locked.
func (c *Client) SignIn(ctx context.Context, staffNumber, pin string) (SignIn, error) {
	return SignIn{}, errNotBuilt
}

// SignOut forgets the token, whatever happens, and asks the office to end it. The error
// says only that the office may not have heard.
func (c *Client) SignOut(ctx context.Context) error { return errNotBuilt }

// Session is the clerk who is signed in; false when there is none.
func (c *Client) Session() (SignIn, bool) { return SignIn{}, false }
