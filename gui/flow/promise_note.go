package flow

import (
	"encoding/json"
	"fmt"
	"strings"

	"cekr.kranj.si/desk/client/money"
)

// cash is what a top-up's bytes don't say, or say only while it is open: what the customer pays in all, and
// what was put down. A record of the sending remembers it, for the slip and for handing it back.
type cash struct{ total, given money.Amount }

const cashNote = "total-%d.given-%d"

func (c cash) note() string {
	if c.total.IsZero() {
		return ""
	}
	return fmt.Sprintf(cashNote, c.total.Cents, c.given.Cents)
}

// cashOf reads a note again. What it can't be for a top-up of that amount is not known.
func cashOf(note string, amount money.Amount) cash {
	var total, given int64
	if n, err := fmt.Sscanf(note, cashNote, &total, &given); n != 2 || err != nil {
		return cash{}
	}
	c := cash{money.Amount{Cents: total, Currency: amount.Currency}, money.Amount{Cents: given, Currency: amount.Currency}}
	if c.note() != note || total < amount.Cents || given < total || given > money.Max {
		return cash{}
	}
	return c
}

// noteOf keeps of an office's code what a journal takes: an odd one must not leave the id open.
func noteOf(code string) string {
	code = strings.Map(func(r rune) rune {
		if r == '-' || r == '.' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			return r
		}
		return '-'
	}, code)
	return code[:min(len(code), 64)]
}

func carriesSeq(body []byte) bool {
	seq, _ := seqOf(body)
	return seq > 0
}

func seqOf(body []byte) (int64, string) {
	var b struct {
		Seq  int64  `json:"seq"`
		Prev string `json:"prev"`
	}
	if json.Unmarshal(body, &b) != nil {
		return 0, ""
	}
	return b.Seq, b.Prev
}
