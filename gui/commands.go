package gui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/text"
)

// own are the commands that only the window can do.
var own = map[flow.Command]func(*Window){
	flow.CommandLanguage: (*Window).nextLanguage,
	flow.CommandTheme:    (*Window).nextTheme,
	flow.CommandLarger:   (*Window).nextScale,
	flow.CommandQuit:     (*Window).AskToClose,
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

// menu builds the main menu in the clerk's language.
func (w *Window) menu() *fyne.MainMenu {
	var menus []*fyne.Menu
	for _, c := range flow.Menu() {
		if len(menus) == 0 || menus[len(menus)-1].Label != text.Say("menu."+c.Menu) {
			menus = append(menus, fyne.NewMenu(text.Say("menu."+c.Menu)))
		}
		item := fyne.NewMenuItem(text.Say("command."+string(c.Command)), func() {
			field.Command(fyne.KeyName(c.Key), func() { w.give(c.Command) })
		})
		item.Shortcut = &desktop.CustomShortcut{KeyName: fyne.KeyName(c.Key), Modifier: fyne.KeyModifierShortcutDefault}
		item.IsQuit = c.Command == flow.CommandQuit
		last := menus[len(menus)-1]
		last.Items = append(last.Items, item)
	}
	return fyne.NewMainMenu(menus...)
}
