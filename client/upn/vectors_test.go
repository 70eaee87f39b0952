package upn

import (
	"strings"

	"golang.org/x/text/encoding/charmap"

	"cekr.kranj.si/desk/client/money"
)

// vector is an order with its payload, and where they are known the SHA-256 of the payload, of the symbol of the
// payload padded to 400 bytes under a mask, and of the data codewords.
type vector struct {
	name      string
	order     Order
	payload   string
	hash      string
	padded    int // bytes of the payload in the printed symbol
	mask      int
	matrix    string
	codewords string
}

var (
	payer   = Party{"Janez Novak", "Dunajska 1", "1000 Ljubljana"}
	company = Party{"Novo podjetje d.o.o.", "Lepa cesta 15", "3698 Loški Potok"}
)

// official are the orders that ZBS has printed: NAV in NP 5.3, cover on the title page of TS, A to H in its annex.
// Of C to H the mask of the printed symbol is known, and the content of D to H was read from it.
var official = []vector{
	{
		name: "NAV",
		order: Order{
			Payer: Party{"Janez Novak", "Dunajska ulica 1", "1000 Ljubljana"}, Amount: money.EUR(8105), Code: "RENT",
			Purpose: "Plačilo najemnine za marec 2017", Due: Date{2017, 4, 1}, PayeeIBAN: "SI56020170014356205",
			PayeeReference: "SI121234567890120", Payee: Party{"RentaCar d.o.o.", "Pohorska ulica 22", "2000 Maribor"},
		},
		payload: "UPNQR\n\n\n\n\nJanez Novak\nDunajska ulica 1\n1000 Ljubljana\n00000008105\n\n\nRENT\nPlačilo najemnine za marec 2017\n01.04.2017\nSI56020170014356205\nSI121234567890120\nRentaCar d.o.o.\nPohorska ulica 22\n2000 Maribor\n201\n",
		hash:    "edece95de4f00e9eb8fb03a2231a12f30066a9f69c70aaab54be224eeb7f0b65",
	},
	{
		name: "cover",
		order: Order{
			Payer: Party{"Janez Novak", "Lepa cesta 10", "2000 Maribor"}, Amount: money.EUR(1471), Code: "SCVE",
			Purpose: "Ravn. z odpadki 04/2016 0040098579", Due: Date{2016, 6, 25}, PayeeIBAN: "SI56051008010486080",
			PayeeReference: "SI121033842574531", Payee: Party{"Snaga d.o.o.", "Povšetova ulica 6", "1000 Ljubljana"},
		},
		payload: "UPNQR\n\n\n\n\nJanez Novak\nLepa cesta 10\n2000 Maribor\n00000001471\n\n\nSCVE\nRavn. z odpadki 04/2016 0040098579\n25.06.2016\nSI56051008010486080\nSI121033842574531\nSnaga d.o.o.\nPovšetova ulica 6\n1000 Ljubljana\n198\n",
		hash:    "02705cd55557678415920f84c57f4da4f1be27fd71905721072e8caefa59a066",
		padded:  202, mask: 3, matrix: "8b9ab94c775397d7bb92421fd335e4049bba9544551ca5d0b54ec75215068d7c",
	},
	{
		name: "A",
		order: Order{
			Payer: payer, Amount: money.EUR(8105), Code: "COST", Purpose: "Plačilo obveznosti 10/2016",
			PayeeIBAN: "SI56051008010486080", PayeeReference: "SI0598765432100", Payee: company,
		},
		payload: "UPNQR\n\n\n\n\nJanez Novak\nDunajska 1\n1000 Ljubljana\n00000008105\n\n\nCOST\nPlačilo obveznosti 10/2016\n\nSI56051008010486080\nSI0598765432100\nNovo podjetje d.o.o.\nLepa cesta 15\n3698 Loški Potok\n183\n",
		hash:    "88d63569f8f290d643f21730061f0b4542c3f537bb0689e6ae34a0e4a57de647",
		padded:  400, mask: 3, matrix: "e6463b8384c64b472956865867452ba3c049c1f7b847c654ac0388b853ffc1a6",
	},
	{
		name: "B",
		order: Order{
			PayerIBAN: "SI56020170014356205", PayerReference: "SI003528-990",
			Payer: Party{"Združenje bank Slovenije", "Šubičeva 2", "1000 Ljubljana"}, Amount: money.EUR(128067),
			Code: "ADVA", Purpose: "Plačilo avansa-ponudba 2016/12", PayeeIBAN: "SI56051008010486080",
			PayeeReference: "SI00123456-67890-12345", Payee: company,
		},
		payload: "UPNQR\nSI56020170014356205\n\n\nSI003528-990\nZdruženje bank Slovenije\nŠubičeva 2\n1000 Ljubljana\n00000128067\n\n\nADVA\nPlačilo avansa-ponudba 2016/12\n\nSI56051008010486080\nSI00123456-67890-12345\nNovo podjetje d.o.o.\nLepa cesta 15\n3698 Loški Potok\n238\n",
		hash:    "0dfa32b2fcb69e294984ba44b2c72e53ca79f59f11d2dd66089ae0c15d01a655",
		padded:  400, mask: 0, matrix: "c809192e53a6a90f8a2f6b2ecced28b0f3d306272d7abf7658d821fe66380d31",
		codewords: "ec7fe9ae7ee1d865b70a782a99dc2152864fc36c081c7cc9958f71fa74a85afa",
	},
	{
		name: "C",
		order: Order{
			Payer: payer, Amount: money.EUR(8105), Code: "RENT", Purpose: "Plačilo najemnine 10/2016", Due: Date{2016, 11, 15},
			PayeeIBAN: "SI56051008010486080", PayeeReference: "SI129990000359896", Payee: company,
		},
		payload: "UPNQR\n\n\n\n\nJanez Novak\nDunajska 1\n1000 Ljubljana\n00000008105\n\n\nRENT\nPlačilo najemnine 10/2016\n15.11.2016\nSI56051008010486080\nSI129990000359896\nNovo podjetje d.o.o.\nLepa cesta 15\n3698 Loški Potok\n194\n",
		padded:  400, mask: 0,
	},
	{
		name: "D, a charity's",
		order: Order{
			Use: Issuer, Amount: money.EUR(0), Code: "CHAR", Purpose: "Donacija v dobrodelne namene",
			PayeeIBAN: "SI56051008010486080", PayeeReference: "SI121234567890120", Payee: company,
		},
		payload: "UPNQR\n\n\n\n\n\n\n\n00000000000\n\n\nCHAR\nDonacija v dobrodelne namene\n\nSI56051008010486080\nSI121234567890120\nNovo podjetje d.o.o.\nLepa cesta 15\n3698 Loški Potok\n152\n",
		padded:  400, mask: 0,
	},
	{
		name: "E, a deposit",
		order: Order{
			Use: Deposit, Amount: money.EUR(28000), Date: Date{2016, 11, 30}, Code: "CASH", Purpose: "Polog iztržka za november",
			PayeeIBAN: "SI56051008010486080", Payee: company,
		},
		payload: "UPNQR\n\nX\n\n\n\n\n\n00000028000\n30.11.2016\n\nCASH\nPolog iztržka za november\n\nSI56051008010486080\n\nNovo podjetje d.o.o.\nLepa cesta 15\n3698 Loški Potok\n143\n",
		padded:  400, mask: 0,
	},
	{
		name: "F, a withdrawal",
		order: Order{
			Use: Withdrawal, PayerIBAN: "SI56051008010486080", Payer: company, Amount: money.EUR(35000), Date: Date{2016, 11, 30},
			Code: "CSDB", Purpose: "Dnevnice november 2016",
		},
		payload: "UPNQR\nSI56051008010486080\n\nX\n\nNovo podjetje d.o.o.\nLepa cesta 15\n3698 Loški Potok\n00000035000\n30.11.2016\n\nCSDB\nDnevnice november 2016\n\n\n\n\n\n\n140\n",
		padded:  400, mask: 0,
	},
	{
		name: "G, to another country",
		order: Order{
			PayerIBAN: "SI56051008010486080", PayerReference: "RF81352ADD05899", Payer: company, Amount: money.EUR(13167),
			Code: "SUBS", Purpose: "Letna naročnina na ZZYS", PayeeIBAN: "DE12500105170648489890", PayeeReference: "RF45SBO2010",
			Payee: Party{"Gesselshaft GmbH", "Rosenthal 15", "DE-86807 Buchloe"},
		},
		payload: "UPNQR\nSI56051008010486080\n\n\nRF81352ADD05899\nNovo podjetje d.o.o.\nLepa cesta 15\n3698 Loški Potok\n00000013167\n\n\nSUBS\nLetna naročnina na ZZYS\n\nDE12500105170648489890\nRF45SBO2010\nGesselshaft GmbH\nRosenthal 15\nDE-86807 Buchloe\n222\n",
		padded:  400, mask: 0,
	},
	{
		name: "H, with RF",
		order: Order{
			Payer: payer, Amount: money.EUR(8105), Code: "RENT", Purpose: "Plačilo najemnine 10/2016", Due: Date{2016, 11, 15},
			PayeeIBAN: "SI56051008010486080", PayeeReference: "RF45SBO2010", Payee: company,
		},
		payload: "UPNQR\n\n\n\n\nJanez Novak\nDunajska 1\n1000 Ljubljana\n00000008105\n\n\nRENT\nPlačilo najemnine 10/2016\n15.11.2016\nSI56051008010486080\nRF45SBO2010\nNovo podjetje d.o.o.\nLepa cesta 15\n3698 Loški Potok\n188\n",
		padded:  400, mask: 0,
	},
}

// own are orders like ours, whose sums have no other authority than the rule.
var own = []vector{
	{
		name: "a top-up of another of the bank's cards",
		order: Order{
			Payer: Party{"Žiga Čuk", "Šišenska cesta 1", "1000 Ljubljana"}, Amount: money.EUR(5000), Code: "OTHR",
			Purpose: "Polnitev kartice", PayeeIBAN: "SI56029000000200020", PayeeReference: "SI058074720-02012345-002",
			Payee: Party{"Prejemnik d.d.", "Ulica žrtev 2", "1000 Ljubljana"},
		},
		payload: "UPNQR\n\n\n\n\nŽiga Čuk\nŠišenska cesta 1\n1000 Ljubljana\n00000005000\n\n\nOTHR\nPolnitev kartice\n\nSI56029000000200020\nSI058074720-02012345-002\nPrejemnik d.d.\nUlica žrtev 2\n1000 Ljubljana\n177\n",
	},
	{
		name: "a sum below a hundred",
		order: Order{
			Use: Issuer, Amount: money.EUR(0), Code: "OTHR", Purpose: "A", PayeeIBAN: "SI56029000000200020", PayeeReference: "SI99",
			Payee: Party{"B", "C", "D"},
		},
		payload: "UPNQR\n\n\n\n\n\n\n\n00000000000\n\n\nOTHR\nA\n\nSI56029000000200020\nSI99\nB\nC\nD\n066\n",
	},
}

func vectors() []vector { return append(append([]vector{}, official...), own...) }

// latin2 is the text in bytes, by the library rather than by our own table.
func latin2(text string) []byte {
	out, err := charmap.ISO8859_2.NewEncoder().Bytes([]byte(text))
	if err != nil {
		panic(err)
	}
	return out
}

func (v vector) bytes() []byte { return latin2(v.payload) }

// filled is the payload as the known symbol holds it.
func (v vector) filled() []byte {
	return latin2(v.payload + strings.Repeat(" ", max(0, v.padded-len(v.bytes()))))
}
