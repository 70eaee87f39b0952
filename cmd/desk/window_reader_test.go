package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/cmd/desk/windowtest"
)

// readerPace is how quickly a usual hand reader types.
const readerPace = 8 * time.Millisecond

// codeOf is the UPN code of an order for a card, each line ended.
func codeOf(t *testing.T, mokID string) string {
	t.Helper()
	o, err := upn.CardOrder(upn.DefaultAccount(), mokID)
	if err != nil {
		t.Fatal(err)
	}
	o.Payer, o.Amount = upn.Party{Name: "Ana Zagar", Street: "Glavni trg 1", Town: "4000 Kranj"}, money.EUR(5000)
	payload, err := o.Payload()
	if err != nil {
		t.Fatal(err)
	}
	return string(payload) + "\n"
}

// refused is how many requests of a kind the office has refused, by the program's own log.
func (c *counter) refused(method, route string) (n int) {
	c.t.Helper()
	log, err := os.ReadFile(filepath.Join(c.dir("log"), "desk.log"))
	if err != nil {
		c.t.Fatal(err)
	}
	for line := range strings.Lines(string(log)) {
		var entry struct {
			Method, Route string
			Status        int
		}
		if json.Unmarshal([]byte(line), &entry) == nil && entry.Method == method && entry.Route == route && entry.Status/100 == 4 {
			n++
		}
	}
	return n
}

// A customer pays, and the next one's code is read: no hand has confirmed anything.
func TestRealWindowPostsNothingWhenACodeIsReadAtCashGiven(t *testing.T) {
	c := open(t)
	steps := keys(c)
	toCash := len(steps) - 3
	c.Do(steps[:toCash])
	asked := func(end string) { c.Changes(func() { c.Read(codeOf(t, "100000022"), readerPace, end) }) }
	for _, end := range []string{"Return", "ctrl+j"} {
		asked(end)
		c.Do([]windowtest.Step{{Name: "50-asked-" + end, Shot: true}})
		c.Changes(func() { c.Do([]windowtest.Step{{Name: "51-stays-" + end, Keys: []string{"Return"}}}) })
	}
	asked("Return")
	c.Changes(func() { c.Read("100000022\n", readerPace, "Return") }) // at the question
	c.Do([]windowtest.Step{{Name: "52-told", Shot: true}})
	c.Changes(func() { c.Do([]windowtest.Step{{Name: "53-stays", Keys: []string{"Escape"}}}) })
	c.Do(steps[toCash : toCash+1])
	for _, end := range []string{"Return", "ctrl+j"} { // at the button that confirms
		asked(end)
		c.Do([]windowtest.Step{{Name: "54-asked-" + end, Shot: true}})
		c.Changes(func() { c.Do([]windowtest.Step{{Name: "55-stays-" + end, Keys: []string{"Return"}}}) })
	}
	if c.promised("SENDING", "topup")() || c.posted() != 0 {
		t.Fatal("a reading has sent a top-up")
	}
	c.Do(steps[toCash+1:])
	if n := c.posted(); n != 1 {
		t.Errorf("the ledger holds %d top-ups", n)
	}
}

// A card's code is read at the MOK ID and shows the card; behind a covered counter it spends no try of a PIN.
func TestRealWindowShowsTheCardThatIsReadAndTriesNoPIN(t *testing.T) {
	c := open(t)
	c.Do(keys(c)[:3])
	c.Read(codeOf(t, "100000014"), readerPace, "Return")
	c.Do([]windowtest.Step{
		{Name: "56-card", Done: c.answered(1, "GET", "/v1/cards/{mokId}/transactions"), Shot: true},
		{Name: "57-covered", Keys: []string{"ctrl+w"}},
	})
	for _, end := range []string{"Return", "ctrl+j", "Tab"} {
		c.Read(codeOf(t, "100000022"), readerPace, end)
		c.Still()
	}
	for _, pace := range []time.Duration{2 * time.Millisecond, 25 * time.Millisecond} {
		c.Read("100000022\n", pace, "Return")
		c.Still()
	}
	c.Do([]windowtest.Step{
		{Name: "58-still-covered", Shot: true},
		{Name: "59-signed-in", Type: "2468", Keys: []string{"Return"}, Done: c.answered(2, "POST", "/v1/sign-ins"), Shot: true},
	})
	if n := c.refused("POST", "/v1/sign-ins"); n != 0 {
		t.Errorf("%d tries of a PIN are spent", n)
	}
}
