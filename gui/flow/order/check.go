package order

import (
	"slices"
	"strings"

	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/client/plaintext"
	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/gui/flow/recognise"
	"cekr.kranj.si/desk/gui/flow/task"
)

// Problem is what is wrong at a field of an order; task.FieldNone is the order as a whole. The message repeats nothing of what was typed but a
// letter: it may be a name or a card's number.
type Problem struct {
	Field    task.Field
	Cell     string // its cell's name in a spreadsheet, C17; else empty
	Message  *task.Message
	Here     *task.Message // what is said instead where it was typed, where it may be repeated; nil for the message
	Wipe     bool          // what stands there may be a card's number, and must not stay
	Proposal string        // what could stand there instead, for somebody to see and accept
}

// Checked is the order of a form as far as it goes. It may be printed if there are no problems.
type Checked struct {
	Order    upn.Order
	MokID    string // empty while none is recognised
	Problems []Problem
}

// Check makes the order of a form, or says what is wrong with it: everything that the paper would refuse, any field that looks like a
// card's number, and a payer's line that has lost a letter. It is the one check of an order, wherever it was typed. Payer and amount may be left
// out.
func Check(form Form, account upn.Account) Checked {
	c := Checked{Order: upn.Order{Code: account.Code, Purpose: account.Purpose, PayeeIBAN: account.IBAN, Payee: account.Payee}}
	for _, f := range formFields {
		switch text := *f.at(&form); {
		case f.field != task.FieldMokID && task.CardNumber(text) != nil:
			c.add(Problem{Field: f.field, Message: task.Say("orders.row.pan"), Here: task.CardNumber(text), Wipe: true})
		case f.line != nil && plaintext.LostLetter(text):
			c.add(Problem{Field: f.field, Message: task.Say("order.line.lost")})
		}
	}
	c.card(form.MokID, account)
	for _, f := range formFields {
		switch typed := *f.at(&form); {
		case f.line != nil:
			*f.line(&c.Order) = typed
		case f.read != nil:
			f.read(&c, typed)
		}
	}
	c.standard()
	fields := Fields()
	slices.SortStableFunc(c.Problems, func(a, b Problem) int {
		return slices.Index(fields, a.Field) - slices.Index(fields, b.Field)
	})
	return c
}

// add keeps a problem, unless its field has one already: the first is the plainest.
func (c *Checked) add(p Problem) {
	for _, before := range c.Problems {
		if before.Field == p.Field {
			return
		}
	}
	c.Problems = append(c.Problems, p)
}

func (c *Checked) say(field task.Field, key string) {
	c.add(Problem{Field: field, Message: task.Say(key)})
}

func (c *Checked) card(typed string, account upn.Account) {
	r := recognise.Recognise(typed, account)
	switch {
	case r.Refused():
		c.add(Problem{Field: task.FieldMokID, Message: task.Say("orders.row.pan"), Here: r.Message(), Wipe: true})
	case r.MokID != "":
		order, err := upn.CardOrder(account, r.MokID)
		if err != nil {
			c.say(task.FieldNone, "order.account")
		}
		c.Order, c.MokID = order, r.MokID
	case r.Message() != nil:
		c.add(Problem{Field: task.FieldMokID, Message: r.WithoutName().Message(), Here: r.Message()})
	default:
		c.say(task.FieldMokID, "order.mok-id.missing")
	}
}

func (c *Checked) amount(typed string) {
	if strings.TrimSpace(typed) == "" {
		return
	}
	amount, err := money.Parse(typed)
	switch {
	case err != nil:
		c.add(Problem{Field: task.FieldAmount, Message: task.AmountProblem(err)})
	case amount.Cents == 0:
		c.say(task.FieldAmount, "amount.zero")
	}
	c.Order.Amount = amount
}

// standard asks the standard. What is left out is no fault. What isn't the form's is the office's or the administrator's, and can't be mended
// at the counter.
func (c *Checked) standard() {
	for _, e := range c.Order.Problems() {
		field := task.FieldNone
		var typed string
		for _, f := range formFields {
			if f.upn == e.Field && f.upn != "" {
				field = f.field
				if f.line != nil {
					typed = *f.line(&c.Order)
				}
			}
		}
		switch {
		case e.Rule == upn.Missing && (field != task.FieldNone || c.MokID == ""):
		case field == task.FieldNone:
			c.say(task.FieldNone, "order.account")
		case field == task.FieldAmount:
			c.say(task.FieldAmount, "amount.tooLarge")
		default:
			c.add(lineProblem(field, typed, e))
		}
	}
}

// lineProblem says what is wrong with a line of text, and for a character that the form does not have, what can be written for it.
func lineProblem(field task.Field, typed string, e *upn.Error) Problem {
	p := Problem{Field: field, Message: task.Say(lineKey(e.Rule), "At", e.At+1)}
	if letters := []rune(typed); e.Rule == upn.Charset && e.At < len(letters) {
		if near, ok := upn.Shorten(string(letters[e.At]), upn.MaxLine); ok {
			p.Message = task.Say("orders.row.charset", "At", e.At+1, "Near", near)
		}
	}
	if proposal, ok := upn.Shorten(typed, upn.MaxLine); ok && proposal != typed {
		p.Proposal, p.Here = proposal, task.Say("order.proposal", "At", e.At+1, "Proposal", proposal)
	}
	return p
}

func lineKey(rule upn.Rule) string {
	switch rule {
	case upn.TooLong, upn.Charset, upn.Hidden:
		return "order.line." + string(rule)
	}
	return "order.line.form"
}
