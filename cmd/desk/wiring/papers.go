package wiring

import (
	"context"
	"image"
	"path/filepath"
	"strconv"

	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/cmd/desk/printing"
	"cekr.kranj.si/desk/cmd/desk/settings"
	"cekr.kranj.si/desk/gui/flow/history"
	"cekr.kranj.si/desk/gui/flow/report"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/paper"
	"cekr.kranj.si/desk/gui/text"
)

// papers makes the slips of flows and hands them to the operating system. It implements task.Papers and task.Pictures.
type papers struct {
	system   *printing.System
	temp     *printing.Temp
	home     string
	desk     string
	account  upn.Account // whom the office is paid through, while it has not told
	training bool
}

func newPapers(s settings.Settings, account upn.Account) (*papers, error) {
	temp, err := printing.NewTemp(s.Data.Temp())
	if err != nil {
		return nil, err
	}
	return &papers{
		system: printing.New(), temp: temp, home: settings.Here().Home,
		desk: s.Desk, account: account, training: s.Mode == settings.Training,
	}, nil
}

// Print makes the slip and gives it to the printer that the clerk chose for its paper.
func (p *papers) Print(ctx context.Context, s task.Slip) (task.PrintJob, error) {
	sheet, err := p.sheet(s)
	if err != nil {
		return task.PrintJob{}, err
	}
	pdf, err := sheet.PDF()
	if err != nil {
		return task.PrintJob{}, err
	}
	page, err := sheet.page(pdf)
	if err != nil {
		return task.PrintJob{}, err
	}
	path, err := p.temp.Put("slip", pdf)
	if err != nil {
		return task.PrintJob{}, err
	}
	job, err := p.system.Print(ctx, path, sheet.printer, page)
	return task.PrintJob{ID: job.ID, Printer: job.Name()}, err
}

// Follow asks the print system what became of a job.
func (p *papers) Follow(ctx context.Context, job task.PrintJob) (task.PrintStatus, error) {
	status, err := p.system.Status(ctx, printing.Job{ID: job.ID, Printer: job.Printer})
	return task.PrintStatus{State: string(status.State), Reason: string(status.Reason), Ended: status.Ended()}, err
}

// Picture is the page of a slip as it would be printed, so many pixels wide.
func (p *papers) Picture(_ context.Context, s task.Slip, width int) (image.Image, error) {
	sheet, err := p.sheet(s)
	if err != nil {
		return nil, err
	}
	return sheet.Picture(min(max(width, paper.MinPicture), paper.MaxPicture))
}

// Open makes the slip and shows it in the system's viewer.
func (p *papers) Open(ctx context.Context, s task.Slip) error {
	path, err := p.put(s)
	if err != nil {
		return err
	}
	return p.system.Open(ctx, path)
}

// Save keeps the slip in the folder that the clerk chose, or the user's home, under its number.
func (p *papers) Save(_ context.Context, s task.Slip) (string, error) {
	switch table := s.(type) {
	case report.Table:
		return p.saveTable(table)
	case history.Lines:
		return p.saveLines(table)
	}
	pdf, err := p.pdf(s)
	if err != nil {
		return "", err
	}
	path := printing.Expand(fileName(s), s.Head().Choices.Folder, p.home)
	return path, printing.Save(path, pdf, true)
}

func (p *papers) put(s task.Slip) (string, error) {
	pdf, err := p.pdf(s)
	if err != nil {
		return "", err
	}
	return p.temp.Put("slip", pdf)
}

// fileName is in the clerk's language and tells the slip's number, never a person.
func fileName(s task.Slip) string {
	head := s.Head()
	name := text.In(head.Choices.Language).Say("slip.file." + string(s.Kind()))
	if s.Number() != "" {
		name += "-" + s.Number()
	}
	if head.Copy > 0 {
		name += "-" + strconv.Itoa(head.Copy)
	}
	return filepath.Base(name + ".pdf")
}

func (p *papers) pdf(s task.Slip) ([]byte, error) {
	sheet, err := p.sheet(s)
	if err != nil {
		return nil, err
	}
	return sheet.PDF()
}
