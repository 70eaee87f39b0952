package sandbox

import (
	"crypto/subtle"
	"net/http"
	"time"
)

// How long a match, and the lock after too many wrong tries, last.
const (
	matchLife = 15 * time.Minute
	matchLock = 15 * time.Minute
)

type matchAnswer struct {
	Matched      bool   `json:"matched"`
	AttemptsLeft int    `json:"attemptsLeft"`
	MatchID      string `json:"matchId,omitempty"`
	ExpiresAt    string `json:"expiresAt,omitempty"`
}

// match compares six digits with the card's. Wrong tries in a row count per card, at whatever desk.
func (o *Office) match(r *request) (reply, error) {
	mokID, err := r.id("mokId", isMokID)
	if err != nil {
		return reply{}, err
	}
	var six string
	if _, err := r.body(object{"panLast6": text(&six, isSix)}); err != nil {
		return reply{}, err
	}
	var out matchAnswer
	err = o.store.write(r.Context(), func(t *tx) (err error) {
		out, err = t.match(mokID, six, r.who.desk, o.now())
		return err
	})
	if err != nil {
		return reply{}, err
	}
	return answer(http.StatusOK, out)
}

func (t *tx) match(mokID, six, desk string, now time.Time) (matchAnswer, error) {
	c, found, err := t.readCard(mokID, now)
	if err != nil {
		return matchAnswer{}, err
	}
	if !found {
		return matchAnswer{}, refuse("card-not-found")
	}
	var wrong int
	var lockedUntil int64
	if _, err := t.row(`SELECT wrong, locked_until FROM match_tries WHERE mok_id = ?`, args(mokID), &wrong, &lockedUntil); err != nil {
		return matchAnswer{}, err
	}
	if wrong >= maxTries {
		if left := lockedUntil - now.UnixMilli(); left > 0 {
			return matchAnswer{}, refuse("match-locked").after((left + 999) / 1000)
		}
		wrong = 0
	}
	if subtle.ConstantTimeCompare([]byte(six), []byte(c.lastSix)) != 1 {
		return t.wrongSix(mokID, wrong+1, now)
	}
	out := matchAnswer{Matched: true, AttemptsLeft: maxTries, MatchID: newID(), ExpiresAt: stamp(now.Add(matchLife))}
	if err := t.exec(`DELETE FROM match_tries WHERE mok_id = ?`, mokID); err != nil {
		return matchAnswer{}, err
	}
	if err := t.exec(`DELETE FROM matches WHERE expires_at < ?`, now.Add(-matchLife).UnixMilli()); err != nil {
		return matchAnswer{}, err
	}
	return out, t.exec(`INSERT INTO matches (id, mok_id, desk, expires_at) VALUES (?, ?, ?, ?)`, out.MatchID, mokID, desk, now.Add(matchLife).UnixMilli())
}

func (t *tx) wrongSix(mokID string, wrong int, now time.Time) (matchAnswer, error) {
	until := int64(0)
	if wrong >= maxTries {
		until = now.Add(matchLock).UnixMilli()
	}
	err := t.exec(`INSERT INTO match_tries (mok_id, wrong, locked_until) VALUES (?, ?, ?)
		ON CONFLICT DO UPDATE SET wrong = excluded.wrong, locked_until = excluded.locked_until`, mokID, wrong, until)
	return matchAnswer{AttemptsLeft: maxTries - wrong}, err
}

// matched tells whether an id is a match of this card that still holds.
func (t *tx) matched(id, mokID string, now time.Time) (bool, error) {
	return t.row(`SELECT 1 FROM matches WHERE id = ? AND mok_id = ? AND expires_at > ?`, args(id, mokID, now.UnixMilli()), new(int))
}
