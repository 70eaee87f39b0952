// Package gui is the window: menu, shell and the joining of flows to views.
//
// House rules: nothing is decided here and nothing is drawn here. A command of the menu calls one
// intent of a flow; a flow's Draw is a view's Draw. The goroutine and the way back to the screen stand
// once, in tasks.go. fyne.io/fyne/v2/app is not imported: the app is handed in, so that everything here
// is tested without a display.
package gui
