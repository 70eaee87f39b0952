package money

// DrawerCash is what a drawer's cash is made of, in cents of one currency, each within ±Max: the counted float, what top-ups
// brought without and as fees, what reversals handed back, and all other cash that came (positive) or went.
type DrawerCash struct{ Float, TopUps, Fees, Reversals, Movements int64 }

// Expected is the cash that must lie in the drawer, in cents. It is the one formula of it: of screens, reports, papers and the office.
func (c DrawerCash) Expected() int64 { return c.Float + c.TopUps + c.Fees - c.Reversals + c.Movements }
