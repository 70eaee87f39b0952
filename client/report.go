package client

import (
	"context"
	"net/http"
	"time"

	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/client/money"
)

// ReportKind tells a report at any time from the one of a close.
type ReportKind string

// The two reports of a drawer session.
const (
	ReportX ReportKind = "x"
	// ReportZ is numbered by the office without gaps: the number of the close.
	ReportZ ReportKind = "z"
)

// ReportLine is how many, and their sum, which may be below zero.
type ReportLine struct {
	Count int          `json:"count"`
	Sum   money.Amount `json:"sum"`
}

// ReportCount is a count of the drawer that was kept.
type ReportCount struct {
	ID         string       `json:"id"`
	Counted    money.Amount `json:"counted"`
	Difference money.Amount `json:"difference"`
	CountedAt  time.Time    `json:"countedAt"`
}

// DrawerReport are the figures of a session. Expected is what Cash says: a report of which that is not so is never given.
type DrawerReport struct {
	Kind    ReportKind    `json:"kind"`
	Session DrawerSession `json:"session"`
	// TopUps are the posted ones without their Fees.
	TopUps    ReportLine `json:"topUps"`
	Fees      ReportLine `json:"fees"`
	Reversals ReportLine `json:"reversals"`
	// Movements are ChangeBrought, PickUps and Corrections together.
	Movements     ReportLine `json:"movements"`
	ChangeBrought ReportLine `json:"changeBrought"`
	PickUps       ReportLine `json:"pickUps"`
	Corrections   ReportLine `json:"corrections"`
	// Counts are at most two, the first one first.
	Counts   []ReportCount `json:"counts"`
	Expected money.Amount  `json:"expected"`
	// InFlight are top-ups that the office is working on; they are in no other figure.
	InFlight ReportLine `json:"inFlight"`
	AsOf     time.Time  `json:"asOf"`
}

// Cash is what the drawer's cash is made of.
func (r DrawerReport) Cash() money.DrawerCash {
	return money.DrawerCash{Float: r.Session.Float.Cents, TopUps: r.TopUps.Sum.Cents, Fees: r.Fees.Sum.Cents, Reversals: r.Reversals.Sum.Cents, Movements: r.Movements.Sum.Cents}
}

// DrawerReport asks for a session's figures. Problems: session-unknown, and session-open for the Z of one that is open.
func (c *Client) DrawerReport(ctx context.Context, session string, kind ReportKind) (DrawerReport, error) {
	if err := check(isUUID(session, "drawer session"), rule{kind == ReportX || kind == ReportZ, "kind"}); err != nil {
		return DrawerReport{}, err
	}
	where := at("/v1/drawer-sessions/{id}/report", session).with(map[string]string{"kind": string(kind)})
	return get(ctx, c, call{at: where}, func(r *DrawerReport, _ http.Header) bool {
		return r.Kind == kind && r.Session.ID == session && ident.IsStaff(r.Session.Staff) && r.adds()
	})
}

// adds reports that the figures belong together.
func (r DrawerReport) adds() bool {
	closed := r.Session.State == DrawerClosed
	kinds := r.ChangeBrought.Sum.Cents + r.PickUps.Sum.Cents + r.Corrections.Sum.Cents
	return r.Expected.Cents == r.Cash().Expected() && r.Movements.Sum.Cents == kinds && len(r.Counts) <= 2 &&
		(closed && r.Session.Expected == r.Expected || r.Session.State == DrawerOpen && r.Session.Total == r.Expected && r.Kind == ReportX)
}
