package wiring

import (
	"context"
	"fmt"
	"image"
	"math"
	"path/filepath"
	"strconv"

	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/cmd/desk/orders"
	"cekr.kranj.si/desk/cmd/desk/printing"
	"cekr.kranj.si/desk/cmd/desk/settings"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/paper"
	"cekr.kranj.si/desk/gui/text"
)

// papers makes the slips of flows and hands them to the operating system. It implements flow.Papers.
type papers struct {
	system   *printing.System
	temp     *printing.Temp
	home     string
	desk     string
	training bool
}

func newPapers(s settings.Settings) (*papers, error) {
	temp, err := printing.NewTemp(s.Data.Temp())
	if err != nil {
		return nil, err
	}
	return &papers{
		system: printing.New(), temp: temp, home: settings.Here().Home,
		desk: s.Desk, training: s.Mode == settings.Training,
	}, nil
}

// format is the receipt's paper as the clerk chose it.
func format(c flow.Choices) paper.Format {
	if c.Receipt == string(settings.ReceiptA6) {
		return paper.A6
	}
	return paper.Roll80
}

// Print makes the slip and gives it to the printer that the clerk chose for its kind.
func (p *papers) Print(ctx context.Context, s flow.Slip) (flow.PrintJob, error) {
	pdf, err := p.pdf(s)
	if err != nil {
		return flow.PrintJob{}, err
	}
	page, err := pageOf(s, pdf)
	if err != nil {
		return flow.PrintJob{}, err
	}
	path, err := p.temp.Put("slip", pdf)
	if err != nil {
		return flow.PrintJob{}, err
	}
	job, err := p.system.Print(ctx, path, s.Choices.Printer(s.Kind), page)
	return flow.PrintJob{ID: job.ID, Printer: job.Name()}, err
}

// pageOf is what the print system is told of a slip's page. A slip leaves its sides blank; a form does not.
func pageOf(s flow.Slip, pdf []byte) (printing.Page, error) {
	width, height, ok := paper.SizeOf(pdf)
	if !ok {
		return printing.Page{}, fmt.Errorf("wiring: no size of slip %q", s.Kind)
	}
	page := printing.Page{Size: printing.Size{Width: width, Height: height}}
	switch s.Kind {
	case flow.SlipReceipt, flow.SlipCashReceived, flow.SlipDrawerClose:
		page.Blank = format(s.Choices).Blank()
	}
	return page, nil
}

// Follow asks the print system what became of a job.
func (p *papers) Follow(ctx context.Context, job flow.PrintJob) (flow.PrintStatus, error) {
	status, err := p.system.Status(ctx, printing.Job{ID: job.ID, Printer: job.Printer})
	return flow.PrintStatus{State: string(status.State), Reason: string(status.Reason), Ended: status.Ended()}, err
}

// Picture is the page of a slip as it would be printed, so many pixels wide.
func (p *papers) Picture(_ context.Context, s flow.Slip, width int) (image.Image, error) {
	width = min(max(width, paper.MinPicture), paper.MaxPicture)
	switch s.Kind {
	case flow.SlipReceipt:
		return p.receipt(s).Picture(format(s.Choices), width)
	case flow.SlipCashReceived:
		return p.cashReceived(s).Picture(format(s.Choices), width)
	case flow.SlipDrawerClose:
		slip, err := p.drawerClose(s)
		if err != nil {
			return nil, err
		}
		return slip.Picture(format(s.Choices), width)
	case flow.SlipOrder:
		return p.order(s).Picture(width)
	}
	return nil, fmt.Errorf("wiring: no paper for slip %q", s.Kind)
}

// Open makes the slip and shows it in the system's viewer.
func (p *papers) Open(ctx context.Context, s flow.Slip) error {
	path, err := p.put(s)
	if err != nil {
		return err
	}
	return p.system.Open(ctx, path)
}

// Save keeps the slip in the folder that the clerk chose, or the user's home, under its number.
func (p *papers) Save(_ context.Context, s flow.Slip) (string, error) {
	pdf, err := p.pdf(s)
	if err != nil {
		return "", err
	}
	path := printing.Expand(fileName(s), s.Choices.Folder, p.home)
	return path, printing.Save(path, pdf, true)
}

func (p *papers) put(s flow.Slip) (string, error) {
	pdf, err := p.pdf(s)
	if err != nil {
		return "", err
	}
	return p.temp.Put("slip", pdf)
}

// fileName is in the clerk's language and tells the slip's number, for an order the MOK ID, never a person.
func fileName(s flow.Slip) string {
	number := flow.ShortID(s.ID)
	switch s.Kind {
	case flow.SlipReceipt:
		number = s.TopUp.ReceiptNumber
	case flow.SlipOrder:
		number = s.MokID
	case flow.SlipDrawerClose:
		number = strconv.FormatInt(s.Drawer.CloseNumber, 10)
	}
	name := text.In(s.Choices.Language).Say("slip.file." + string(s.Kind))
	if s.Copy > 0 {
		return filepath.Base(fmt.Sprintf("%s-%s-%d.pdf", name, number, s.Copy))
	}
	return filepath.Base(fmt.Sprintf("%s-%s.pdf", name, number))
}

func (p *papers) pdf(s flow.Slip) ([]byte, error) {
	switch s.Kind {
	case flow.SlipReceipt:
		return p.receipt(s).PDF(format(s.Choices))
	case flow.SlipCashReceived:
		return p.cashReceived(s).PDF(format(s.Choices))
	case flow.SlipDrawerClose:
		slip, err := p.drawerClose(s)
		if err != nil {
			return nil, err
		}
		return slip.PDF(format(s.Choices))
	case flow.SlipOrder:
		return p.order(s).PDF()
	case flow.SlipCalibration:
		layout := paper.Layout(s.Choices.OrderLayout())
		if layout != paper.OnBlank4 {
			layout = paper.OnBlank
		}
		return paper.Calibration{Layout: layout, Offset: offset(s.Choices), At: s.At, Lang: s.Choices.Language}.PDF()
	}
	return nil, fmt.Errorf("wiring: no paper for slip %q", s.Kind)
}

func (p *papers) receipt(s flow.Slip) paper.Receipt {
	t := s.TopUp
	r := paper.Receipt{
		Number: t.ReceiptNumber, BookedAt: t.BookedAt, Office: s.Office, Desk: t.Desk, Staff: s.Clerk,
		MokID: t.MokID, PANLast4: s.Card.PANLast4, Amount: t.Amount, Fee: t.Fee, Total: t.Total,
		Tendered: t.Tendered, Change: t.Change, BalanceAfter: &t.BalanceAfter, TopUpID: t.ID,
		Lang: s.Choices.Paper(), Training: p.training, Copy: s.Copy,
	}
	if reference, err := upn.CardReference(upn.DefaultAccount(), t.MokID); err == nil {
		r.Reference = reference.Printed()
	}
	return r
}

func (p *papers) cashReceived(s flow.Slip) paper.CashReceived {
	return paper.CashReceived{
		ShortID: flow.ShortID(s.ID), At: s.At, Office: s.Office, Desk: p.desk, Staff: s.Clerk, MokID: s.Card.MokID,
		Amount: s.Amount, Lang: s.Choices.Paper(), Training: p.training, Copy: s.Copy,
	}
}

// offset is the chosen printer's, in millimetres.
func offset(c flow.Choices) paper.Offset {
	return paper.Offset{Right: float64(c.Offset.Right) / 10, Down: float64(c.Offset.Down) / 10}
}

// order is on the paper that the clerk chose.
func (p *papers) order(s flow.Slip) paper.Order {
	if p.training {
		s.Order.Purpose = orders.TrainingPurpose
	}
	return paper.Order{
		UPN: s.Order, MokID: s.MokID, At: s.At, Unverified: !s.Verified, Assumed: s.Assumed, Lang: s.Choices.Paper(),
		Training: p.training, Layout: paper.Layout(s.Choices.OrderLayout()), Offset: offset(s.Choices),
	}
}

func (p *papers) drawerClose(s flow.Slip) (paper.DrawerClose, error) {
	d := s.Drawer
	sum, err := d.Expected.Sub(d.Float)
	if err != nil {
		return paper.DrawerClose{}, err
	}
	return paper.DrawerClose{
		Number: strconv.FormatInt(d.CloseNumber, 10), SessionID: d.ID, Office: s.Office, Desk: d.Desk, Staff: s.Clerk,
		OpenedAt: d.OpenedAt, ClosedAt: d.ClosedAt, Float: d.Float, TopUps: d.TopUps, TopUpsSum: sum,
		Expected: d.Expected, Counted: d.Counted, Difference: d.Difference,
		Lang: s.Choices.Paper(), Training: p.training, Copy: s.Copy,
	}, nil
}

// offsetOf is the administrator's for a printer, in tenths of a millimetre; none for another printer.
func offsetOf(b settings.Blank, printer string) flow.Offset {
	if b.Printer != printer {
		return flow.Offset{}
	}
	return flow.Offset{Right: int(math.Round(b.Right * 10)), Down: int(math.Round(b.Down * 10))}
}
