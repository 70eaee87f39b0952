package client

import (
	"context"
	"net/http"
	"time"

	"cekr.kranj.si/desk/client/ident"
)

// Match is the office's answer to six digits read from the card in the customer's hand.
type Match struct {
	Matched      bool `json:"matched"`
	AttemptsLeft int  `json:"attemptsLeft"`
	// MatchID goes into a quote; empty unless Matched.
	MatchID string `json:"matchId" contract:"optional"`
	// ExpiresAt ends the match, by the office's clock; zero unless Matched.
	ExpiresAt time.Time `json:"expiresAt" contract:"optional"`
}

// Match sends the last six digits of the PAN to be compared. They are kept nowhere.
// A wrong guess is an answer, not an error. Problems: match-locked (RetryAfter), card-not-found.
func (c *Client) Match(ctx context.Context, mokID, panLast6 string) (Match, error) {
	if err := check(isMokID(mokID), rule{reLast6.MatchString(panLast6), "last six digits"}); err != nil {
		return Match{}, err
	}
	body, err := encode(matchRequest{PANLast6: panLast6})
	if err != nil {
		return Match{}, err
	}
	return post(ctx, c, call{method: http.MethodPost, at: at("/v1/cards/{mokId}/matches", mokID), body: body},
		http.StatusOK, func(m *Match, _ http.Header) bool {
			if !m.Matched {
				return m.MatchID == "" && m.AttemptsLeft >= 0
			}
			return m.AttemptsLeft >= 0 && ident.IsUUID(m.MatchID) && !m.ExpiresAt.IsZero()
		})
}

type matchRequest struct {
	PANLast6 string `json:"panLast6"`
}
