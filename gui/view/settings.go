package view

import (
	"cmp"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"cekr.kranj.si/desk/assets"
	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/settings"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/text"
	"cekr.kranj.si/desk/gui/theme"
)

// settingsPanel is the screen of what a clerk may choose, and of what program this is.
type settingsPanel struct {
	counter *flow.Counter
	version string

	title, about                                                  *field.Text
	language, paper, theme, scale, width, receipts, forms, layout *field.Choice
	folder                                                        *field.Path
	right, down                                                   *field.Entry
	rows                                                          map[string]*field.Row
	facts                                                         *facts
	done, licences                                                *field.Paragraph
	save, bundle, calibrate, back                                 *field.Button
	box                                                           fyne.CanvasObject
	turn                                                          int
	said                                                          told
}

func newSettings(c *flow.Counter, version string) *settingsPanel {
	v := &settingsPanel{
		counter: c, version: version, title: field.NewTitle(""), about: field.NewTitle(""),
		language: field.NewChoice(), paper: field.NewChoice(), theme: field.NewChoice(), scale: field.NewChoice(),
		width: field.NewChoice(), receipts: field.NewChoice(), forms: field.NewChoice(), layout: field.NewChoice(), folder: field.NewPath(),
		right: field.NewEntry(), down: field.NewEntry(),
		rows: map[string]*field.Row{}, facts: newFacts(4), done: sentence(), licences: sentence(),
	}
	choices := container.New(&wrapLayout{loose: true})
	for _, part := range v.parts() {
		v.rows[part.name] = field.NewRow("", part.choice)
		part.choice.OnEscape = c.LeaveFree
		choices.Add(v.rows[part.name])
	}
	for name, entry := range map[string]*field.Entry{"right": v.right, "down": v.down} {
		v.rows[name] = field.NewRow("", entry)
		entry.OnEscape = c.LeaveFree
	}
	offsets := container.NewGridWithColumns(2, v.rows["right"], v.rows["down"])
	v.forms.OnChanged = func(string) { v.drawOffset(c.Settings.OffsetOf(printer(v.forms))) }
	v.rows["folder"] = field.NewRow("", v.folder)
	v.folder.OnEscape = c.LeaveFree
	v.folder.OnSubmitted = func(string) { v.hand(c.Settings.Save) }
	v.save = field.NewPrimary("", func() { v.hand(c.Settings.Save) })
	v.bundle = field.NewButton("", c.Settings.Bundle)
	v.calibrate = field.NewButton("", func() { v.hand(c.Settings.Calibrate) })
	v.back = field.NewButton("", c.LeaveFree)
	row := []*field.Button{v.save, v.back, v.calibrate, v.bundle}
	for _, b := range row {
		b.OnCancel = c.LeaveFree
	}
	v.box = field.NewVScroll(gapped(v.title, choices, container.New(atMost{part: 1}, offsets), container.New(atMost{part: 1}, v.rows["folder"]), buttons(row...), v.done, v.about, v.facts.box, v.licences))
	return v
}

// part is a choice and its name in the catalogue.
type part struct {
	name   string
	choice *field.Choice
}

func (v *settingsPanel) parts() []part {
	return []part{
		{"language", v.language}, {"paper", v.paper}, {"theme", v.theme},
		{"scale", v.scale}, {"width", v.width}, {"receiptPrinter", v.receipts}, {"layout", v.layout}, {"formPrinter", v.forms},
	}
}

// defaultPrinter is the code of the print system's own choice; no printer has an empty name.
const defaultPrinter = "*"

// hand gives on the choices as the form stands, if they are right.
func (v *settingsPanel) hand(to func(task.Choices)) {
	c := v.counter.Settings.Choices()
	c.Language, c.PaperLanguage, c.Theme = v.language.Selected(), v.paper.Selected(), v.theme.Selected()
	folder, fits := v.folder.Take()
	c.Receipt, c.Folder, c.Layout = v.width.Selected(), folder, v.layout.Selected()
	if scale, err := strconv.Atoi(v.scale.Selected()); err == nil {
		c.Scale = scale
	}
	c.ReceiptPrinter, c.FormPrinter = printer(v.receipts), printer(v.forms)
	offset, ok := v.offset()
	if c.Offset = offset; fits && ok {
		to(c)
	}
}

// printer is the one that is selected; empty is the print system's own choice.
func printer(from *field.Choice) string {
	if selected := from.Selected(); selected != defaultPrinter {
		return selected
	}
	return ""
}

// offset reads the printer's offset, or says at its field what is wrong with it.
func (v *settingsPanel) offset() (o task.Offset, fits bool) {
	fits = true
	for _, f := range []struct {
		entry *field.Entry
		into  *int
	}{{v.right, &o.Right}, {v.down, &o.Down}} {
		typed, there := f.entry.Take()
		tenths, ok := task.ParseOffset(typed)
		*f.into, fits = tenths, fits && ok && there
		if !ok {
			f.entry.SetError(text.Say("settings.offset.wrong"))
		}
	}
	return o, fits
}

func (v *settingsPanel) drawOffset(o task.Offset) {
	v.right.SetText(task.FormatOffset(o.Right))
	v.down.SetText(task.FormatOffset(o.Down))
}

func (v *settingsPanel) panel() panel {
	return panel{
		name: flow.PanelSettings, box: v.box, draw: func() { v.draw(v.counter.Settings.State()) },
		focus:  func() fyne.Focusable { return v.language },
		follow: func(changed func()) { v.counter.Settings.Draw = func(settings.State) { changed() } },
	}
}

func (v *settingsPanel) draw(s settings.State) {
	v.title.SetText(text.Say("settings.title"))
	v.about.SetText(text.Say("settings.about"))
	for _, name := range []string{"language", "paper", "theme", "scale", "width", "receiptPrinter", "layout", "formPrinter", "right", "down", "folder"} {
		v.rows[name].SetLabel(text.Say("settings." + name))
	}
	v.rows["right"].SetHint(text.Say("settings.offset.hint"))
	v.rows["folder"].SetHint(text.Say("settings.folder.hint"))
	v.drawOptions(s)
	if s.Turn != v.turn {
		v.turn = s.Turn
		v.drawChosen(s.Choices)
	}
	v.said.show(v.folder, s.Problem)
	v.save.SetText(text.Say("settings.save"))
	v.bundle.SetText(text.Say("settings.bundle"))
	v.calibrate.SetText(text.Say("settings.calibrate"))
	v.back.SetText(text.Say("button.back"))
	v.done.SetText(say(s.Done))
	show(v.done, s.Done != nil)
	v.facts.set(
		text.Say("settings.version"), v.version, text.Say("settings.contract"), client.ContractVersion,
		text.Say("settings.log"), s.LogPath,
	)
	v.licences.SetText(string(assets.Licences))
	field.Fit(v.box)
}

func (v *settingsPanel) drawOptions(s settings.State) {
	v.language.SetOptions(options("settings.language.", text.Languages())...)
	v.paper.SetOptions(options("settings.language.", text.Languages())...)
	v.theme.SetOptions(options("settings.theme.", theme.Variants())...)
	var scales []field.Option
	for _, scale := range theme.Scales() {
		scales = append(scales, field.Option{Code: strconv.Itoa(scale), Label: text.Say("settings.scale.percent", text.Values{"Percent": scale})})
	}
	v.scale.SetOptions(scales...)
	v.width.SetOptions(formats(s.Choices)...)
	v.receipts.SetOptions(printers(s, s.Choices.ReceiptPrinter)...)
	v.forms.SetOptions(printers(s, s.Choices.FormPrinter)...)
	v.layout.SetOptions(layouts(s.Choices)...)
}

// printers are the print system's, its own choice first. A printer that was chosen and is gone stays in
// the list, so that nobody loses a setting by looking at it.
func printers(s settings.State, chosen string) []field.Option {
	standard := text.Say("settings.printer.default")
	if s.Standard != "" {
		standard = text.Say("settings.printer.default-is", text.Values{"Printer": s.Standard})
	}
	all := []field.Option{{Code: defaultPrinter, Label: standard}}
	there := chosen == ""
	for _, name := range s.Printers {
		all = append(all, field.Option{Code: name, Label: name})
		there = there || name == chosen
	}
	if !there {
		all = append(all, field.Option{Code: chosen, Label: text.Say("settings.printer.gone", text.Values{"Printer": chosen})})
	}
	return all
}

// drawChosen puts the present choices into the form, when the screen is opened.
func (v *settingsPanel) drawChosen(c task.Choices) {
	v.language.SetSelected(c.Language)
	v.paper.SetSelected(c.Paper())
	v.theme.SetSelected(c.Theme)
	v.scale.SetSelected(strconv.Itoa(max(c.Scale, theme.SmallestScale)))
	v.width.SetSelected(c.Receipt)
	v.layout.SetSelected(c.Layout)
	v.folder.SetText(c.Folder)
	v.receipts.SetSelected(cmp.Or(c.ReceiptPrinter, defaultPrinter))
	v.forms.SetSelected(cmp.Or(c.FormPrinter, defaultPrinter))
	v.drawOffset(c.Offset)
}
