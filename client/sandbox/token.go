package sandbox

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"strings"
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
	s := &session{hash: sha256.Sum256([]byte(token))}
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
	if s.expires = o.moment(expires); !found || !o.now().Before(s.expires) {
		return nil, refuse("token-expired")
	}
	return s, nil
}
