package drawer

import (
	"slices"

	"cekr.kranj.si/desk/gui/flow/outbox"
)

// Others are the closes of clerks who are not signed in. A close is its clerk's to bring: with another clerk's token the office takes none. So
// one whose outcome isn't known waits for its owner, or until others end that drawer, and stands in nobody else's way.
type Others struct{ d *Flow }

// Has reports that an open item is one of them.
func (o Others) Has(id string) bool {
	i := o.d.queue.Find(id)
	return i != nil && o.is(i)
}

func (o Others) is(i *item) bool {
	staff := o.d.staff()
	return i.Task == taskClose && staff != "" && i.Staff != "" && i.Staff != staff
}

// besides are the parked writes that the clerk signed in can settle, the oldest first.
func (o Others) besides() []*item { return slices.DeleteFunc(o.d.queue.Parked(), o.is) }

// standAside parks one, so that whoever is signed in sees which session stands.
func (o Others) standAside() {
	if i := o.d.queue.Shown(); i.Stage == outbox.Unknown && o.is(i) {
		o.d.queue.Park()
		o.d.state = State{Step: Unasked}
	}
}
