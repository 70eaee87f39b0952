package view

import (
	"strings"
	"time"

	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/text"
)

// say is a flow's message in the clerk's language; nothing for none. A value that is a message itself is said
// first.
func say(m *task.Message) string {
	if m == nil {
		return ""
	}
	values := text.Values{}
	for name, value := range m.Values {
		if inner, ok := value.(*task.Message); ok {
			value = say(inner)
		}
		values[name] = value
	}
	return text.Say(m.Key, values)
}

// sayAll is several messages one after the other.
func sayAll(all []*task.Message) string {
	said := make([]string, len(all))
	for i, m := range all {
		said[i] = say(m)
	}
	return strings.Join(said, " ")
}

// amount prints money as the clerk's language does.
func amount(a money.Amount) string { return a.Format(text.Lang()) }

// signed prints money with a plus for what comes in.
func signed(a money.Amount) string {
	if a.Cents > 0 {
		return "+" + amount(a)
	}
	return amount(a)
}

// moment prints a time; nothing for none.
func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return text.DateTime(t)
}
