package gui

import (
	"runtime"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"

	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow"
)

// systemMenu tells whether the system shows a program's menu itself, as macOS does at the top of its screen. Tests try both.
var systemMenu = runtime.GOOS == "darwin"

// place fills the window, with our own menu above where the system has none.
func (w *Window) place(content fyne.CanvasObject) {
	if systemMenu {
		w.fill(content)
		w.setMenu()
		return
	}
	w.bar = field.NewMenuBar()
	w.bar.OnLeft = w.shell.Settle
	w.window.SetPadded(false) // the bar reaches from edge to edge
	w.fill(container.NewBorder(w.bar, nil, nil, nil, container.NewPadded(content)))
	w.bar.Install(w.window.Canvas())
	w.app.Lifecycle().SetOnExitedForeground(w.bar.Away)
	w.setMenu()
}

// fill shows content in the window, where each use of it is noticed and screen readers are told of it.
func (w *Window) fill(content fyne.CanvasObject) {
	w.window.SetContent(field.Spoken(w.window.Canvas(), field.Attended(content)))
}

// setMenu builds the menu in the clerk's language.
func (w *Window) setMenu() {
	if w.bar == nil {
		w.window.SetMainMenu(mainMenu(w.menus()))
		return
	}
	w.bar.Set(w.menus())
}

// leaveMenu shuts our own menu, if it is open.
func (w *Window) leaveMenu() {
	if w.bar != nil {
		w.bar.Leave()
	}
}

// mainMenu is the same menu for a system that shows it itself.
func mainMenu(menus []field.Menu) *fyne.MainMenu {
	quit := fyne.KeyName(flow.CommandQuit.Key())
	all := &fyne.MainMenu{}
	for _, menu := range menus {
		shown := fyne.NewMenu(menu.Title)
		for _, item := range menu.Items {
			entry := fyne.NewMenuItem(item.Title, func() { field.Command(item.Key, item.Do) })
			entry.Shortcut = &desktop.CustomShortcut{KeyName: item.Key, Modifier: fyne.KeyModifierShortcutDefault}
			entry.IsQuit = item.Key == quit
			shown.Items = append(shown.Items, entry)
		}
		all.Items = append(all.Items, shown)
	}
	return all
}
