package orders

import (
	"time"

	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/cmd/desk/settings"
	"cekr.kranj.si/desk/gui/flow/order"
	"cekr.kranj.si/desk/gui/paper"
)

// TrainingPurpose is the purpose of an order of the training counter. It stands in the code too:
// the stamp alone would not keep a phone from paying.
const TrainingPurpose = "VADNI PRIMER - NE PLAČAJTE"

// Sheet is what all orders of a run have in common. Every order is marked as not verified.
type Sheet struct {
	Account  upn.Account
	Assumed  bool // nobody has set payee, code and purpose
	Training bool // stamp the paper; the account's purpose then is TrainingPurpose
	At       time.Time
	Lang     string // of the customer's sheet, "sl" or "en"
	Layout   paper.Layout
	Offset   paper.Offset
}

// SheetFor is the sheet of a counter's settings, on A4 and in the settings' language; on pre-printed
// forms it would be shifted as the settings say.
func SheetFor(s settings.Settings, at time.Time) Sheet {
	account := upn.DefaultAccount()
	account.Payee = upn.Party{Name: s.Payee.Name, Street: s.Payee.Street, Town: s.Payee.Town}
	account.Code, account.Purpose = s.Payee.Code, s.Payee.Purpose
	training := s.Mode != settings.Office
	if training {
		account.Purpose = TrainingPurpose
	}
	return Sheet{
		Account: account, Assumed: s.Payee.Assumed, Training: training, At: at, Lang: s.Language, Layout: paper.OnA4,
		Offset: paper.Offset{Right: s.Blank.Right, Down: s.Blank.Down},
	}
}

// OffsetFits tells whether the paper accepts the sheet's offset.
func (s Sheet) OffsetFits() bool {
	_, err := paper.Calibration{Layout: paper.OnBlank, Offset: s.Offset, At: s.At, Lang: s.Lang}.PDF()
	return err == nil
}

func (s Sheet) order(m cardOrder) paper.Order {
	return paper.Order{
		UPN: m.order, MokID: m.mokID, At: s.At, Unverified: true, Assumed: s.Assumed, Lang: s.Lang,
		Training: s.Training, Layout: s.Layout, Offset: s.Offset,
	}
}

// One makes a single order and saves it at path, whole. A problem with what was typed comes back as
// one; errors are as those of Run. hasCode tells whether the form has a code.
func One(cells order.Form, sheet Sheet, path string, replace bool) (hasCode bool, bad *Problem, err error) {
	order, mokID, bad := Check(cells, sheet.Account)
	if bad != nil {
		return false, bad, nil
	}
	pdf, err := sheet.order(cardOrder{order, mokID}).PDF()
	err = save(path, pdf, err, replace)
	return order.Validate() == nil, nil, err
}
