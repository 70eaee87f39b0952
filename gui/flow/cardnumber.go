package flow

import "cekr.kranj.si/desk/client/ident"

// cardNumber is what to say of a text that may hold a bank card's number; nil for any other. A flow neither keeps such a text nor
// sends it, whatever the field has let through.
func cardNumber(text string) *Message {
	if !ident.HoldsCardNumber(text) {
		return nil
	}
	return Say("field.card-number")
}

// cardNumberForPath is cardNumber for the path of a file or a folder.
func cardNumberForPath(path string) *Message {
	if !ident.PathHoldsCardNumber(path) {
		return nil
	}
	return Say("field.card-number")
}
