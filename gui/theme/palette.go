package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

// tones are the colours of one variant, before they get their many names.
type tones struct {
	page, panel, bar, input  uint32 // grounds
	text, muted, off         uint32 // words; off is for what can't be used now
	border, rule             uint32 // rule divides quietly and need not be seen
	primary, onPrimary, ring uint32
	over                     uint32 // drawn thinly over a ground when hovered, pressed
	states                   map[State][4]uint32
}

var palettes = map[Variant]map[fyne.ThemeColorName]color.NRGBA{
	Light:    light.named(),
	Dark:     dark.named(),
	Contrast: contrast.named(),
}

var light = tones{
	page: 0xeef1f4, panel: 0xffffff, bar: 0xe4e9ee, input: 0xffffff,
	text: 0x1a232d, muted: 0x4a5664, off: 0x5a6673,
	border: 0x768290, rule: 0xd3dae1,
	primary: 0x0b559f, onPrimary: 0xffffff, ring: 0x0b559f, over: 0x000000,
	states: map[State][4]uint32{ // text, fill, banner, on banner
		OK:       {0x0f6136, 0xe2f3e8, 0x17693f, 0xffffff},
		Warning:  {0x7a4600, 0xfff0d2, 0xf6b93b, 0x231600},
		Danger:   {0xa81e1e, 0xfde6e4, 0xa81e1e, 0xffffff},
		Neutral:  {0x44505d, 0xe6eaee, 0x4b5865, 0xffffff},
		Info:     {0x0b559f, 0xe3eefa, 0x0b559f, 0xffffff},
		Training: {0x6a2c91, 0xf2e6f9, 0x6a2c91, 0xffffff},
	},
}

var dark = tones{
	page: 0x12161b, panel: 0x1a2027, bar: 0x0d1115, input: 0x11151a,
	text: 0xe8edf2, muted: 0xabb6c2, off: 0x93a0ad,
	border: 0x748191, rule: 0x2e3741,
	primary: 0x86bdf7, onPrimary: 0x081a2c, ring: 0x9bcaff, over: 0xffffff,
	states: map[State][4]uint32{
		OK:       {0x7fd8a2, 0x15301f, 0x1c7044, 0xffffff},
		Warning:  {0xf6c25c, 0x352807, 0xf0b030, 0x231600},
		Danger:   {0xff9d94, 0x3d1815, 0xbb2c2c, 0xffffff},
		Neutral:  {0xb7c1cc, 0x29313a, 0x4d5a68, 0xffffff},
		Info:     {0x9bcaff, 0x142a42, 0x1c5fa6, 0xffffff},
		Training: {0xd6b0f2, 0x30203d, 0x8f4cc4, 0xffffff},
	},
}

var contrast = tones{
	page: 0xffffff, panel: 0xffffff, bar: 0xffffff, input: 0xffffff,
	text: 0x000000, muted: 0x222222, off: 0x444444,
	border: 0x000000, rule: 0x555555,
	primary: 0x003a8c, onPrimary: 0xffffff, ring: 0x003a8c, over: 0x000000,
	states: map[State][4]uint32{
		OK:       {0x00461f, 0xffffff, 0x00461f, 0xffffff},
		Warning:  {0x5a3000, 0xffffff, 0xffc832, 0x000000},
		Danger:   {0x8a0000, 0xffffff, 0x8a0000, 0xffffff},
		Neutral:  {0x222222, 0xffffff, 0x222222, 0xffffff},
		Info:     {0x003a8c, 0xffffff, 0x003a8c, 0xffffff},
		Training: {0x4b0a75, 0xffffff, 0x4b0a75, 0xffffff},
	},
}

func solid(hex uint32) color.NRGBA { return thin(hex, 0xff) }

func thin(hex uint32, alpha uint8) color.NRGBA {
	return color.NRGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: alpha}
}

// named spreads the tones over Fyne's names and ours.
func (t tones) named() map[fyne.ThemeColorName]color.NRGBA {
	text := func(s State) color.NRGBA { return solid(t.states[s][0]) }
	all := map[fyne.ThemeColorName]color.NRGBA{
		fynetheme.ColorNameBackground:          solid(t.page),
		fynetheme.ColorNameForeground:          solid(t.text),
		fynetheme.ColorNameButton:              solid(t.panel),
		fynetheme.ColorNameDisabledButton:      solid(t.page),
		fynetheme.ColorNameDisabled:            solid(t.off),
		fynetheme.ColorNamePlaceHolder:         solid(t.muted),
		fynetheme.ColorNamePrimary:             solid(t.primary),
		fynetheme.ColorNameHyperlink:           solid(t.primary),
		fynetheme.ColorNameForegroundOnPrimary: solid(t.onPrimary),
		fynetheme.ColorNameError:               text(Danger),
		fynetheme.ColorNameForegroundOnError:   solid(t.onPrimary),
		fynetheme.ColorNameSuccess:             text(OK),
		fynetheme.ColorNameForegroundOnSuccess: solid(t.onPrimary),
		fynetheme.ColorNameWarning:             text(Warning),
		fynetheme.ColorNameForegroundOnWarning: solid(t.onPrimary),
		fynetheme.ColorNameFocus:               thin(t.primary, 0x24),
		fynetheme.ColorNameHover:               thin(t.over, 0x0d),
		fynetheme.ColorNamePressed:             thin(t.over, 0x1a),
		fynetheme.ColorNameSelection:           thin(t.primary, 0x38),
		fynetheme.ColorNameHeaderBackground:    solid(t.bar),
		fynetheme.ColorNameInputBackground:     solid(t.input),
		fynetheme.ColorNameInputBorder:         solid(t.border),
		fynetheme.ColorNameMenuBackground:      solid(t.panel),
		fynetheme.ColorNameOverlayBackground:   solid(t.panel),
		fynetheme.ColorNameSeparator:           solid(t.rule),
		fynetheme.ColorNameShadow:              thin(0x000000, 0x50),
		fynetheme.ColorNameScrollBar:           solid(t.border),
		fynetheme.ColorNameScrollBarBackground: solid(t.bar),
		ColorPanel:                             solid(t.panel),
		ColorMuted:                             solid(t.muted),
		ColorBorder:                            solid(t.border),
		ColorRing:                              solid(t.ring),
		ColorBar:                               solid(t.bar),
	}
	for state, four := range t.states {
		all[state.Text()], all[state.Fill()] = solid(four[0]), solid(four[1])
		all[state.Banner()], all[state.OnBanner()] = solid(four[2]), solid(four[3])
	}
	return all
}
