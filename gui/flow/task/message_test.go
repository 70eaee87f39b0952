package task_test

import (
	"strings"
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/text"
)

// Every code that the office or the way to it can give has a sentence of its own; any other is told with its number for support.
func TestEveryCodeHasASentence(t *testing.T) {
	zero := 0
	for _, code := range client.Codes() {
		m := task.Problem(&client.Error{Code: code, AttemptsLeft: &zero})
		if said := text.Say(m.Key, m.Values); m.Key == "problem.unknown" || strings.ContainsAny(said, "‹›") {
			t.Errorf("%s is told as %q: %q", code, m.Key, said)
		}
	}
	if m := task.Problem(&client.Error{Status: 500, Code: "of.a.later-office", TraceID: "T-1"}); m.Key != "problem.unknown" || m.Values["Trace"] != "T-1" {
		t.Errorf("%+v", m)
	}
}
