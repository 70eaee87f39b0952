package order

// IsBlank reports that nobody has typed anything into the open form; a card's MOK ID alone is nothing that would be lost.
func (o *Flow) IsBlank() bool {
	return o.state.Open && o.typed == Form{MokID: o.typed.MokID}
}
