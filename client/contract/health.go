package contract

import (
	"strings"
	"testing"
	"time"

	"cekr.kranj.si/desk/client"
)

// slack is how far two clocks that should be one may stand apart in one answer: Date counts whole seconds, and a busy machine dawdles.
const slack = 5 * time.Second

// health: the office tells its contract and its time without a sign-in.
func (s *suite) health(t *testing.T) {
	a := s.get(t, "", "/v1/health", "").want(t, 200)
	var h struct {
		ContractVersion string    `json:"contractVersion"`
		Time            time.Time `json:"time"`
	}
	a.into(t, &h)
	if major(h.ContractVersion) != major(client.ContractVersion) {
		t.Errorf("the office keeps contract %s, this suite tries %s\n%v", h.ContractVersion, client.ContractVersion, a)
	}
	if apart := a.date(t).Sub(h.Time).Abs(); apart > slack {
		t.Errorf("time and Date are %s apart\n%v", apart, a)
	}
}

func major(version string) string {
	first, _, _ := strings.Cut(version, ".")
	return first
}
