package cli

import (
	"context"
	"errors"
	"flag"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/cmd/desk/orders"
	"cekr.kranj.si/desk/cmd/desk/printing"
	"cekr.kranj.si/desk/gui/flow/order"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/paper"
	"cekr.kranj.si/desk/gui/text"
)

// orderFlags is the command line of desk order.
type orderFlags struct {
	config, layout, lang, out, list string
	cells                           order.Form
	offset                          paper.Offset
	calibration, force, skip        bool
	set                             []string // the flags that were given
}

// order makes UPN payment orders: one, those of a list, or the page that shows how far a printer is
// off. It asks no office.
func (p Program) order(ctx context.Context, config string, args []string) int {
	line, flags := orderFlags{config: config}, p.flags("order")
	line.bind(flags)
	if status, ok := p.parse(flags, args); !ok {
		return status
	}
	flags.Visit(func(f *flag.Flag) { line.set = append(line.set, f.Name) })
	if len(flags.Args()) > 0 {
		p.say(p.Err, "cli.order.usage") // without the argument: it may be a card's number
		return Misused
	}
	if !p.fits(line) {
		return Misused
	}
	s, err := p.load(line.config)
	if err != nil {
		return p.failed(err)
	}
	sheet := orders.SheetFor(s, time.Now())
	if slices.Contains(line.set, "offset-x") {
		sheet.Offset.Right = line.offset.Right
	}
	if slices.Contains(line.set, "offset-y") {
		sheet.Offset.Down = line.offset.Down
	}
	if line.layout != "" {
		sheet.Layout = paper.Layout(line.layout)
	}
	if line.lang != "" {
		sheet.Lang = line.lang
	}
	if !sheet.OffsetFits() {
		p.say(p.Err, "cli.order.offset")
		return Misused
	}
	out, err := filepath.Abs(line.out)
	if err != nil {
		return p.failed(err)
	}
	switch {
	case line.calibration:
		return p.calibrate(sheet, out, line.force)
	case line.list != "":
		return p.orderList(ctx, line, sheet, out)
	}
	return p.orderOne(line, sheet, out)
}

func (l *orderFlags) bind(flags *flag.FlagSet) {
	for name, into := range map[string]*string{
		"config": &l.config, "layout": &l.layout, "lang": &l.lang, "out": &l.out, "list": &l.list,
	} {
		flags.StringVar(into, name, *into, "")
	}
	for _, f := range order.Fields() {
		flags.StringVar(l.cells.At(f), flagOf(f), "", "")
	}
	flags.Float64Var(&l.offset.Right, "offset-x", 0, "")
	flags.Float64Var(&l.offset.Down, "offset-y", 0, "")
	flags.BoolVar(&l.calibration, "calibration", false, "")
	flags.BoolVar(&l.force, "force", false, "")
	flags.BoolVar(&l.skip, "skip-bad", false, "")
}

// flagOf is the flag of a field of the order.
func flagOf(f task.Field) string {
	if f == task.FieldMokID {
		return "mok-id"
	}
	return string(f)
}

// details are the flags of an order besides its card's.
func details() (flags []string) {
	for _, f := range order.Fields() {
		if f != task.FieldMokID {
			flags = append(flags, flagOf(f))
		}
	}
	return flags
}

// kinds are what an order is made from, and the flags that mean nothing with it: a flag that is
// quietly passed over would be a paper that somebody did not ask for.
var kinds = map[string][]string{
	"mok-id":      {"list", "calibration", "skip-bad"},
	"list":        append(details(), "mok-id", "calibration"),
	"calibration": append(details(), "mok-id", "list", "skip-bad"),
}

// fits says what is wrong with the command line itself; true when nothing is.
func (p Program) fits(l orderFlags) bool {
	at := slices.IndexFunc(l.set, func(name string) bool { return kinds[name] != nil })
	if at < 0 {
		p.say(p.Err, "cli.order.usage")
		return false
	}
	for _, name := range l.set {
		if slices.Contains(kinds[l.set[at]], name) {
			p.say(p.Err, "cli.order.clash", text.Values{"Flag": "--" + name, "With": "--" + l.set[at]})
			return false
		}
	}
	switch {
	case ident.PathHoldsCardNumber(l.out), ident.PathHoldsCardNumber(l.list):
		p.say(p.Err, "orders.row.pan")
		return false
	case l.out == "":
		p.say(p.Err, "cli.flagMissing", text.Values{"Flag": "--out"})
		return false
	case l.set[at] == "list" && l.list == "":
		p.say(p.Err, "cli.flagMissing", text.Values{"Flag": "--list"})
		return false
	}
	return p.fitsPaper(l)
}

// fitsPaper does as fits does, for how the paper is to be. Only pre-printed forms have an offset.
func (p Program) fitsPaper(l orderFlags) bool {
	layouts, wanted := paper.Layouts(), l.layout != ""
	if l.calibration {
		layouts = paper.Blanks()
	} else if slices.Contains(l.set, "offset-x") || slices.Contains(l.set, "offset-y") {
		layouts, wanted = paper.Blanks(), true
	}
	return (!wanted || choice(p, "--layout", paper.Layout(l.layout), layouts)) &&
		(l.lang == "" || choice(p, "--lang", l.lang, text.Languages()))
}

// choice says so when a flag's value is none of those there are.
func choice[T ~string](p Program, flag string, value T, among []T) bool {
	if slices.Contains(among, value) {
		return true
	}
	names := make([]string, len(among))
	for i, name := range among {
		names[i] = string(name)
	}
	p.say(p.Err, "cli.badFlag", text.Values{"Reason": flag + " " + strings.Join(names, " | ")})
	return false
}

func (p Program) calibrate(sheet orders.Sheet, out string, force bool) int {
	if sheet.Layout == paper.OnA4 {
		sheet.Layout = paper.OnBlank
	}
	pdf, err := paper.Calibration{Layout: sheet.Layout, Offset: sheet.Offset, At: sheet.At, Lang: sheet.Lang}.PDF()
	if err != nil {
		return p.failed(err)
	}
	if err := printing.Save(out, pdf, force); err != nil {
		return p.failed(existing(err))
	}
	p.say(p.Out, "slip.saved", text.Values{"Path": out})
	return Done
}

// existing is err with the words of a command line for a file that is there already.
func existing(err error) error {
	if e, ok := errors.AsType[*printing.Error](err); ok && e.Code == printing.Exists {
		return &orders.Error{Code: orders.Exists, Path: e.Path, Err: err}
	}
	return err
}

func (p Program) orderOne(l orderFlags, sheet orders.Sheet, out string) int {
	hasCode, bad, err := orders.One(l.cells, sheet, out, l.force)
	switch {
	case bad != nil:
		p.line(bad.Sentence())
		return Failure
	case err != nil:
		return p.failed(err)
	}
	s := orders.Summary{Forms: 1, Files: []string{out}}
	if !hasCode {
		s.WithoutCode = 1
	}
	p.summary(s, sheet)
	return Done
}

func (p Program) orderList(ctx context.Context, l orderFlags, sheet orders.Sheet, out string) int {
	shown := p.progress()
	s, err := orders.Run(ctx, orders.Job{
		List: l.list, Out: out, Sheet: sheet, SkipBad: l.skip, Replace: l.force,
		About: p.about, Bad: func(bad orders.Problem) { p.line(bad.Sentence()) }, Progress: shown.update,
	})
	shown.clear()
	if s.Forms > 0 {
		p.summary(s, sheet)
	}
	if err != nil {
		return p.failed(err)
	}
	return Done
}

// about tells how a list is read, unless that is plain.
func (p Program) about(a orders.About) {
	if !a.Unusual() {
		return
	}
	for _, said := range a.Said() {
		p.say(p.Out, said.Key, said.Values)
	}
}

// summary tells what was saved, a file a line, and then what there is to know about it.
func (p Program) summary(s orders.Summary, sheet orders.Sheet) {
	for _, path := range s.Files {
		p.say(p.Out, "slip.saved", text.Values{"Path": path})
	}
	p.say(p.Out, "orders.done", text.Values{"Count": s.Forms})
	if s.Bad > 0 {
		p.say(p.Out, "orders.skipped", text.Values{"Count": s.Bad})
	}
	if s.WithoutCode > 0 {
		p.say(p.Out, "orders.without-code", text.Values{"Count": s.WithoutCode})
	}
	p.say(p.Out, "orders.unverified")
	if sheet.Assumed {
		p.say(p.Out, "orders.assumed")
	}
	if sheet.Training {
		p.say(p.Out, "orders.training")
	}
}

// failed says why a run gave up.
func (p Program) failed(err error) int {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		p.say(p.Err, "orders.cancelled")
		return Failure
	}
	p.line(Sentence(err))
	return Failure
}
