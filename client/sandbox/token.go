package sandbox

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"strings"
	"sync"
	"time"
)

// session is who a token speaks for.
type session struct {
	hash    [32]byte
	staff   string
	alias   string
	role    string
	desk    string
	office  officeRow
	expires time.Time
}

type officeRow struct{ id, name, kind, town string }

func (s *session) may(capability string) bool {
	return slices.Contains(capabilities(s.role, s.office.kind), capability)
}

// newToken makes a bearer token and what is stored of it: 256 random bits need no salt.
func newToken() (string, [32]byte) {
	var b [32]byte
	_, _ = rand.Read(b[:])
	token := base64.RawURLEncoding.EncodeToString(b[:])
	return token, sha256.Sum256([]byte(token))
}

// authenticate finds who the request's token speaks for: token-missing without one, token-expired for one that is
// not alive: its time is over, it was signed out, or the office never gave it.
func (o *Office) authenticate(r *request) (*session, error) {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") || token == "" {
		return nil, refuse("token-missing")
	}
	hash := sha256.Sum256([]byte(token))
	s, era := o.sessions.find(hash)
	if s == nil {
		var err error
		if s, err = o.readToken(r, hash); err != nil {
			return nil, err
		}
		o.sessions.keep(s, era)
	}
	if !o.now().Before(s.expires) {
		return nil, refuse("token-expired")
	}
	return s, nil
}

// readToken finds the token in the ledger.
func (o *Office) readToken(r *request, hash [32]byte) (*session, error) {
	s := &session{hash: hash}
	var expires int64
	var found bool
	err := o.store.read(r.Context(), func(t *tx) (err error) {
		found, err = t.row(`SELECT s.number, s.alias, s.role, t.desk, t.expires_at, o.id, o.name, o.kind, o.town
			FROM tokens t JOIN staff s ON s.number = t.staff JOIN offices o ON o.id = s.office WHERE t.hash = ?`,
			args(s.hash[:]), &s.staff, &s.alias, &s.role, &s.desk, &expires, &s.office.id, &s.office.name, &s.office.kind, &s.office.town)
		return err
	})
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, refuse("token-expired")
	}
	s.expires = o.moment(expires)
	return s, nil
}

// maxSessions is how many tokens an office remembers: more than a town has counters.
const maxSessions = 1024

// sessions remembers who the ledger's tokens speak for: every request asks. Nothing in it is changed.
type sessions struct {
	mu    sync.Mutex
	era   uint64 // a new one begins with each forgetting
	known map[[32]byte]*session
}

// find gives nil for a token that is not remembered, and the era in which it was looked for.
func (s *sessions) find(hash [32]byte) (*session, uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.known[hash], s.era
}

// keep remembers what was read in an era, unless that is over: it may have been read before what ended it.
func (s *sessions) keep(found *session, era uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if era != s.era {
		return
	}
	if s.known == nil || len(s.known) >= maxSessions {
		s.known = map[[32]byte]*session{}
	}
	s.known[found.hash] = found
}

// forget comes after every write that ends a token or changes its staff, whether it was kept or not, before it is answered.
func (s *sessions) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.era++
	s.known = nil
}
