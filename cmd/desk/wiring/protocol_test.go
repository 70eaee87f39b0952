package wiring_test

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/sandbox"
	"cekr.kranj.si/desk/cmd/desk/settings"
	"cekr.kranj.si/desk/cmd/desk/wiring"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/flow/topup"
)

// atWork is a counter on real parts with Ana signed in and her drawer open.
func atWork(t *testing.T, s settings.Settings, log *slog.Logger) (*wiring.Desk, *flow.Counter, *flowtest.AtOnce) {
	t.Helper()
	d := open(t, s, log)
	needs := d.Needs
	tasks := &flowtest.AtOnce{Context: t.Context()}
	needs.Tasks = tasks
	c := flow.NewCounter(needs)
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	c.SignIn.Submit("1001", "2468")
	if !c.State().SignedIn {
		t.Fatalf("not signed in: %+v", c.SignIn.State().Problem)
	}
	if _, ok := c.Drawer.Open(); !ok {
		c.Do(flow.CommandDrawer)
		c.Drawer.OpenWith("200")
	}
	return d, c, tasks
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

// lose lets the office book the next top-up and lose its answer.
func lose(t *testing.T, d *wiring.Desk) {
	t.Helper()
	if err := d.Embedded().Faults().Set("PUT /v1/top-ups/{id}", sandbox.Fault{Kind: sandbox.CommitThenDrop, Times: 1}); err != nil {
		t.Fatal(err)
	}
}

func stepIs(t *testing.T, c *flow.Counter, want topup.Step) {
	t.Helper()
	if st := c.TopUp.State(); st.Step != want {
		t.Fatalf("the top-up is at %s, want %s: %+v", st.Step, want, st.Problem)
	}
}

func openKinds(c *flow.Counter) string {
	var kinds []flow.OpenKind
	for _, item := range c.OpenItems() {
		kinds = append(kinds, item.Kind)
	}
	return fmt.Sprint(kinds)
}

// words are those of the PDF saved last in a folder.
func words(t *testing.T, folder, pattern string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, pattern))
	if err != nil || len(files) != 1 {
		t.Fatalf("saved %v, %v", files, err)
	}
	out, err := exec.Command("pdftotext", "-layout", files[0], "-").Output()
	if errors.Is(err, exec.ErrNotFound) && os.Getenv("DESK_FULL") != "1" {
		t.Skip("pdftotext (poppler) is not here: the slip's words were not read")
	}
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// A top-up is posted while the next customer is served, and the PC dies before the clerk has read it.
func TestAnEndingThatNobodyReadIsFoundAfterACrashWithItsReceipt(t *testing.T) {
	s := training(t)
	d, c, tasks := atWork(t, s, quiet())
	lose(t, d)
	c.LookUp("100000113")
	topUp(t, c, "121212", "20", "50")
	stepIs(t, c, topup.Unknown)
	c.Do(flow.CommandNext)
	tasks.Tick()
	if got := openKinds(c); got != "[posted]" {
		t.Fatalf("open are %s", got)
	}
	if err := d.Close(); err != nil { // a crash: the window does not end in order
		t.Fatal(err)
	}

	_, c, _ = atWork(t, s, quiet())
	if got := openKinds(c); got != "[posted]" {
		t.Fatalf("after the crash open are %s", got)
	}
	if len(c.State().Differences) > 0 {
		t.Errorf("%+v", c.State().Differences)
	}
	c.Resume(c.OpenItems()[0].ID)
	stepIs(t, c, topup.Posted)
	c.Do(flow.CommandSave)
	if st := c.TopUp.State().Paper; st.Step != task.PaperSaved {
		t.Fatalf("%+v", st)
	}
	if said := words(t, s.Folder, "potrdilo-*.pdf"); !strings.Contains(said, "21,50") || strings.Contains(said, "KOPIJA") || !strings.Contains(said, "1212") {
		t.Errorf("the receipt says\n%s", said)
	}
	c.Do(flow.CommandNext)
	if got := openKinds(c); got != "[]" {
		t.Errorf("read, and still open: %s", got)
	}
}

func TestTheCashConfirmationAfterARestartNamesTheTotal(t *testing.T) {
	s := training(t)
	d, c, _ := atWork(t, s, quiet())
	lose(t, d)
	c.LookUp("100000113")
	topUp(t, c, "121212", "20", "50")
	stepIs(t, c, topup.Unknown)
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	d = open(t, s, quiet())
	if err := d.Embedded().Faults().Set("GET /v1/top-ups/{id}", sandbox.Fault{Kind: sandbox.Garbage}); err != nil {
		t.Fatal(err)
	}
	c = begin(t, d)
	c.SignIn.Submit("1001", "2468")
	c.Resume(c.OpenItems()[0].ID)
	stepIs(t, c, topup.Unknown)
	c.Do(flow.CommandSave)
	if said := words(t, s.Folder, "prejem-gotovine-*.pdf"); !strings.Contains(said, "21,50") {
		t.Errorf("the confirmation says\n%s", said)
	}
}

// Another desk sees by the open quote that this card is being topped up here.
func TestAnotherDeskIsWarnedOfATopUpInTheMaking(t *testing.T) {
	const secret = "a-secret-of-this-test-alone-123"
	office, err := sandbox.Open(t.Context(), sandbox.Options{EmbeddedSecret: secret})
	if err != nil {
		t.Fatal(err)
	}
	defer office.Close()
	server := httptest.NewServer(office.Handler())
	defer server.Close()
	at := func(desk, staff, pin string) *flow.Counter {
		c, err := client.New(client.Config{BaseURL: server.URL, EmbeddedSecret: secret, Desk: desk, Log: quiet()})
		if err != nil {
			t.Fatal(err)
		}
		needs, _, _ := flowtest.Needs(flowtest.NewOffice())
		needs.Office, needs.Now, needs.Desk = c, time.Now, desk
		d := open(t, training(t), quiet())
		needs.NewID, needs.Journal = d.Needs.NewID, &flowtest.Journal{}
		counter := flow.NewCounter(needs)
		if err := counter.Start(); err != nil {
			t.Fatal(err)
		}
		counter.SignIn.Submit(staff, pin)
		counter.Do(flow.CommandDrawer)
		counter.Drawer.OpenWith("0")
		counter.LookUp("100000014")
		counter.Do(flow.CommandTopUp)
		counter.TopUp.Match("481205")
		counter.TopUp.Quote("20")
		stepIs(t, counter, topup.ReadBack)
		return counter
	}
	first := at("KR-1", "1001", "2468")
	if err := office.Faults().Set("PUT /v1/top-ups/{id}", sandbox.Fault{Kind: sandbox.DropBefore, Times: 1}); err != nil {
		t.Fatal(err)
	}
	first.TopUp.Tender("")
	first.TopUp.Confirm()
	stepIs(t, first, topup.Unknown)
	second := at("KR-2", "1002", "1357")
	if q := second.TopUp.State().Quote; q.OtherOpenQuote == nil || q.OtherOpenQuote.Desk != "KR-1" {
		t.Errorf("the second desk is not warned: %+v", q.OtherOpenQuote)
	}
}
