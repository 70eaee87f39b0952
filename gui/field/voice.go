package field

import "fyne.io/fyne/v2"

// voice stands for one thing that can be read. It draws nothing.
type voice struct{ said }

// AccessibilityLabel is what it says.
func (v *voice) AccessibilityLabel() string { return v.name }

// AccessibilityRole is what it is, as far as the toolkit has a word for it.
func (v *voice) AccessibilityRole() fyne.AccessibleRole { return v.role }

// Position is where the thing lies.
func (v *voice) Position() fyne.Position { return v.at }

// Size is how large it is.
func (v *voice) Size() fyne.Size { return v.size }

// MinSize is nothing.
func (v *voice) MinSize() fyne.Size { return fyne.Size{} }

// Visible is true: what can't be seen has no voice.
func (v *voice) Visible() bool { return true }

// Move changes nothing; the thing itself is moved.
func (v *voice) Move(fyne.Position) {}

// Resize changes nothing.
func (v *voice) Resize(fyne.Size) {}

// Show changes nothing.
func (v *voice) Show() {}

// Hide changes nothing.
func (v *voice) Hide() {}

// Refresh draws nothing.
func (v *voice) Refresh() {}
