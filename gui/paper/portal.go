package paper

import (
	"sync"

	"cekr.kranj.si/desk/gui/paper/ink"
)

// portal is where a holder sees the card's balance and payments. The link says nothing of whose card it is.
const portal = "https://cekr.kranj.si"

// portalCode is the link to the portal as a QR symbol.
var portalCode = sync.OnceValue(func() [][]bool {
	rows, err := ink.NewCode(portal)
	if err != nil {
		panic(err) // a constant that does not fit is a broken build
	}
	return rows
})
