package drawer

// Asks reports that the clerk is asked for a sum.
func (s State) Asks() bool { return s.Step == Float || s.Step == Count }
