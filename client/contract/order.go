package contract

import "testing"

func orderParts() []part { return []part{{"PaymentOrderAccount", (*suite).paymentOrderAccount}} }

// paymentOrderAccount: without a sign-in, with an IBAN and reference whose check digits are right.
func (s *suite) paymentOrderAccount(t *testing.T) {
	a := s.get(t, "", "/v1/payment-order-account", "").want(t, 200)
	var account struct{ IBAN, Model, Prefix, Suffix string }
	a.into(t, &account)
	if !ibanHolds(account.IBAN) {
		t.Errorf("the IBAN's check digits are wrong\n%v", a)
	}
	if account.Model == "05" && !model05Holds(account.Prefix) {
		t.Errorf("the prefix does not end with its check digit of model 05\n%v", a)
	}
	if n := len(account.Prefix) + len("-123456789-") + len(account.Suffix); n > 22 {
		t.Errorf("the reference has %d characters, a UPN order holds 22\n%v", n, a)
	}
}

// ibanHolds is ISO 13616: the rest of the rotated number by 97 is 1.
func ibanHolds(iban string) bool {
	if len(iban) < 5 {
		return false
	}
	rest := 0
	for _, r := range iban[4:] + iban[:4] {
		switch {
		case r >= '0' && r <= '9':
			rest = (rest*10 + int(r-'0')) % 97
		case r >= 'A' && r <= 'Z':
			rest = (rest*100 + int(r-'A') + 10) % 97
		default:
			return false
		}
	}
	return rest == 1
}

// model05Holds is the check digit of a reference's part by weights 2, 3, 4 … from the right, modulo 11; ten and eleven count as zero.
func model05Holds(part string) bool {
	if len(part) < 2 {
		return false
	}
	sum := 0
	for i := len(part) - 2; i >= 0; i-- {
		sum += int(part[i]-'0') * (len(part) - i)
	}
	check := 11 - sum%11
	if check > 9 {
		check = 0
	}
	return int(part[len(part)-1]-'0') == check
}
