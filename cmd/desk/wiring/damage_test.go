package wiring_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/cmd/desk/wiring"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/topup"
)

// files are the bytes of everything in a folder but the lock.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || e.Name() == "journal.lock" {
			return err
		}
		data, err := os.ReadFile(path)
		all[e.Name()] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestADamagedJournalIsAskedAboutAndLeftAsItIs(t *testing.T) {
	s := training(t)
	d, c, _ := atWork(t, s, quiet())
	for _, amount := range []string{"20", "30"} {
		c.LookUp("100000014")
		topUp(t, c, "481205", amount, amount)
		stepIs(t, c, topup.Posted)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	cutOut(t, filepath.Join(s.Data.Journal(), "journal.log"), "POSTED")
	before := files(t, s.Data.Journal())
	_, why := wiring.Open(t.Context(), s, quiet())
	if !errors.Is(why, journal.ErrDamaged) {
		t.Fatalf("said %v", why)
	}
	rest, err := wiring.Recover(t.Context(), s, quiet(), why)
	if err != nil {
		t.Fatal(err)
	}
	defer rest.Close()
	needs := rest.Damage
	needs.Tasks = &flowtest.AtOnce{Context: t.Context()}
	recovery := flow.NewDamage(needs)
	recovery.SignIn.Submit("1001", "2468")
	st := recovery.State()
	if !st.Listed || st.Problem != nil || st.Drawer.Session == nil {
		t.Fatalf("%+v", st)
	}
	sum := money.EUR(0)
	for _, row := range st.Rows {
		if row.Theirs != string(client.Posted) || row.Receipt == "" {
			t.Errorf("%+v", row)
		}
		sum, _ = sum.Add(row.Amount)
	}
	if len(st.Rows) != 2 || sum != money.EUR(5000) {
		t.Errorf("%+v", st.Rows)
	}
	if after := files(t, s.Data.Journal()); fmt.Sprint(after) != fmt.Sprint(before) {
		t.Error("the damaged files were touched")
	}
}

// cutOut overwrites the record that holds the first such word.
func cutOut(t *testing.T, path, word string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.Index(data, []byte(word))
	if at < 0 {
		t.Fatal("no such record")
	}
	copy(data[at:], strings.Repeat("#", len(word)))
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestOtherReasonsNotToStartAreNoRecovery(t *testing.T) {
	s := training(t)
	if _, err := wiring.Recover(context.Background(), s, quiet(), fs.ErrPermission); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("said %v", err)
	}
}
