package paper

import (
	"time"

	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/client/upn"
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

func sampleReversal() Reversal {
	return Reversal{
		Number: "2025-000124", Of: "2025-000123", BookedAt: time.Date(2025, 11, 22, 14, 25, 9, 0, ljubljana),
		Office: "NLB Poslovalnica Kranj", Desk: "K-01", Staff: "Ana", Approver: "Boris", MokID: "100000014",
		Amount: money.EUR(5000), Fee: money.EUR(150), Total: money.EUR(5150), BalanceAfter: money.EUR(-70),
		ReversalID: "7d444840-9dc0-41d1-b245-5ffdce74fa99", Lang: "sl",
	}
}

func sampleCorrection() Correction {
	return Correction{
		Number: "P-2025-0042", Of: "2025-000123", At: time.Date(2025, 11, 22, 14, 25, 9, 0, ljubljana),
		Office: "NLB Poslovalnica Kranj", Desk: "K-01", Staff: "Ana", MokID: "100000014", Amount: money.EUR(5000), Lang: "sl",
	}
}

func sampleClose() DrawerClose {
	return DrawerClose{
		Number: "57", SessionID: "5f0d7f1a-2a3c-4f6e-8f0a-6a1f2b3c4d5e", Office: "NLB Poslovalnica Kranj", Desk: "K-01", Staff: "Ana",
		OpenedAt: time.Date(2025, 11, 22, 7, 58, 0, 0, ljubljana), ClosedAt: time.Date(2025, 11, 22, 16, 4, 0, 0, ljubljana),
		Float: money.EUR(20000), TopUps: 14, TopUpsSum: money.EUR(68050), Expected: money.EUR(88050), Counted: money.EUR(87550), Difference: money.EUR(-500),
		Notes: everyNote(), First: new(money.EUR(87000)), Reason: "notFound", Approver: "Boris",
		Unknown: 2, UnknownSum: money.EUR(7000), Lang: "sl",
	}
}

// everyNote is 875,50 € with each note and coin in it.
func everyNote() (all []Pieces) {
	left := int64(87550)
	for _, value := range money.Denominations() {
		if left >= 2*value || value == 1 {
			n := left / value
			if value > 1 {
				n = max(1, n-1)
			}
			left -= n * value
			all = append(all, Pieces{money.EUR(value), n})
		}
	}
	return all
}

func sampleMovement() Movement {
	return Movement{
		Number: "G-2025-000012", At: time.Date(2025, 11, 22, 14, 5, 9, 0, ljubljana), Office: "NLB Poslovalnica Kranj", Desk: "K-01", Staff: "Ana",
		Amount: money.EUR(120000), Reason: "overLimit", Session: "5f0d7f1a-2a3c-4f6e-8f0a-6a1f2b3c4d5e", Lang: "sl",
	}
}

func sampleCustody() Custody {
	return Custody{
		Kind: "takeOver", Number: "58", At: time.Date(2025, 11, 22, 14, 5, 9, 0, ljubljana), Office: "NLB Poslovalnica Kranj", Desk: "K-01", From: "1001", To: "1002",
		Maker: "Boris", Second: "Vesna", Reason: "absent", Counted: money.EUR(41300), Expected: money.EUR(41350), Difference: money.EUR(-50),
		Session: "5f0d7f1a-2a3c-4f6e-8f0a-6a1f2b3c4d5e", Lang: "sl",
	}
}

func sampleReport() Report {
	return Report{
		Number: "57", SessionID: "5f0d7f1a-2a3c-4f6e-8f0a-6a1f2b3c4d5e", Office: "NLB Poslovalnica Kranj", Desk: "K-01", Staff: "Ana",
		OpenedAt: time.Date(2025, 11, 22, 7, 58, 0, 0, ljubljana), ClosedAt: time.Date(2025, 11, 22, 16, 4, 0, 0, ljubljana), AsOf: time.Date(2025, 11, 22, 16, 5, 0, 0, ljubljana),
		Float: money.EUR(20000), TopUps: ReportLine{14, money.EUR(68050)}, Fees: ReportLine{2, money.EUR(300)}, Reversals: ReportLine{1, money.EUR(2000)},
		ChangeBrought: ReportLine{1, money.EUR(5000)}, PickUps: ReportLine{1, money.EUR(-50000)}, Corrections: ReportLine{0, money.EUR(0)},
		Expected: money.EUR(41350), Counted: money.EUR(41300), Difference: money.EUR(-50), Unknown: ReportLine{2, money.EUR(7000)}, Lang: "sl",
	}
}

// officialOrder is the order that fills figure 3 of the standard.
func officialOrder() upn.Order {
	return upn.Order{
		Payer: upn.Party{Name: "Janez Novak", Street: "Lepa cesta 10", Town: "2000 Maribor"}, Amount: money.EUR(1471), Code: "SCVE", Purpose: "Ravn. z odpadki 04/2016 0040098579",
		Due: upn.Date{Year: 2016, Month: 6, Day: 25}, PayeeIBAN: "SI56051008010486080", PayeeReference: "SI121033842574531",
		Payee: upn.Party{Name: "Snaga d.o.o.", Street: "Povšetova ulica 6", Town: "1000 Ljubljana"},
	}
}

func sampleOrder() Order {
	order, err := upn.CardOrder(upn.DefaultAccount(), "100000014")
	if err != nil {
		panic(err)
	}
	order.Payer = upn.Party{Name: "Žiga Čuk Đurđević", Street: "Šišenska cesta 1", Town: "1000 Ljubljana"}
	order.Amount = money.EUR(5000)
	return Order{UPN: order, MokID: "100000014", At: time.Date(2025, 11, 22, 14, 5, 9, 0, ljubljana), Lang: "sl", Layout: OnA4}
}
