package sandbox

import "net/http"

// Version is this office's own.
const Version = "1.1.0"

type healthAnswer struct {
	Status          string `json:"status"`
	Version         string `json:"version"`
	ContractVersion string `json:"contractVersion"`
	Time            string `json:"time"`
	Practice        bool   `json:"practice,omitempty"`
}

// health tells that the office is there, and its time. It looks into the data, so it is not well without it.
func (o *Office) health(r *request) (reply, error) {
	err := o.store.read(r.Context(), func(t *tx) error { _, err := t.row(`SELECT id FROM policy`, nil, new(int)); return err })
	if err != nil {
		return reply{}, err
	}
	return answer(http.StatusOK, healthAnswer{Status: "ok", Version: Version, ContractVersion: ContractVersion,
		Time: stamp(o.now()), Practice: o.options.Practice})
}
