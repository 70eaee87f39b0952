package sandbox

import (
	"net/http"
	"path"
	"strings"
)

// Capabilities: what a token may be used for. The words are the contract's.
const (
	capCardRead    = "card.read"
	capCardMinimal = "card.minimal"
	capTopUp       = "top-up"
	capDrawer      = "drawer"
	capOrder       = "order"
	capLock        = "lock"
	capLossReport  = "loss-report"
	capUnlock      = "unlock"
	capReversal    = "reversal"
	capApprove     = "approve"
	capAudit       = "audit"
	capMovement    = "movement"
	capCount       = "count"
	capReport      = "report"
	capCustody     = "custody"
	capSupervise   = "supervise"
	capHistory     = "history"

	nobody  = "-" // no token is asked for
	anybody = ""  // any token will do
)

// route is one method and path of the contract.
type route struct {
	pattern string
	needs   string
	handle  func(*Office, *request) (reply, error)
}

func contractRoutes() []route {
	return []route{
		{"GET /v1/health", nobody, (*Office).health},
		{"GET /v1/payment-order-account", nobody, (*Office).paymentOrderAccount},
		{"POST /v1/sign-ins", nobody, (*Office).signIn},
		{"DELETE /v1/sign-ins/current", anybody, (*Office).signOut},
		{"GET /v1/me", anybody, (*Office).me},
		{"GET /v1/cards/{mokId}", capCardMinimal, (*Office).card},
		{"POST /v1/cards/{mokId}/matches", capTopUp, (*Office).match},
		{"GET /v1/cards/{mokId}/transactions", capCardRead, (*Office).transactions},
		{"GET /v1/cards/{mokId}/look-ups", capAudit, (*Office).lookUps},
		{"POST /v1/cards/{mokId}/top-up-quotes", capTopUp, (*Office).quote},
		{"PUT /v1/persons/{id}", anybody, (*Office).putPerson},
		{"PUT /v1/top-ups/{id}", capTopUp, (*Office).topUp},
		{"GET /v1/top-ups/{id}", capTopUp, (*Office).askTopUp},
		{"PUT /v1/top-ups/{id}/cancellation", capTopUp, (*Office).cancelTopUp},
		{"GET /v1/desks/{desk}/top-ups", capTopUp, (*Office).deskTopUps},
		{"PUT /v1/locks/{id}", capLock, (*Office).lockCard},
		{"GET /v1/locks/{id}", capLock, (*Office).askLock},
		{"PUT /v1/drawer-sessions/{id}", capDrawer, (*Office).openDrawer},
		{"GET /v1/drawers", capSupervise, (*Office).drawers},
		{"GET /v1/drawer-sessions/current", capDrawer, (*Office).currentDrawer},
		{"PUT /v1/drawer-sessions/{id}/close", capDrawer, (*Office).closeDrawer},
		{"PUT /v1/drawer-sessions/{id}/movements/{movementId}", capMovement, (*Office).moveCash},
		{"GET /v1/drawer-sessions/{id}/movements/{movementId}", capMovement, (*Office).askMovement},
		{"PUT /v1/drawer-sessions/{id}/counts/{countId}", capCount, (*Office).countDrawer},
		{"GET /v1/drawer-sessions/{id}/counts/{countId}", capCount, (*Office).askCount},
		{"PUT /v1/drawer-sessions/{id}/custody/{custodyId}", capCustody, (*Office).changeCustody},
		{"GET /v1/drawer-sessions/{id}/custody/{custodyId}", capCustody, (*Office).askCustody},
		{"GET /v1/drawer-sessions/{id}/report", capReport, (*Office).drawerReport},
		{"GET /v1/drawer-sessions", capHistory, (*Office).drawerSessions},
		{"GET /v1/drawer-sessions/{id}/operations", capHistory, (*Office).drawerOperations},
		{"GET /v1/top-ups", capReversal, (*Office).findTopUp},
		{"PUT /v1/reversals/{id}", capReversal, (*Office).reverseTopUp},
		{"GET /v1/reversals/{id}", capReversal, (*Office).askReversal},
		{"GET /v1/corrections/{number}", capReversal, (*Office).correction},
		{"PUT /v1/unlocks/{id}", capUnlock, (*Office).unlockCard},
		{"GET /v1/unlocks/{id}", capUnlock, (*Office).askUnlock},
		{"PUT /v1/approvals/{id}", anybody, (*Office).approve},
		{"GET /v1/approvals/{id}", capCardMinimal, (*Office).askApproval},

		{"PATCH /v1/cards/{mokId}/payment-options", anybody, (*Office).notImplemented},
		{"PUT /v1/loss-reports/{id}", anybody, (*Office).notImplemented},
	}
}

// notImplemented answers what the contract specifies and this office cannot do yet.
func (o *Office) notImplemented(*request) (reply, error) {
	return reply{}, refuse("not-implemented")
}

// Routes are the patterns of the contract, as Faults names them.
func Routes() []string {
	var patterns []string
	for _, r := range contractRoutes() {
		patterns = append(patterns, r.pattern)
	}
	return patterns
}

// router sends a request to its route's handler, or says why there is none.
type router struct {
	mux      *http.ServeMux
	patterns map[string]bool
}

func newRouter(o *Office) *router {
	t := &router{mux: http.NewServeMux(), patterns: map[string]bool{}}
	for _, one := range contractRoutes() {
		t.patterns[one.pattern] = true
		t.mux.HandleFunc(one.pattern, func(w http.ResponseWriter, r *http.Request) { o.serve(w.(*answerWriter), r, one) })
	}
	return t
}

// find names the request's route. A path that is not spelled as in the contract is not redirected: a write must
// not be sent to another address.
func (t *router) find(r *http.Request) (string, *problem) {
	if r.URL.Path != path.Clean(r.URL.Path) {
		return "", refuse("not-found")
	}
	if _, pattern := t.mux.Handler(r); t.patterns[pattern] {
		return pattern, nil
	}
	if methods := t.methods(r); len(methods) > 0 {
		p := refuse("method-not-allowed")
		p.allow = strings.Join(methods, ", ")
		return "", p
	}
	return "", refuse("not-found")
}

// methods lists those that the path has, none for a path that is not of the contract.
func (t *router) methods(r *http.Request) []string {
	var found []string
	for _, method := range []string{"GET", "PUT", "POST", "PATCH", "DELETE"} {
		probe := &http.Request{Method: method, URL: r.URL, Host: r.Host}
		if _, pattern := t.mux.Handler(probe); t.patterns[pattern] {
			found = append(found, method)
		}
	}
	return found
}
