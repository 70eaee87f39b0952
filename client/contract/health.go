package contract

import (
	"fmt"
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
	if !keeps(h.ContractVersion, client.ContractVersion) {
		t.Errorf("the office keeps contract %s, this suite tries %s\n%v", h.ContractVersion, client.ContractVersion, a)
	}
	if apart := a.date(t).Sub(h.Time).Abs(); apart > slack {
		t.Errorf("time and Date are %s apart\n%v", apart, a)
	}
}

// keeps tells whether an office of this version keeps all of a contract: the same major number, and no earlier minor one.
func keeps(office, contract string) bool {
	theirMajor, theirMinor, ok := version(office)
	major, minor, _ := version(contract)
	return ok && theirMajor == major && theirMinor >= minor
}

func version(text string) (major, minor int, ok bool) {
	var patch int
	n, err := fmt.Sscanf(text, "%d.%d.%d", &major, &minor, &patch)
	return major, minor, err == nil && n == 3
}
