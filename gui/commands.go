package gui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/text"
	"cekr.kranj.si/desk/gui/view"
)

// command is a row of the one table that feeds the menu, the shortcuts and the help page. Its words are
// the catalogue's `command.<Name>`.
type command struct {
	Menu, Name string
	// Key goes with Ctrl, or with Cmd on macOS. A, C, V, X, Z and Y belong to the fields; J, M, I and H are what hand readers send for
	// line ends, tabs and backspaces.
	Key fyne.KeyName
	Run func(w *Window)
}

// commands is the whole table, in the order of the menu.
func commands() []command {
	return []command{
		{"customer", "next", fyne.KeyN, func(w *Window) { w.counter.NextCustomer() }},
		{"customer", "topup", fyne.KeyT, func(w *Window) { w.counter.BeginTopUp() }},
		{"customer", "work", fyne.KeyR, func(w *Window) { w.counter.ShowWork() }},
		{"customer", "open", fyne.KeyU, func(w *Window) { w.counter.ShowOpen() }},
		{"customer", "lock", fyne.KeyL, func(w *Window) { w.counter.BeginLock() }},
		{"customer", "order", fyne.KeyG, func(w *Window) { w.counter.ShowOrder() }},
		{"customer", "orders", fyne.KeyF, func(w *Window) { w.counter.ShowOrders() }},
		{"drawer", "drawer", fyne.KeyB, func(w *Window) { w.counter.ShowDrawer() }},
		{"drawer", "close", fyne.KeyK, func(w *Window) { w.counter.CloseDrawer() }},
		{"slip", "print", fyne.KeyP, func(w *Window) { w.shell.Paper(task.PaperPrint) }},
		{"slip", "view", fyne.KeyO, func(w *Window) { w.shell.Paper(task.PaperOpen) }},
		{"slip", "save", fyne.KeyS, func(w *Window) { w.shell.Paper(task.PaperSave) }},
		{"slip", "page", fyne.Key1, func(w *Window) { w.counter.ShowPage() }},
		{"program", "language", fyne.Key8, (*Window).nextLanguage},
		{"program", "theme", fyne.Key9, (*Window).nextTheme},
		{"program", "larger", fyne.Key7, (*Window).nextScale},
		{"program", "settings", fyne.KeyE, func(w *Window) { w.counter.ShowSettings() }},
		{"program", "help", fyne.Key0, func(w *Window) { w.counter.ShowHelp() }},
		{"program", "cover", fyne.KeyW, func(w *Window) { w.counter.Cover() }},
		{"program", "signout", fyne.KeyD, func(w *Window) { w.counter.SignOut() }},
		{"program", "quit", fyne.KeyQ, (*Window).AskToClose},
	}
}

// menu builds the main menu in the clerk's language.
func (w *Window) menu() *fyne.MainMenu {
	var menus []*fyne.Menu
	for _, c := range commands() {
		if len(menus) == 0 || menus[len(menus)-1].Label != text.Say("menu."+c.Menu) {
			menus = append(menus, fyne.NewMenu(text.Say("menu."+c.Menu)))
		}
		item := fyne.NewMenuItem(text.Say("command."+c.Name), func() {
			field.Command(c.Key, func() {
				if !field.ModalOpen(w.window.Canvas()) { // the toolkit fires shortcuts behind a question, too
					c.Run(w)
				}
			})
		})
		item.Shortcut = &desktop.CustomShortcut{KeyName: c.Key, Modifier: fyne.KeyModifierShortcutDefault}
		item.IsQuit = c.Name == "quit"
		last := menus[len(menus)-1]
		last.Items = append(last.Items, item)
	}
	return fyne.NewMainMenu(menus...)
}

// helpRows is the command table as the help page shows it.
func helpRows() []view.HelpRow {
	var rows []view.HelpRow
	for _, c := range commands() {
		rows = append(rows, view.HelpRow{
			Key: "Ctrl+" + string(c.Key), What: "command." + c.Name, More: "command." + c.Name + ".help",
		})
	}
	return rows
}
