package gui

import (
	"fyne.io/fyne/v2"

	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/text"
	"cekr.kranj.si/desk/gui/view"
)

// own are the commands that only the window can do.
var own = map[flow.Command]func(*Window){
	flow.CommandLanguage:     (*Window).nextLanguage,
	flow.CommandTheme:        (*Window).nextTheme,
	flow.CommandSlipLanguage: (*Window).nextSlipLanguage,
	flow.CommandLarger:       (*Window).nextScale,
	flow.CommandQuit:         (*Window).AskToClose,
}

// give gives a command, unless a question waits for its answer: the toolkit fires shortcuts behind one, too.
func (w *Window) give(command flow.Command) {
	field.Used()
	if field.ModalOpen(w.window.Canvas()) {
		return
	}
	if do, mine := own[command]; mine {
		do(w)
		return
	}
	w.shell.Give(command)
}

// menus are the commands under the titles of the menu, in the clerk's language.
func (w *Window) menus() (all []field.Menu) {
	for _, c := range flow.Menu() {
		if title := text.Say("menu." + c.Menu); len(all) == 0 || all[len(all)-1].Title != title {
			all = append(all, field.Menu{Title: title})
		}
		last := &all[len(all)-1]
		last.Items = append(last.Items, field.MenuItem{
			Title: text.Say("command." + string(c.Command)), Key: fyne.KeyName(c.Key), Chord: view.Chord(c.Key),
			Off: func() bool { return !w.shell.Can(c.Command) },
			Do:  func() { w.give(c.Command) },
		})
	}
	return all
}
