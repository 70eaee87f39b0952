package signin

import "cekr.kranj.si/desk/gui/flow/task"

// Say says a sentence that belongs to no field. Nothing else changes.
func (s *Flow) Say(m *task.Message) {
	if s.state.Step == Asking {
		s.set(func(st *State) { st.Problem, st.Field = m, task.FieldNone })
	}
}
