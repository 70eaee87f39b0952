package wiring_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/client/sandbox"
	"cekr.kranj.si/desk/cmd/desk/settings"
	"cekr.kranj.si/desk/cmd/desk/wiring"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
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
		c.ShowDrawer()
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

func stepIs(t *testing.T, c *flow.Counter, want flow.TopUpStep) {
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
	stepIs(t, c, flow.TopUpUnknown)
	c.NextCustomer()
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
	stepIs(t, c, flow.TopUpPosted)
	c.Paper(flow.PaperSave)
	if st := c.TopUp.State().Paper; st.Step != flow.PaperSaved {
		t.Fatalf("%+v", st)
	}
	if said := words(t, s.Folder, "potrdilo-*.pdf"); !strings.Contains(said, "21,50") || strings.Contains(said, "KOPIJA") || !strings.Contains(said, "1212") {
		t.Errorf("the receipt says\n%s", said)
	}
	c.NextCustomer()
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
	stepIs(t, c, flow.TopUpUnknown)
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
	stepIs(t, c, flow.TopUpUnknown)
	c.Paper(flow.PaperSave)
	if said := words(t, s.Folder, "prejem-gotovine-*.pdf"); !strings.Contains(said, "21,50") {
		t.Errorf("the confirmation says\n%s", said)
	}
}

// A journal restored from a copy, or another PC with this desk's id: the office knows more than the journal.
func TestAJournalRestoredFromACopyIsFoundOutAndTold(t *testing.T) {
	var log bytes.Buffer
	s := training(t)
	d, c, _ := atWork(t, s, quiet())
	c.LookUp("100000014")
	topUp(t, c, "481205", "20", "20")
	stepIs(t, c, flow.TopUpPosted)
	c.NextCustomer()
	c.Stop()
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	backup := t.TempDir()
	if err := os.CopyFS(backup, os.DirFS(s.Data.Journal())); err != nil {
		t.Fatal(err)
	}
	d, c, _ = atWork(t, s, quiet())
	if n := len(c.State().Differences); n > 0 || c.State().ComparedAt.IsZero() {
		t.Fatalf("%d differences between a healthy journal and its office", n)
	}
	c.LookUp("100000014")
	topUp(t, c, "481205", "30", "30")
	stepIs(t, c, flow.TopUpPosted)
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(s.Data.Journal()); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(s.Data.Journal(), os.DirFS(backup)); err != nil {
		t.Fatal(err)
	}
	_, c, _ = atWork(t, s, slog.New(slog.NewJSONHandler(&log, nil)))
	found := c.State().Differences
	if len(found) != 1 || found[0].Kind != flow.DiffForeign || found[0].Amount != money.EUR(3000) {
		t.Fatalf("%+v", found)
	}
	c.CloseDrawer()
	if m := c.Drawer.State().Problem; m == nil || m.Key != "drawer.differences" {
		t.Errorf("the drawer may be closed: %+v", m)
	}
	if !strings.Contains(log.String(), "journal and office differ") || strings.Contains(meaning(t, log.String()), "481205") {
		t.Errorf("the log says\n%s", log.String())
	}
	// The number that the restored journal gives next was used before: the office posts, and flags it.
	c.LookUp("100000014")
	topUp(t, c, "481205", "40", "40")
	stepIs(t, c, flow.TopUpPosted)
	if !c.TopUp.State().Answer.Gap {
		t.Error("the office does not flag a number used twice")
	}
}

func TestADayIsComparedAtItsCloseAndConfirmedOnDisk(t *testing.T) {
	s := training(t)
	d, c, _ := atWork(t, s, quiet())
	const topUps = 51 // the office's list has pages of 50
	for range topUps {
		c.LookUp("100000014")
		topUp(t, c, "481205", "1", "1")
		stepIs(t, c, flow.TopUpPosted)
	}
	c.NextCustomer()
	c.CloseDrawer()
	c.Drawer.CloseWith("251")
	if st := c.Drawer.State(); st.Step != flow.DrawerClosed || !st.Session.Difference.IsZero() {
		t.Fatalf("%s %+v", st.Step, st.Problem)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	kept, err := journal.Open(journal.OS(), s.Data.Journal())
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	confirmed := ""
	for _, settled := range kept.Settled() {
		if settled.Ending.Task == "reconciled" {
			confirmed = settled.Ending.Note
		}
	}
	if confirmed != fmt.Sprint("seq-", topUps) {
		t.Errorf("confirmed up to %q", confirmed)
	}
}

// old fills the journal of a desk with a confirmed day of long ago.
func old(t *testing.T, s settings.Settings, topUps int) {
	t.Helper()
	if err := s.Data.Prepare(); err != nil {
		t.Fatal(err)
	}
	kept, err := journal.Open(journal.OS(), s.Data.Journal())
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	at := time.Now().AddDate(0, 0, -s.Retention-5)
	n := 0
	write := func(at time.Time, task, note, session string, kinds ...journal.Kind) string {
		n++
		r := journal.Record{ID: fmt.Sprintf("%08d-0000-4000-8000-000000000000", n), Task: task, Desk: s.Desk, Staff: "1001", At: at, Session: session}
		for _, kind := range kinds {
			r.Kind, r.Note, r.Seq, r.Prev, r.Body = kind, "", 0, "", nil
			if task == "topup" {
				r.MokID, r.Amount = "100000014", money.EUR(2000)
			} else {
				r.Note = note
			}
			if kind == journal.Sending {
				r.Seq, r.Prev = kept.Next()
				r.Body = fmt.Appendf(nil, `{"id":%q}`, r.ID)
			}
			if err := kept.Append(r); err != nil {
				t.Fatal(err)
			}
		}
		return r.ID
	}
	last := ""
	for range topUps {
		last = write(at, "topup", "", "", journal.Intent, journal.Sending, journal.Posted)
	}
	write(at, "told", "", last, journal.Intent, journal.Dropped)
	write(time.Now(), "reconciled", fmt.Sprintf("seq-%d", topUps), "", journal.Intent, journal.Dropped)
}

func sizeOf(t *testing.T, s settings.Settings) int64 {
	t.Helper()
	info, err := os.Stat(filepath.Join(s.Data.Journal(), "journal.log"))
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}

func TestAStartLetsGoOfWhatTheOfficeConfirmedLongAgo(t *testing.T) {
	s := training(t)
	old(t, s, 40)
	before := sizeOf(t, s)
	var log bytes.Buffer
	_, c, _ := atWork(t, s, slog.New(slog.NewJSONHandler(&log, nil)))
	if after := sizeOf(t, s); after >= before/2 || !strings.Contains(log.String(), `"journal compacted"`) {
		t.Errorf("the log was %d bytes and is %d", before, after)
	}
	if len(c.State().Differences) > 0 || len(c.OpenItems()) > 0 {
		t.Errorf("%+v %+v", c.State().Differences, c.OpenItems())
	}
	c.LookUp("100000014")
	topUp(t, c, "481205", "20", "20")
	stepIs(t, c, flow.TopUpPosted)
	if seq := c.TopUp.State().Answer.Seq; seq != 41 {
		t.Errorf("the next number is %d", seq)
	}
}

func TestALongerRetentionKeepsMore(t *testing.T) {
	s := training(t)
	old(t, s, 5)
	s.Retention = 365
	before := sizeOf(t, s)
	open(t, s, quiet())
	if after := sizeOf(t, s); after != before {
		t.Errorf("the log was %d bytes and is %d", before, after)
	}
}

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
		stepIs(t, c, flow.TopUpPosted)
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
		counter.ShowDrawer()
		counter.Drawer.OpenWith("0")
		counter.LookUp("100000014")
		counter.BeginTopUp()
		counter.TopUp.Match("481205")
		counter.TopUp.Quote("20")
		stepIs(t, counter, flow.TopUpReadBack)
		return counter
	}
	first := at("KR-1", "1001", "2468")
	if err := office.Faults().Set("PUT /v1/top-ups/{id}", sandbox.Fault{Kind: sandbox.DropBefore, Times: 1}); err != nil {
		t.Fatal(err)
	}
	first.TopUp.Tender("")
	first.TopUp.Confirm()
	stepIs(t, first, flow.TopUpUnknown)
	second := at("KR-2", "1002", "1357")
	if q := second.TopUp.State().Quote; q.OtherOpenQuote == nil || q.OtherOpenQuote.Desk != "KR-1" {
		t.Errorf("the second desk is not warned: %+v", q.OtherOpenQuote)
	}
}
