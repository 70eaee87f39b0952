package task

import "cekr.kranj.si/desk/client/ident"

// CardNumber is what to say of a text that may hold a bank card's number; nil for any other. A flow neither keeps such a text nor
// sends it, whatever the field has let through.
func CardNumber(text string) *Message {
	if !ident.HoldsCardNumber(text) {
		return nil
	}
	return Say("field.card-number")
}

// CardNumberForPath is CardNumber for the path of a file or a folder.
func CardNumberForPath(path string) *Message {
	if !ident.PathHoldsCardNumber(path) {
		return nil
	}
	return Say("field.card-number")
}
