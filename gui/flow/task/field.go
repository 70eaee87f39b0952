package task

import "strings"

// ShortID is the first eight characters of an id, in capitals.
func ShortID(id string) string {
	if len(id) < 8 {
		return id
	}
	return upper(id[:8])
}

func upper(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c >= 'a' && c <= 'z' {
			b[i] = c - 'a' + 'A'
		}
	}
	return string(b)
}

// Field names the entry a problem belongs to, so that the view can point at it.
type Field string

// The entries of the counter.
const (
	FieldNone     Field = ""
	FieldNumber   Field = "number"
	FieldPIN      Field = "pin"
	FieldMokID    Field = "mokID"
	FieldLastSix  Field = "lastSix"
	FieldAmount   Field = "amount"
	FieldPayer    Field = "payer"
	FieldStreet   Field = "street"
	FieldTown     Field = "town"
	FieldTendered Field = "tendered"
	FieldFloat    Field = "float"
	FieldCount    Field = "count"
	FieldReceipt  Field = "receipt"
	FieldDay      Field = "day"
	FieldFrom     Field = "from"
	FieldTo       Field = "to"
)

func DigitsBetween(s string, least, most int) bool {
	if len(s) < least || len(s) > most {
		return false
	}
	return strings.Trim(s, "0123456789") == ""
}
