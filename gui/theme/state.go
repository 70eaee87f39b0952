package theme

import "fyne.io/fyne/v2"

// State is what a colour says about a thing: the card, a top-up, the counter itself. Each has four
// colours, asked for from Fyne's theme by name.
type State string

const (
	OK       State = "ok"       // active, posted, matched
	Warning  State = "warning"  // look before you go on; the outcome is not known
	Danger   State = "danger"   // rejected, lost, stolen; no way on
	Neutral  State = "neutral"  // no judgement: not activated, replaced, expired
	Info     State = "info"     // something to know, nothing to do
	Training State = "training" // no real money here
)

// States lists all of them.
func States() []State { return []State{OK, Warning, Danger, Neutral, Info, Training} }

// Text is for words, icons and edges of the state, on the page, on a panel and on the state's Fill.
func (s State) Text() fyne.ThemeColorName { return fyne.ThemeColorName("counter-" + s + "-text") }

// Fill is a quiet ground: badges, notes. Ordinary text may stand on it too.
func (s State) Fill() fyne.ThemeColorName { return fyne.ThemeColorName("counter-" + s + "-fill") }

// Banner is a ground that can't be missed; only OnBanner may be written on it.
func (s State) Banner() fyne.ThemeColorName { return fyne.ThemeColorName("counter-" + s + "-banner") }

// OnBanner is for words and icons on Banner.
func (s State) OnBanner() fyne.ThemeColorName {
	return fyne.ThemeColorName("counter-" + s + "-on-banner")
}

// Colours of ours beside the states. Fyne's own names (background, foreground, primary and so on)
// are all answered as well; its background is our page.
const (
	ColorPanel  fyne.ThemeColorName = "counter-panel"  // a group's ground, lying on the page
	ColorMuted  fyne.ThemeColorName = "counter-muted"  // second-rank text: labels, hints, "as of"
	ColorBorder fyne.ThemeColorName = "counter-border" // an edge that must be seen
	ColorRing   fyne.ThemeColorName = "counter-ring"   // the focus ring
	ColorBar    fyne.ThemeColorName = "counter-bar"    // the ground of the status line and headings of lists
)
