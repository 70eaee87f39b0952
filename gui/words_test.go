package gui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
)

// visibleWords is every word that a clerk could read on o, in the order of the tree.
func visibleWords(o fyne.CanvasObject) []string {
	if !o.Visible() {
		return nil
	}
	switch o := o.(type) {
	case *canvas.Text:
		return []string{o.Text}
	case *fyne.Container:
		return wordsOf(o.Objects)
	case fyne.Widget:
		return wordsOf(test.WidgetRenderer(o).Objects())
	}
	return nil
}

func wordsOf(objects []fyne.CanvasObject) []string {
	var words []string
	for _, o := range objects {
		words = append(words, visibleWords(o)...)
	}
	return words
}
