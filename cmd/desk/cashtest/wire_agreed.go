package cashtest

import (
	"encoding/json"
	"maps"
	"net/http"
	"strings"

	"cekr.kranj.si/desk/client"
)

// agreements are what desks have put on a wire about second persons.
type agreements struct {
	approved map[string]string            // the hash that an approval is of, by its id
	named    map[string]map[string]string // the writes that name an approval: id by hash, by the approval's id
}

// hear keeps what a request says of a second person.
func (w *Wire) hear(r *http.Request, body []byte) {
	var said struct{ ID, SubjectHash, ApprovalID string }
	if r.Method != http.MethodPut || json.Unmarshal(body, &said) != nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case strings.HasPrefix(r.URL.Path, "/v1/approvals/"):
		w.approved[said.ID] = said.SubjectHash
	case said.ApprovalID != "":
		if w.named[said.ApprovalID] == nil {
			w.named[said.ApprovalID] = map[string]string{}
		}
		w.named[said.ApprovalID][client.HashOf(body)] = said.ID
	}
}

// Agreements are the hash that each approval on the wire was of, and the bodies that named it: their ids by their hash.
func (w *Wire) Agreements() (approved map[string]string, named map[string]map[string]string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return maps.Clone(w.approved), maps.Clone(w.named)
}
