package upn

// The code holds at most 411 bytes (NP 4.9); fields at their bounds fill them exactly.
const (
	maxPayload = 411
	tag        = "UPNQR\n"
)

// Payload is the content of the code (TS 5.2, NP 4): twenty fields in ISO 8859-2, each ended by a line feed, the
// last the control sum, and no filler. It refuses what Validate refuses, with the same error.
func (o Order) Payload() ([]byte, error) {
	payload, err := o.appendPayload(make([]byte, 0, maxPayload))
	if err != nil {
		return nil, err
	}
	return payload, nil
}

func (o *Order) appendPayload(dst []byte) ([]byte, *Error) {
	dst, err := o.appendFields(dst)
	if err != nil {
		return nil, err
	}
	return appendSum(dst, len(dst)), nil
}

// appendFields writes fields 1 to 19, from the start of an empty dst.
func (o *Order) appendFields(dst []byte) ([]byte, *Error) {
	if o.Use > Withdrawal {
		return nil, &Error{UseField, Form, 0}
	}
	dst = append(dst, tag...)
	for i := range layout {
		var err *Error
		if dst, err = o.appendField(dst, &layout[i]); err != nil {
			return nil, err
		}
		dst = append(dst, '\n')
	}
	return dst, nil
}

// appendSum writes field 20: the length of the fields before it, with their line feeds, in bytes (NP 4.8).
func appendSum(dst []byte, sum int) []byte {
	return append(dst, digit(sum/100), digit(sum/10), digit(sum), '\n')
}
