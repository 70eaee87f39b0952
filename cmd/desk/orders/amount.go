package orders

import (
	"regexp"
	"strings"

	"cekr.kranj.si/desk/cmd/desk/orders/table"
)

var (
	euroBefore = regexp.MustCompile(`^(?i:€|eur)[ \x{a0}\x{202f}]*`)
	euroAfter  = regexp.MustCompile(`[ \x{a0}\x{202f}]*(?i:€|eur)$`)
	noCents    = regexp.MustCompile(`^([0-9](?:[0-9. \x{a0}\x{202f}]*[0-9])?)[,.][-–—]{1,2}$`)
)

// plainAmount writes an amount as a clerk types it: 50,00 € and EUR 50,00 are 50,00, and so is 50,-. What is unclear stays so.
func plainAmount(written string) string {
	bare := strings.Trim(written, " \t\u00a0\u202f")
	before, after := euroBefore.FindString(bare), euroAfter.FindString(bare)
	if before != "" && after != "" { // one is enough
		return written
	}
	bare = strings.TrimSuffix(strings.TrimPrefix(bare, before), after)
	if before+after == "" && !noCents.MatchString(bare) {
		return written
	}
	return noCents.ReplaceAllString(bare, "${1},00")
}

// Of a list that commas part, an amount with its decimals unquoted falls into two cells, wherever it stands: 12,50 and 1,250.00 and 50,- too.
var (
	beforeComma = regexp.MustCompile(`^(?i:€|eur)?[-+0-9. '\x{a0}\x{202f}]*[0-9]$`)
	wholeAmount = regexp.MustCompile(`[0-9]\.[0-9]{2}$`) // 12.50 has its decimals
	afterComma  = regexp.MustCompile(`^(?:[0-9]{1,3}|[0-9]{3}(?:[. ][0-9]{2,3})+|[-–—]{1,2})[ \x{a0}\x{202f}]*(?i:€|eur)?$`)
)

// splitAmount tells an amount that may be only its part before the comma. A number of four digits may stand after an amount: a post code.
func splitAmount(cells []table.Cell, at int) bool {
	if at+1 >= len(cells) || cells[at].Quoted || cells[at+1].Quoted {
		return false
	}
	before, after := strings.TrimSpace(cells[at].Text), strings.TrimSpace(cells[at+1].Text)
	return beforeComma.MatchString(before) && !wholeAmount.MatchString(before) && afterComma.MatchString(after)
}

// storedAmount writes the amount of a spreadsheet's cell as a clerk types it: the number that is stored, which must be what is shown. key is
// why it is none.
func storedAmount(c table.Cell) (written, key string) {
	if c.Shown.Sort != table.Plain && c.Shown.Sort != table.Euro {
		return "", "orders.cell.format"
	}
	minus, euros, decimals, ok := table.Decimal(c.Text)
	switch {
	case !ok:
		return "", "amount.notANumber"
	case minus:
		return "", "amount.negative"
	case len(decimals) > 2:
		return "", "amount.tooManyDecimals"
	case c.Shown.Decimals >= 0 && len(decimals) > int(c.Shown.Decimals):
		return "", "orders.cell.rounded"
	}
	return euros + "," + (decimals + "00")[:2], ""
}
