package ident

import "testing"

func TestAReceiptsCodeGivesItsNumberBack(t *testing.T) {
	for _, number := range []string{"2025-000123", "KR-2026-000123", "7", "a/b.c"} {
		if got, ok := ParseSlipCode(SlipCode(number)); !ok || got != number {
			t.Errorf("%q: %q, %t", number, got, ok)
		}
	}
	for _, other := range []string{"", "CEKR-P-", "CEKR-P-2025 000123", "CEKR-2025-000123", "2025-000123", SlipCode("4111111111111111"), SlipCode("123456789012345678901234567890123")} {
		if got, ok := ParseSlipCode(other); ok {
			t.Errorf("%q is taken for receipt %q", other, got)
		}
	}
}
