package field

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Spoken is content that screen readers are told about, where the toolkit offers a window to them. It walks into plain containers only,
// and into nothing that is laid over the window: so it finds a veil before the content, and beside it a list of all that can be read
// now, top down. While a panel asks or the menu is open, only that can be read. The first of the list says where the keys go.
func Spoken(on fyne.Canvas, content fyne.CanvasObject) *fyne.Container {
	v := &veil{content: content}
	v.ExtendBaseWidget(v)
	e := &ear{list: &fyne.Container{}}
	root := &fyne.Container{Layout: overVeil{}, Objects: []fyne.CanvasObject{v, e, e.list}}
	e.gather = func() []said {
		g := gathering{}
		if focused, ok := on.Focused().(fyne.Accessible); ok {
			g.add(say("spoken.focus", "What", focused.AccessibilityLabel()), fyne.AccessibleRoleText, fyne.Position{}, focused.(fyne.CanvasObject).Size())
		}
		switch m, menu := topModal(on), barOn(on); {
		case m != nil:
			g.walk(m.popup, fyne.Position{}.Subtract(root.Position()))
		case menu != nil && menu.Active():
			g.walk(menu.drop, fyne.Position{}.Subtract(root.Position()))
		default:
			g.walk(content, fyne.Position{})
		}
		return g.said
	}
	return root
}

// said is what a screen reader is told of one thing, and where that lies.
type said struct {
	name string
	role fyne.AccessibleRole
	at   fyne.Position
	size fyne.Size
}

// several is a control that draws more than one thing of its own.
type several interface{ spoken() []said }

type gathering struct{ said []said }

func (g *gathering) add(name string, role fyne.AccessibleRole, at fyne.Position, size fyne.Size) {
	if name != "" {
		g.said = append(g.said, said{name, role, at, size})
	}
}

// walk gathers what an object says, and what is said in it; around is where the object's own place is reckoned from.
func (g *gathering) walk(o fyne.CanvasObject, around fyne.Position) {
	if o == nil || !o.Visible() {
		return
	}
	at := around.Add(o.Position())
	if a, ok := o.(fyne.Accessible); ok && a.AccessibilityRole() != fyne.AccessibleRoleContainer {
		g.add(a.AccessibilityLabel(), a.AccessibilityRole(), at, o.Size())
	}
	if s, ok := o.(several); ok {
		for _, part := range s.spoken() {
			g.add(part.name, part.role, at.Add(part.at), part.size)
		}
	}
	for _, part := range insideSpoken(o) {
		g.walk(part, at)
	}
}

// insideSpoken are the parts of an object that speak for themselves.
func insideSpoken(o fyne.CanvasObject) []fyne.CanvasObject {
	switch o := o.(type) {
	case *Row: // its field says the label and what stands below
		return []fyne.CanvasObject{o.held}
	case Field:
		return nil
	}
	return inside(o)
}

// veil stands before content, where the toolkit's walk ends.
type veil struct {
	widget.BaseWidget
	content fyne.CanvasObject
}

// CreateRenderer draws the content.
func (v *veil) CreateRenderer() fyne.WidgetRenderer { return render(v) }

func (v *veil) objects() []fyne.CanvasObject { return []fyne.CanvasObject{v.content} }
func (v *veil) min() fyne.Size               { return v.content.MinSize() }
func (v *veil) layout(s fyne.Size)           { place(v.content, 0, 0, s.Width, s.Height) }
func (v *veil) paint()                       {}

// overVeil gives the veil all the size; what is beside it draws nothing.
type overVeil struct{}

// Layout places the veil.
func (overVeil) Layout(o []fyne.CanvasObject, s fyne.Size) { place(o[0], 0, 0, s.Width, s.Height) }

// MinSize is the veil's.
func (overVeil) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }

// ear is asked by the toolkit's walk right before the list, and fills it. It is no part of the window otherwise, nor is anything in the
// list: a build that offers nothing to screen readers never asks.
type ear struct {
	voice
	list   *fyne.Container
	gather func() []said
	told   bool // the name was asked for, and the role is next
}

// AccessibilityLabel fills the list; the ear itself says nothing.
func (e *ear) AccessibilityLabel() string {
	e.fill()
	e.told = true
	return ""
}

// AccessibilityRole fills the list, unless it was just filled: on Windows it is asked alone.
func (e *ear) AccessibilityRole() fyne.AccessibleRole {
	if !e.told {
		e.fill()
	}
	e.told = false
	return fyne.AccessibleRoleContainer
}

// fill takes the voices that are there already for what is said now: the window keeps something for each object.
func (e *ear) fill() {
	now := e.gather()
	for len(e.list.Objects) < len(now) {
		e.list.Objects = append(e.list.Objects, &voice{})
	}
	e.list.Objects = e.list.Objects[:len(now)]
	for i, s := range now {
		e.list.Objects[i].(*voice).said = s
	}
}
