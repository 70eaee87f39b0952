package flow_test

import (
	"cmp"
	"maps"
	"reflect"
	"slices"
	"testing"

	"cekr.kranj.si/desk/client/journal"
)

// leads is where an intent leads at once, what it asks of the office, and where it has led and what it has left on disk
// when its work is done.
type leads[S ~string] struct {
	to      S
	asks    string
	end     S // as to if it is empty
	records []journal.Kind
}

// whole is what a write leaves on disk that ends well.
var whole = []journal.Kind{journal.Intent, journal.Sending, journal.Posted}

// steps is a task to be walked through.
type steps[S ~string] struct {
	ways    map[S]func(*bench)             // lead to every step
	intents func(*bench) map[string]func() // all that a clerk can do, a program's own questions too
	table   map[S]map[string]leads[S]      // every transition that there is: what is not in it does nothing
	posts   func(*bench)                   // lets the office post from then on, and know nothing more of what it is asked about
	state   func(*bench) (step S, whole any)
	may     func(b *bench, intent string) bool
	follows []string // what is asked besides, for the screen, when what was sent has ended
}

// at is a bench at a step.
func (s steps[S]) at(t *testing.T, step S) *bench {
	t.Helper()
	b := newBench(t)
	s.posts(b)
	s.ways[step](b)
	s.posts(b)
	if got, _ := s.state(b); got != step {
		t.Fatalf("the way to %s ends at %s", step, got)
	}
	return b
}

func (s steps[S]) names(t *testing.T) []string {
	return slices.Sorted(maps.Keys(s.intents(newBench(t))))
}

// walk goes through the whole table: each intent at each step, those that may not do anything too.
func (s steps[S]) walk(t *testing.T) {
	if !maps.EqualFunc(s.ways, s.table, func(func(*bench), map[string]leads[S]) bool { return true }) {
		t.Fatalf("the steps of the table are %v, those that can be reached %v",
			slices.Sorted(maps.Keys(s.table)), slices.Sorted(maps.Keys(s.ways)))
	}
	for step := range s.ways {
		for _, name := range s.names(t) {
			t.Run(string(step)+" "+name, func(t *testing.T) { s.once(t, step, name) })
		}
	}
}

func (s steps[S]) once(t *testing.T, step S, name string) {
	b := s.at(t, step)
	want, moves := s.table[step][name]
	if !moves {
		want.to = step
	}
	if may := s.may(b, name); may != moves {
		t.Errorf("the flow says %t", may)
	}
	records, asked, waiting := len(b.kept.Records), maps.Clone(b.office.Asked), b.held.Waiting()
	s.intents(b)[name]()
	s.stands(t, b, want.to)
	if waiting > 0 { // what is let go then is the step's own
		if b.held.Waiting() != waiting {
			t.Errorf("it begins something else meanwhile")
		}
		return
	}
	if n := b.held.Waiting(); n > 1 {
		t.Errorf("it begins %d things at once", n)
	}
	b.held.Release()
	s.stands(t, b, cmp.Or(want.end, want.to))
	var kinds []journal.Kind
	for _, r := range b.kept.Records[records:] {
		kinds = append(kinds, r.Kind)
	}
	if !slices.Equal(kinds, want.records) {
		t.Errorf("it leaves %v on disk, want %v", kinds, want.records)
	}
	ended := slices.ContainsFunc(kinds, func(k journal.Kind) bool { return k.Ends() && k != journal.Dropped })
	for what, n := range b.office.Asked {
		due := 0
		if what == want.asks || ended && slices.Contains(s.follows, what) {
			due = 1
		}
		if n-asked[what] != due {
			t.Errorf("the office is asked %d times for %s, want %d", n-asked[what], what, due)
		}
	}
	if want.asks != "" && b.office.Asked[want.asks] == asked[want.asks] {
		t.Errorf("the office is not asked for %s", want.asks)
	}
}

func (s steps[S]) stands(t *testing.T, b *bench, want S) {
	t.Helper()
	if got, _ := s.state(b); got != want {
		t.Errorf("it leads to %s, want %s", got, want)
	}
}

// refuses goes through all that can be done while something is under way, a second Enter too: what the state says that
// it may not do changes nothing.
func (s steps[S]) refuses(t *testing.T) {
	names := s.names(t)
	for step := range s.ways {
		for first := range s.table[step] {
			b := s.at(t, step)
			s.intents(b)[first]()
			for _, second := range names {
				_, before := s.state(b)
				waiting := b.held.Waiting()
				if s.may(b, second) || second == "background" {
					continue
				}
				s.intents(b)[second]()
				if _, now := s.state(b); !reflect.DeepEqual(now, before) || b.held.Waiting() != waiting {
					t.Errorf("%s right after %s at %s: %+v, before %+v", second, first, step, now, before)
				}
			}
		}
	}
}
