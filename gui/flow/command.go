package flow

import (
	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow/task"
)

// Command is what a clerk can ask of the counter, by the menu, a shortcut or a button. Its words are the catalogue's
// command.NAME and command.NAME.help.
type Command string

// rule is a row of the table of commands: who may give it, when, and what it does. What stands in its way is told in the order of
// the fields.
type rule struct {
	Command
	// menu is where it stands; key goes with Ctrl, or with Cmd on macOS. Neither has one that is no command of the menu.
	menu, key string
	// anybody says that it needs nobody signed in. One that does nothing then says nothing: the sign-in is before the clerk.
	anybody bool
	// there shows what it would begin, if that stands already.
	there func(*Counter) bool
	// first is what must be finished first; the clerk is led to it.
	first unfinished
	needs []need
	// run is nil for what only the window can do; see Counter.May.
	run func(*Counter)
}

// need is a condition of a command, and the key of what is said where it isn't met.
type need struct {
	met     func(*Counter) bool
	refusal string
}

// right is the need of a capability that the office gives.
func right(what client.Capability, refusal string) need {
	return need{func(c *Counter) bool { return c.state.Me.Can(what) }, refusal}
}

// MenuItem is a command of the menu.
type MenuItem struct {
	Command Command
	Menu    string // the catalogue's menu.MENU
	Key     string // goes with Ctrl, or with Cmd on macOS
}

// Menu is every command of the menu, in its order.
func Menu() (items []MenuItem) {
	for _, r := range commands() {
		if r.menu != "" {
			items = append(items, MenuItem{r.Command, r.menu, r.key})
		}
	}
	return items
}

// Key is what goes with Ctrl, or with Cmd on macOS.
func (c Command) Key() string { return ruleOf(c).key }

func ruleOf(command Command) rule {
	for _, r := range commands() {
		if r.Command == command {
			return r
		}
	}
	panic("flow: no rule for the command " + string(command))
}

// Do does what the clerk asks for, or says why not. What only the window can do is not done here.
func (c *Counter) Do(command Command) {
	if r := ruleOf(command); c.May(command) && r.run != nil {
		r.run(c)
	}
}

// May reports whether a command may be done now. If not, the clerk is told why and led to what is in the way.
func (c *Counter) May(command Command) bool {
	r := ruleOf(command)
	if !r.anybody && !c.state.SignedIn {
		return false
	}
	c.state.Notice, c.topUpNext = nil, false
	if r.there != nil && r.there(c) {
		return false
	}
	if at, waits := c.waitsFor(r.first); waits {
		c.frame.show(at)
	}
	why := c.refusal(r)
	if why != nil && (c.state.SignedIn || c.state.Panel.Free()) { // else the sign-in is before the clerk, and says nothing of it
		c.frame.refuse(why)
	}
	return why == nil
}

// Can tells whether a command would be done now. It says nothing to the clerk.
func (c *Counter) Can(command Command) bool {
	r := ruleOf(command)
	return (r.anybody || c.state.SignedIn) && c.refusal(r) == nil
}

// Refusal is why a command can't be done now; nil when it can, or when only the sign-in is in the way.
func (c *Counter) Refusal(command Command) *task.Message { return c.refusal(ruleOf(command)) }

func (c *Counter) refusal(r rule) *task.Message {
	if _, waits := c.waitsFor(r.first); waits {
		return task.Say("counter.finish-first")
	}
	for _, n := range r.needs {
		if !n.met(c) {
			return task.Say(n.refusal, "Phone", c.needs.Phone)
		}
	}
	return nil
}
