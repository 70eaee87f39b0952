package paper

import (
	"sync"

	"github.com/skip2/go-qrcode"
)

// portal is where a holder sees the card's balance and payments. The link says nothing of whose card it is.
const portal = "https://cekr.kranj.si"

// portalCode is the link to the portal as a QR symbol, without a quiet zone: the white around it is the layout's.
var portalCode = sync.OnceValue(func() [][]bool {
	symbol, err := qrcode.New(portal, qrcode.Medium)
	if err != nil {
		panic(err) // a constant that does not fit is a broken build
	}
	symbol.DisableBorder = true
	return symbol.Bitmap()
})
