package paper

import (
	"time"

	"cekr.kranj.si/desk/client/money"
)

// ljubljana is the zone of the office's clock, in winter.
var ljubljana = time.FixedZone("CET", 3600)

func sampleReceipt() Receipt {
	after := money.EUR(9230)
	return Receipt{
		Number: "2025-000123", BookedAt: time.Date(2025, 11, 22, 14, 5, 9, 0, ljubljana),
		Office: "NLB Poslovalnica Kranj", Desk: "K-01", Staff: "Ana",
		MokID: "100000014", PANLast4: "1205",
		Amount: money.EUR(5000), Fee: money.EUR(150), Total: money.EUR(5150), Tendered: money.EUR(6000), Change: money.EUR(850),
		BalanceAfter: &after, Reference: "SI05 8074720-100000014-200",
		TopUpID: "0b6f6f0e-8f5b-4d0a-9c53-5f3c1f0a7d11", Lang: "sl",
	}
}

func sampleCash() CashReceived {
	return CashReceived{
		ShortID: "0B6F-6F0E", At: time.Date(2025, 11, 22, 14, 5, 9, 0, ljubljana),
		Office: "NLB Poslovalnica Kranj", Desk: "K-01", Staff: "Ana", MokID: "100000014", Amount: money.EUR(5150), Lang: "sl",
	}
}

func sampleClose() DrawerClose {
	return DrawerClose{
		Number: "57", SessionID: "5f0d7f1a-2a3c-4f6e-8f0a-6a1f2b3c4d5e", Office: "NLB Poslovalnica Kranj", Desk: "K-01", Staff: "Ana",
		OpenedAt: time.Date(2025, 11, 22, 7, 58, 0, 0, ljubljana), ClosedAt: time.Date(2025, 11, 22, 16, 4, 0, 0, ljubljana),
		Float: money.EUR(20000), TopUps: 14, TopUpsSum: money.EUR(68050), Expected: money.EUR(88050), Counted: money.EUR(87550), Difference: money.EUR(-500),
		Unknown: 2, UnknownSum: money.EUR(7000), Lang: "sl",
	}
}
