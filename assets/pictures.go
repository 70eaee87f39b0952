package assets

import _ "embed"

// Icon is the program's icon, 256×256 pixels, PNG; IconDrawing is the drawing it is made from, SVG.
//
//go:embed icon.png
var Icon []byte

//go:embed icon.svg
var IconDrawing []byte

// CardBack shows the back of a card: the MOK ID ringed at the bottom left, and the last six digits of
// the card number above it. SVG, 342×216; the digits are made up.
//
//go:embed card-back.svg
var CardBack []byte

// Training is the mark of the training counter, SVG in black, to be coloured by the theme.
//
//go:embed training.svg
var Training []byte

// Licences says what is embedded that is not ours, and under which licence. Markdown.
//
//go:embed LICENCES.md
var Licences []byte
