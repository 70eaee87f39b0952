package sandbox

import "net/http"

type orderAccount struct {
	IBAN        string    `json:"iban"`
	Model       string    `json:"model"`
	Prefix      string    `json:"prefix"`
	Suffix      string    `json:"suffix"`
	Payee       payeeWire `json:"payee"`
	PurposeCode string    `json:"purposeCode"`
	Purpose     string    `json:"purpose"`
	AsOf        string    `json:"asOf"`
}

type payeeWire struct {
	Name   string `json:"name"`
	Street string `json:"street"`
	Town   string `json:"town"`
}

// paymentOrderAccount is what a UPN order for a card needs. The IBAN is shared with other cards: prefix and suffix
// around the MOK ID in the reference are what tells the money apart.
func (o *Office) paymentOrderAccount(*request) (reply, error) {
	return answer(http.StatusOK, orderAccount{
		IBAN: "SI56029000000200020", Model: "05", Prefix: "8074720", Suffix: "200",
		Payee:       payeeWire{Name: "NLB d.d.", Street: "Trg republike 2", Town: "1000 Ljubljana"},
		PurposeCode: "OTHR", Purpose: "Polnitev kartice CeKR", AsOf: stamp(o.now()),
	})
}
