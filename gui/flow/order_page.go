package flow

// Typed takes the form as it stands after a key: the page follows it, and nothing is said about it yet.
func (o *Order) Typed(form OrderForm) {
	if o.state.Open && form != o.typed {
		o.typed = form
		o.page.wish()
	}
}

// Room tells how wide the page is shown, in pixels.
func (o *Order) Room(width int) { o.page.room(width) }

// Redraw draws the page anew, as after a change of the paper's language or printer.
func (o *Order) Redraw() {
	o.Draw(o.state)
	if o.state.Open {
		o.page.wish()
	}
}

// ChooseLayout takes another paper for orders, by its name.
func (o *Order) ChooseLayout(layout string) {
	if !o.state.Open {
		return
	}
	o.host.Choose(func(c *Choices) { c.Layout = layout })
	o.page.wish()
}

// draft is the slip of what is typed, without what is wrong in it: a page shows only what could be printed.
func (o *Order) draft() (Slip, bool) {
	if !o.state.Open {
		return Slip{}, false
	}
	form := o.typed
	slip, checked := o.judge(form)
	for _, p := range checked.Problems {
		if p.Field != FieldMokID && p.Field != FieldNone {
			*form.At(p.Field) = ""
		}
	}
	if len(checked.Problems) > 0 {
		slip, _ = o.judge(form)
	}
	slip.Draft = len(checked.Problems) > 0
	return slip, true
}
