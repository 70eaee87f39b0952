package paper

import (
	"time"

	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/gui/paper/ink"
	"cekr.kranj.si/desk/gui/text"
)

// ReaderPage is a page of codes to be read by a hand reader, to see how it is set: its keyboard, its prefix and how it ends lines.
type ReaderPage struct {
	At   time.Time
	Lang string
}

// ReaderKeys is what the page's first code says: characters that lie on other keys of other keyboards, and no line's end.
const ReaderKeys = "CeKR-YZ_yz_1_SI05"

// ReaderMokID is the card that the page's second code, a UPN code, loads: one that no office has given out.
const ReaderMokID = "999999999"

const readerWidth, readerHeight, readerMargin = 210, 297, 25

// PDF is the page, at true size, A4.
func (r ReaderPage) PDF() ([]byte, error) {
	p, err := r.page()
	if err != nil {
		return nil, err
	}
	words := text.In(r.Lang)
	return ink.PDF(ink.About{Title: words.Say("paper.reader.title"), Lang: words.Code(), At: r.At}, p)
}

// order is the order of the second code. Whoever pays it by mistake pays one cent to a card that is none.
func (r ReaderPage) order() (upn.Order, error) {
	o, err := upn.CardOrder(upn.DefaultAccount(), ReaderMokID)
	words := text.In(r.Lang)
	o.Payer = upn.Party{Name: words.Say("paper.reader.payer"), Street: words.Say("paper.reader.street"), Town: words.Say("paper.reader.town")}
	o.Amount = money.EUR(1)
	return o, err
}

func (r ReaderPage) page() (*ink.Page, error) {
	o, err := r.order()
	if err != nil {
		return nil, err
	}
	keys, err := ink.NewCode(ReaderKeys)
	if err != nil {
		return nil, err
	}
	p := &ink.Page{Width: readerWidth, Height: readerHeight}
	c := ink.Column{Page: p, Left: readerMargin, Right: readerWidth - readerMargin, Y: readerMargin, Scale: 1.3}
	words := text.In(r.Lang)
	c.Para(heading, ink.ToLeft, words.Say("paper.reader.title"))
	c.Gap(3)
	c.Para(plain, ink.ToLeft, words.Say("paper.reader.text"))
	c.Gap(8)
	c.Para(strong, ink.ToLeft, words.Say("paper.reader.keys"))
	c.Gap(4)
	const module = 0.8
	p.Add(ink.Code{X: c.Left, Y: c.Y, Module: module, Rows: keys})
	c.Gap(module*float64(len(keys))/c.Scale + 14)
	c.Para(strong, ink.ToLeft, words.Say("paper.reader.order"))
	c.Gap(4)
	marks, err := orderCode(o, c.Left-codeX, c.Y-codeY)
	if err != nil {
		return nil, err
	}
	p.Add(marks...)
	return p, readBack(o, p)
}
