package client

import (
	"regexp"

	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/client/plaintext"
)

// The alphabets of the contract that no other room shares; ident has the others. What does not fit never goes on the wire: that also
// keeps a PAN out which somebody put where a MOK ID belongs.
var (
	reLast6  = regexp.MustCompile(`^[0-9]{6}$`)
	reLast4  = regexp.MustCompile(`^[0-9]{4}$`)
	rePIN    = regexp.MustCompile(`^[0-9]{4,12}$`)
	reHash   = regexp.MustCompile(`^([0-9a-f]{64})?$`)
	reMonth  = regexp.MustCompile(`^[0-9]{4}-(0[1-9]|1[0-2])$`)
	reTrace  = regexp.MustCompile(`^[0-9a-f]{32}$`)
	reSecret = regexp.MustCompile(`^[!-~]{1,512}$`)
	reToken  = regexp.MustCompile(`^[!-~]{16,512}$`)
	reLast3  = regexp.MustCompile(`^[0-9A-Za-z]{3}$`)
	reAgent  = regexp.MustCompile(`^[ -~]{1,200}$`)
)

// badInput is the refusal to send something malformed. What is a fixed word of ours,
// never the value.
func badInput(what string) *Error { return &Error{Code: CodeBadInput, Detail: what} }

// rule is one thing that must hold before something is sent.
type rule struct {
	holds bool
	what  string
}

// check gives the first broken rule as an error.
func check(rules ...rule) error {
	for _, r := range rules {
		if !r.holds {
			return badInput(r.what)
		}
	}
	return nil
}

func isMokID(s string) rule { return rule{ident.IsMokID(s), "MOK ID"} }
func isID(s string) rule    { return isUUID(s, "id") }
func isStaff(s string) rule { return rule{ident.IsStaff(s), "staff number"} }
func isDesk(s string) rule  { return rule{ident.IsDesk(s), "desk"} }

func isUUID(s, what string) rule { return rule{ident.IsUUID(s), what} }

// isAmount takes whole euro cents of at least that many, within money's range.
func isAmount(a money.Amount, least int64, what string) rule {
	return rule{a.Currency == money.Euro && a.Cents >= least && a.Cents <= money.Max, what}
}

// isName takes a person's name as somebody could read it aloud.
func isName(s string) rule { return rule{plaintext.Name(s), "name"} }

const maxSeq = 1<<53 - 1 // numbers of a desk's top-ups
