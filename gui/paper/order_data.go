package paper

import (
	"strings"

	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/gui/paper/ink"
)

// fill writes an order into a form whose top left corner is at x, y: what a printer adds to a blank. Text stands at the left
// of its box in type of a fixed width, never a letter a cell (TS p. 29, NP 2.3 to 2.7).
func fill(o upn.Order, x, y float64) []ink.Mark {
	f := formFields{formDrawing{x: x, y: y}}
	f.receipt(o)
	f.line1(22, o.PayerIBAN.Printed())
	f.reference(27, 28, o.PayerReference)
	f.party(30, o.Payer)
	f.line1(37, formAmount(o))
	f.line1(38, o.Date.String())
	f.line1(43, o.Code)
	f.line1(44, o.Purpose)
	f.line1(45, o.Due.String())
	f.line1(47, o.PayeeIBAN.Printed())
	f.reference(50, 51, o.PayeeReference)
	f.party(54, o.Payee)
	f.choice(23, o.Use == upn.Deposit)
	f.choice(24, o.Use == upn.Withdrawal)
	f.choice(39, o.Urgent)
	return f.marks
}

// formFields draws what is filled in.
type formFields struct{ formDrawing }

// typeOf is the size, and the horizontal scale hardly off 1, that set the form's type at so many characters to the inch.
func typeOf(pitch float64) (size, stretch float64) {
	size = 72 / pitch / 0.6
	size = float64(int(size*100+0.5)) / 100
	return size, 72 / pitch / (0.6 * size)
}

// put writes text with its left end and baseline in the form's millimetres, narrower where it would be wider than room.
func (f *formFields) put(x, baseline, room, pitch float64, text string) {
	codes := ink.Encode(text)
	if len(codes) == 0 {
		return
	}
	size, stretch := typeOf(pitch)
	if w := float64(len(codes)) * 25.4 / pitch; w > room {
		stretch *= room / w
	}
	f.marks = append(f.marks, ink.Text{X: f.x + x, Y: f.y + baseline, Face: ink.MonoBold, Size: size, Stretch: stretch, Colour: ink.Black, Codes: codes})
}

// line1 fills a box of the order that holds one line.
func (f *formFields) line1(box int, text string) {
	p := places[box]
	f.put(p.x1+orderIndent, p.y1+lineDown, p.width()-orderIndent-0.3, orderPitch, text)
}

func (f *formFields) reference(model, content int, r upn.Reference) {
	if r != "" {
		f.line1(model, r.Model())
		f.line1(content, r.PrintedContent())
	}
}

// party fills a box of the order that holds name, street and town.
func (f *formFields) party(box int, p upn.Party) {
	at := places[box]
	for i, line := range []string{p.Name, p.Street, p.Town} {
		f.put(at.x1+orderIndent, at.y1+partyDown+partyNext*float64(i), at.width()-orderIndent-0.3, orderPitch, line)
	}
}

// choice puts a bold X in the middle of a box that is chosen.
func (f *formFields) choice(box int, chosen bool) {
	if !chosen {
		return
	}
	p, x := places[box], ink.Encode("X")
	size, _ := typeOf(orderPitch)
	f.marks = append(f.marks, ink.Text{
		X: f.x + (p.x1+p.x2)/2 - ink.MonoBold.Width(x, size)/2, Y: f.y + (p.y1+p.y2)/2 + ink.MonoBold.Capitals(size)/2,
		Face: ink.MonoBold, Size: size, Colour: ink.Black, Codes: x,
	})
}

// receipt fills Potrdilo, the part that the customer keeps.
func (f *formFields) receipt(o upn.Order) {
	f.receiptLines(3, o.Payer.Name, o.Payer.Street, o.Payer.Town)
	f.receiptLines(5, purposeAndDue(o)...)
	p := places[8]
	f.put(p.x1+receiptIndent, p.y1+amountDown, p.width()-receiptIndent-0.3, orderPitch, formAmount(o))
	reference := ""
	if o.PayeeReference != "" {
		reference = o.PayeeReference.Printed()
	}
	f.receiptLines(10, o.PayeeIBAN.Printed(), "", reference)
	f.receiptLines(12, o.Payee.Name, o.Payee.Street, o.Payee.Town)
}

func (f *formFields) receiptLines(box int, lines ...string) {
	p := places[box]
	for i, line := range lines {
		f.put(p.x1+receiptIndent, p.y1+receiptDown+receiptNext*float64(i), p.width()-receiptIndent-0.3, receiptPitch, line)
	}
}

// formAmount is the amount as a form has it, ***1.234,50 (NP 2.6); nothing where the customer is to write it.
func formAmount(o upn.Order) string {
	if o.Amount.Cents == 0 {
		return ""
	}
	return "***" + strings.TrimRight(o.Amount.Format("sl"), " \u00a0€")
}

// purposeAndDue is what stands in A5: the purpose, a comma and the due date, on two lines.
func purposeAndDue(o upn.Order) []string {
	text := o.Purpose
	if due := o.Due.String(); due != "" {
		text += ", " + due
	}
	const most = 33 // characters to a line; two hold the 54 that purpose and date can have
	letters := []rune(text)
	if len(letters) <= most {
		return []string{text}
	}
	cut := most
	for cut > len(letters)-most && letters[cut] != ' ' && letters[cut-1] != ' ' {
		cut--
	}
	if letters[cut] != ' ' && letters[cut-1] != ' ' {
		cut = most // one long word: broken where the line ends
	}
	return []string{strings.TrimSpace(string(letters[:cut])), strings.TrimSpace(string(letters[cut:]))}
}
