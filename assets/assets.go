// Package assets holds what the program carries inside itself: the icon, pictures, and the
// catalogues of sentences.
//
// House rules: only go:embed lines and the names that open them; no code that decides anything.
// Every picture is our own drawing; whatever is not is named in LICENCES.md, with its licence.
// Catalogue lines are sorted by key, one key a line, so that two changes seldom meet.
package assets

import "embed"

// Text holds the catalogues of sentences: text/sl.json and text/en.json for package gui/text, and
// text/fyne.sl.json, text/fyne.en.json, the words that Fyne's own widgets say.
//
//go:embed text/*.json
var Text embed.FS
