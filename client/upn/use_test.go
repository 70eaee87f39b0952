package upn

import (
	"strings"
	"testing"

	"cekr.kranj.si/desk/client/money"
)

// tableL is the standard's table of what each use demands, in its own words: payment, registered issuer, deposit and
// withdrawal. (An issuer's payer and amount are obligatory but for charities, which is all that a code can tell.)
const tableL = `
payerIBAN      Neobvezno    Ni-dovoljeno Ni-dovoljeno Obvezno
payerReference Neobvezno    Ni-dovoljeno Ni-dovoljeno Neobvezno
payerName      Obvezno      Neobvezno    Neobvezno    Obvezno
payerStreet    Obvezno      Neobvezno    Neobvezno    Obvezno
payerTown      Obvezno      Neobvezno    Neobvezno    Obvezno
amount         Obvezno      Neobvezno    Obvezno      Obvezno
paymentDate    Neobvezno    Ni-dovoljeno Obvezno      Obvezno
urgent         Neobvezno    Ni-dovoljeno Ni-dovoljeno Ni-dovoljeno
purposeCode    Obvezno      Obvezno      Obvezno      Obvezno
purpose        Obvezno      Obvezno      Obvezno      Obvezno
dueDate        Neobvezno    Neobvezno    Ni-dovoljeno Ni-dovoljeno
payeeIBAN      Obvezno      Obvezno      Obvezno      Ni-dovoljeno
payeeReference Neobvezno    Obvezno      Neobvezno    Ni-dovoljeno
payeeName      Obvezno      Obvezno      Obvezno      Neobvezno
payeeStreet    Obvezno      Obvezno      Obvezno      Neobvezno
payeeTown      Obvezno      Obvezno      Obvezno      Neobvezno
`

func TestEveryUseDemandsWhatTableLSays(t *testing.T) {
	full := Order{
		PayerIBAN: "SI56020170014356205", PayerReference: "SI003528-990", Payer: payer, Amount: money.EUR(8105),
		Date: Date{2016, 11, 30}, Urgent: true, Code: "COST", Purpose: "Plačilo", Due: Date{2016, 12, 31},
		PayeeIBAN: "SI56051008010486080", PayeeReference: "SI0598765432100", Payee: company,
	}
	empty := map[Field]func(*Order){
		PayerIBAN: func(o *Order) { o.PayerIBAN = "" }, PayerReference: func(o *Order) { o.PayerReference = "" },
		PayerName: func(o *Order) { o.Payer.Name = "" }, PayerStreet: func(o *Order) { o.Payer.Street = "" },
		PayerTown: func(o *Order) { o.Payer.Town = "" }, Amount: func(o *Order) { o.Amount = money.Amount{} },
		PaymentDate: func(o *Order) { o.Date = Date{} }, Urgent: func(o *Order) { o.Urgent = false },
		PurposeCode: func(o *Order) { o.Code = "" }, Purpose: func(o *Order) { o.Purpose = "" },
		DueDate: func(o *Order) { o.Due = Date{} }, PayeeIBAN: func(o *Order) { o.PayeeIBAN = "" },
		PayeeReference: func(o *Order) { o.PayeeReference = "" }, PayeeName: func(o *Order) { o.Payee.Name = "" },
		PayeeStreet: func(o *Order) { o.Payee.Street = "" }, PayeeTown: func(o *Order) { o.Payee.Town = "" },
	}
	rows := strings.Split(strings.TrimSpace(tableL), "\n")
	if len(rows) != len(layout)-2 { // the two marks are the use itself
		t.Fatalf("%d rows", len(rows))
	}
	for use := Payment; use <= Withdrawal; use++ {
		with, without := full, full
		with.Use, without.Use = use, use
		for _, spoil := range empty {
			spoil(&without)
		}
		refusals := func(o Order) map[Field]Rule {
			found := map[Field]Rule{}
			for _, p := range o.Problems() {
				found[p.Field] = p.Rule
			}
			return found
		}
		present, absent := refusals(with), refusals(without)
		for _, line := range rows {
			cells := strings.Fields(line)
			name, word := Field(cells[0]), cells[1+use]
			if got := present[name] == Forbidden; got != (word == "Ni-dovoljeno") {
				t.Errorf("use %d, %s: %s, but forbidden is %v", use, name, word, got)
			}
			if got := absent[name] == Missing; got != (word == "Obvezno") {
				t.Errorf("use %d, %s: %s, but required is %v", use, name, word, got)
			}
		}
	}
}
