package client

import (
	"context"
	"net/http"
	"time"
)

// Payee is who a payment order goes to.
type Payee struct {
	Name   string `json:"name"`
	Street string `json:"street"`
	Town   string `json:"town"`
}

// OrderAccount is what a UPN order needs besides the card: account, reference, payee,
// purpose. The reference is SI<Model> <Prefix>-<MOK ID>-<Suffix>.
type OrderAccount struct {
	IBAN        string    `json:"iban"`
	Model       string    `json:"model"`
	Prefix      string    `json:"prefix"`
	Suffix      string    `json:"suffix"`
	Payee       Payee     `json:"payee"`
	PurposeCode string    `json:"purposeCode"`
	Purpose     string    `json:"purpose"`
	AsOf        time.Time `json:"asOf"`
}

// PaymentOrderAccount asks where payment orders go; it needs no token.
func (c *Client) PaymentOrderAccount(ctx context.Context) (OrderAccount, error) {
	return get(ctx, c, call{at: at("/v1/payment-order-account"), open: true}, func(a *OrderAccount, _ http.Header) bool {
		return a.IBAN != "" && a.Model != "" && a.Payee.Name != ""
	})
}
