package client

import (
	"context"
	"net/http"
	"slices"
	"time"

	"cekr.kranj.si/desk/client/ident"
)

// BranchDrawer is an open drawer as a supervisor sees it.
type BranchDrawer struct {
	Session DrawerSession `json:"session"`
	// LastMovedAt is when cash last came or went.
	LastMovedAt time.Time `json:"lastMovedAt"`
	// InFlight are top-ups that the office is working on; they are in no other figure.
	InFlight ReportLine `json:"inFlight"`
}

// DrawerPage is a page of the office's open drawers, the one that was opened first on top. NextCursor is empty on the last one.
type DrawerPage struct {
	Items      []BranchDrawer `json:"items"`
	NextCursor string         `json:"nextCursor" contract:"nullable"`
	AsOf       time.Time      `json:"asOf"`
}

// Drawers asks for the open drawers of the clerk's office. Problem: forbidden, for who may not supervise.
func (c *Client) Drawers(ctx context.Context, cursor string) (DrawerPage, error) {
	where := at("/v1/drawers").with(map[string]string{"cursor": cursor})
	return get(ctx, c, call{at: where}, func(p *DrawerPage, _ http.Header) bool {
		return len(p.Items) <= maxLimit && !slices.ContainsFunc(p.Items, func(d BranchDrawer) bool {
			return !ident.IsDesk(d.Session.Desk) || !d.Session.fits(d.Session.Desk, DrawerOpen)
		})
	})
}
