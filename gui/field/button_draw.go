package field

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"cekr.kranj.si/desk/gui/theme"
)

// CreateRenderer draws the button.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	b.ExtendBaseWidget(b)
	return render(b)
}

func (b *Button) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{&b.face, &b.over, &b.icon, &b.label, &b.ring}
}

// colours names the button's ground and ink.
func (b *Button) colours() (ground, ink fyne.ThemeColorName) {
	if b.Disabled() {
		return fynetheme.ColorNameDisabledButton, fynetheme.ColorNameDisabled
	}
	switch b.Importance {
	case widget.HighImportance:
		return fynetheme.ColorNamePrimary, fynetheme.ColorNameForegroundOnPrimary
	case widget.DangerImportance:
		return fynetheme.ColorNameError, fynetheme.ColorNameForegroundOnError
	case widget.SuccessImportance:
		return fynetheme.ColorNameSuccess, fynetheme.ColorNameForegroundOnSuccess
	case widget.WarningImportance:
		return fynetheme.ColorNameWarning, fynetheme.ColorNameForegroundOnWarning
	case widget.LowImportance:
		return "", fynetheme.ColorNamePrimary
	}
	return fynetheme.ColorNameButton, fynetheme.ColorNameForeground
}

func (b *Button) paint() {
	ground, ink := b.colours()
	b.face.FillColor, b.face.StrokeColor, b.face.StrokeWidth = color.Transparent, color.Transparent, 0
	if ground != "" {
		b.face.FillColor = colour(b, ground)
	}
	if ground == fynetheme.ColorNameButton || ground == fynetheme.ColorNameDisabledButton {
		b.face.StrokeColor, b.face.StrokeWidth = colour(b, theme.ColorBorder), size(b, theme.SizeBorder)
	}
	b.over.FillColor = color.Transparent
	if b.hovered && !b.Disabled() {
		b.over.FillColor = colour(b, fynetheme.ColorNameHover)
	}
	radius := size(b, fynetheme.SizeNameButtonRadius)
	b.face.CornerRadius, b.over.CornerRadius, b.ring.CornerRadius = radius, radius, radius+b.margin()
	ringIn(&b.ring, b, b.focused && !b.Disabled(), false)

	b.label.Text = b.Text
	b.label.Color = colour(b, ink)
	b.label.TextSize = size(b, fynetheme.SizeNameText)
	b.label.TextStyle = fyne.TextStyle{Bold: true}
	b.label.Alignment = fyne.TextAlignCenter
	if b.icon.Hidden = b.Icon == nil; b.Icon != nil {
		b.icon.FillMode = canvas.ImageFillContain
		b.icon.Resource = fynetheme.NewColoredResource(b.Icon, ink)
		b.icon.Refresh()
	}
}

// margin is the room around the face in which the ring is drawn.
func (b *Button) margin() float32 { return size(b, theme.SizeRing) + 1 }

// inside is the size of icon and caption together, and of the icon with the gap after it.
func (b *Button) inside() (all fyne.Size, icon float32) {
	all = b.label.MinSize()
	if b.Icon != nil {
		icon = size(b, fynetheme.SizeNameInlineIcon)
		all.Height = max(all.Height, icon)
		if b.Text != "" {
			icon += size(b, fynetheme.SizeNamePadding)
		}
		all.Width += icon
	}
	return all, icon
}

func (b *Button) min() fyne.Size {
	all, _ := b.inside()
	pad := size(b, fynetheme.SizeNameInnerPadding)
	return all.AddWidthHeight(2*(b.margin()+2*pad), 2*(b.margin()+pad))
}

func (b *Button) layout(s fyne.Size) {
	m := b.margin()
	place(&b.face, m, m, s.Width-2*m, s.Height-2*m)
	place(&b.over, m, m, s.Width-2*m, s.Height-2*m)
	half := size(b, theme.SizeRing) / 2
	place(&b.ring, half, half, s.Width-2*half, s.Height-2*half)
	all, icon := b.inside()
	left := (s.Width - all.Width) / 2
	edge := size(b, fynetheme.SizeNameInlineIcon)
	place(&b.icon, left, (s.Height-edge)/2, edge, edge)
	place(&b.label, left+icon, (s.Height-b.label.MinSize().Height)/2, all.Width-icon, b.label.MinSize().Height)
}
