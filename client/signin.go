package client

import (
	"context"
	"net/http"
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

// SignIn asks the office for a token and keeps it, in memory only, in the place of a
// former one; a refusal leaves the former one. Problems: sign-in-refused (AttemptsLeft),
// staff-locked.
func (c *Client) SignIn(ctx context.Context, staffNumber, pin string) (SignIn, error) {
	if err := check(isStaff(staffNumber), rule{rePIN.MatchString(pin), "PIN"}); err != nil {
		return SignIn{}, err
	}
	body, err := encode(signInRequest{StaffNumber: staffNumber, PIN: pin, Desk: c.desk})
	if err != nil {
		return SignIn{}, err
	}
	given, err := post(ctx, c, call{method: http.MethodPost, at: at("/v1/sign-ins"), body: body, open: true},
		http.StatusCreated, func(s *signInAnswer, _ http.Header) bool {
			return reToken.MatchString(s.Token) && s.Staff.Number == staffNumber
		})
	if err != nil {
		return SignIn{}, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.token = given.Token
	c.session = SignIn{Staff: given.Staff, ExpiresAt: given.ExpiresAt}
	return c.session, nil
}

type signInRequest struct {
	StaffNumber string `json:"staffNumber"`
	PIN         string `json:"pin"`
	Desk        string `json:"desk"`
}

type signInAnswer struct {
	Token     string    `json:"token"`
	ExpiresAt time.Time `json:"expiresAt"`
	Staff     Staff     `json:"staff"`
}

// SignOut forgets the token, whatever happens, and asks the office to end it. The error
// says only that the office may not have heard.
func (c *Client) SignOut(ctx context.Context) error {
	c.mu.Lock()
	token := c.token
	c.token, c.session = "", SignIn{}
	c.mu.Unlock()
	if token == "" {
		return nil
	}
	call := call{method: http.MethodDelete, at: at("/v1/sign-ins/current"), token: token}
	r := c.write(ctx, call)
	if fault := c.signOutFault(r); fault != nil {
		c.logCall(ctx, call, r, "failed", fault)
		return fault
	}
	c.logCall(ctx, call, r, "understood", nil)
	return nil
}

// signOutFault says why r is not the office's word that the token is dead.
func (c *Client) signOutFault(r reply) *Error {
	if r.err == nil && r.status == http.StatusNoContent && c.fromOffice(r) {
		return nil
	}
	if fault := c.fault(r); fault != nil {
		return fault
	}
	return foreign(r, "unexpected status")
}

// Session is the clerk who is signed in; false when there is none, also after the office
// said that the token has expired.
func (c *Client) Session() (SignIn, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.session, c.token != ""
}

// dropExpired drops a token that the office calls expired, unless a newer one has come since.
func (c *Client) dropExpired(why *Error, r reply) {
	if why.Status != http.StatusUnauthorized || why.Code != CodeTokenExpired {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.token == r.token {
		c.token, c.session = "", SignIn{}
	}
}
