package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cekr.kranj.si/desk/cmd/desk/windowtest"
)

// orderKeys makes a payment order with nobody signed in, looks at its page, and makes those of a list that has a bad row.
func orderKeys(c *counter, list string) []windowtest.Step {
	return []windowtest.Step{
		{Name: "20-order", Keys: []string{"ctrl+g"}},
		{Name: "21-order", Shot: true},
		{Name: "22-order-typed", Type: "100000014", Keys: []string{"Return"}},
		{Name: "23-order-amount", Type: "50", Keys: []string{"Return"}},
		{Name: "24-order-payer", Type: "Ana Novak", Keys: []string{"Return"}},
		{Name: "25-order-street", Type: "Glavni trg 1", Keys: []string{"Return"}},
		{Name: "26-order-town", Type: "4000 Kranj", Shot: true},
		{Name: "27-page", Keys: []string{"ctrl+1"}, Shot: true},
		{Name: "28-page-end", Keys: []string{"End"}, Shot: true},
		{Name: "29-order-saved", Keys: []string{"Escape", "ctrl+s"}, Done: c.saved("nalog-upn-100000014.pdf"), Shot: true},
		{Name: "30-list", Keys: []string{"Escape", "ctrl+f"}, Shot: true},
		{Name: "31-list-checked", Type: list, Keys: []string{"Return"}, Shot: true},
		{Name: "32-list-made", Keys: []string{"Up", "Return"}, Done: c.saved("nalogi-upn-*-2.pdf"), Shot: true},
	}
}

// saved tells whether a file of that name is in the user's home.
func (c *counter) saved(pattern string) func() bool {
	return func() bool {
		found, _ := filepath.Glob(filepath.Join(c.home, pattern))
		return len(found) == 1
	}
}

func TestRealWindowMakesOrdersWithNobodySignedIn(t *testing.T) {
	c := open(t)
	list := filepath.Join(c.home, "cards.csv")
	rows := "1;5\n"
	for n := range 501 {
		rows += fmt.Sprintf("100000014;%d;Ana Novak;Glavni trg 1;4000 Kranj\n", n+1)
	}
	if err := os.WriteFile(list, []byte(rows), 0o600); err != nil {
		t.Fatal(err)
	}
	c.Do(orderKeys(c, list))
	if err := c.Quit(); err != nil {
		t.Errorf("it does not end well: %v\n%s", err, c.Said())
	}
	if said := c.Said(); strings.Contains(said, "fyne.Do") {
		t.Errorf("a widget was changed on another goroutine than the screen's:\n%s", said)
	}
	for _, name := range []string{"log", "journal"} {
		files, err := os.ReadDir(c.dir(name))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			held, err := os.ReadFile(filepath.Join(c.dir(name), file.Name()))
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(string(held), "Novak") || strings.Contains(string(held), "100000014") {
				t.Errorf("%s/%s holds the payer or the card", name, file.Name())
			}
		}
	}
}
