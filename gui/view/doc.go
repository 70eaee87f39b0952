// Package view is how the counter looks: one screen a file, Fyne only.
//
// House rules: a view has a Draw for the whole state of its flow; it sets every widget, every time,
// words too, so that a change of language is one more Draw. A view decides nothing: it hands what the
// clerk did to the flow and waits to be drawn. It says where the focus naturally belongs; the shell
// puts it there when the step changes. No goroutines, no sentences, no numbers of pixels: words come
// from package text, sizes and colours from the theme, controls from package field.
package view
