package wiring_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/cmd/desk/settings"
	"cekr.kranj.si/desk/cmd/desk/wiring"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/order"
	flowsettings "cekr.kranj.si/desk/gui/flow/settings"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/paper"
)

// rows is a list of n whole rows.
func rows(n int) string {
	var list strings.Builder
	for i := range n {
		fmt.Fprintf(&list, "%09d\t%d,50\tŽiva Čuk %d\tGlavni trg %d\t4000 Kranj\n", 100000000+i, i%400+1, i, i)
	}
	return list.String()
}

// atList is a counter in the panel of lists, which saves on plain forms in a folder of its own.
func atList(t *testing.T) (*flow.Counter, settings.Settings) {
	t.Helper()
	s := training(t)
	c := begin(t, open(t, s, slog.New(slog.DiscardHandler)))
	c.Settings.Change(func(chosen *task.Choices) { chosen.Layout = "form" })
	c.Do(flow.CommandOrders)
	return c, s
}

// made lists the names of what lies in a folder, hidden files too.
func made(t *testing.T, folder string) (names []string) {
	t.Helper()
	all, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range all {
		names = append(names, filepath.Join(folder, e.Name()))
	}
	return names
}

func TestPastedRowsBecomeFilesOfTheSettingsFolder(t *testing.T) {
	c, s := atList(t)
	c.Orders.Paste("MOK ID\tZnesek\tIme\n" + "100000014\t50\tŽiga Čuk\n100000022\n")
	st := c.Orders.State()
	if r := st.Report; st.Step != order.BatchChecked || r.Good != 2 || r.Bad != 0 || r.WithoutCode != 2 || r.Files != 1 || r.Sum != money.EUR(5000) || r.Folder != s.Folder {
		t.Fatalf("%+v", st)
	}
	if got := st.Report.Sample; len(got) != 2 || got[0].MokID != "100000014" || got[0].Payer.Name != "Žiga Čuk" || got[1].Line != 3 {
		t.Errorf("understood %+v", got)
	}
	c.Orders.Make(false)
	st = c.Orders.State()
	if st.Step != order.BatchMade || st.Problem != nil || st.Made.Forms != 2 || !slices.Equal(st.Made.Files, made(t, s.Folder)) {
		t.Fatalf("%+v; there is %v", st, made(t, s.Folder))
	}
	first := st.Made.Files[0]
	c.Orders.Close()
	c.Orders.Paste("100000014\n")
	c.Orders.Make(false)
	if st = c.Orders.State(); len(st.Made.Files) != 1 || st.Made.Files[0] == first || len(made(t, s.Folder)) != 2 {
		t.Errorf("a second list: %+v; there is %v", st.Made, made(t, s.Folder))
	}
}

func TestACellThatLooksLikeACardNumberIsNowhereRepeated(t *testing.T) {
	c, s := atList(t)
	c.Orders.Paste("4111111111111111;5\n100000014;5;Ana 4111-1111-1111-1111\n100000022;5\n")
	st := c.Orders.State()
	if st.Report.Bad != 2 || st.Report.Good != 1 || len(st.Report.Problems) != 2 {
		t.Fatalf("%+v", st.Report)
	}
	told := st.Report
	told.Folder = "" // its name's digits are nobody's
	all, err := json.Marshal(told)
	if err != nil || !bytes.Contains(all, []byte("orders.row.pan")) {
		t.Fatalf("the report is %s, %v", all, err)
	}
	if bytes.Contains(all, []byte("4111")) || bytes.Contains(all, []byte("Ana")) {
		t.Errorf("the report repeats a cell: %s", all)
	}
	for _, p := range st.Report.Problems {
		if p.Reasons[0].Message.Key != "orders.row.pan" {
			t.Errorf("line %d: %s", p.Line, p.Reasons[0].Message.Key)
		}
	}
	c.Orders.Make(true)
	if st = c.Orders.State(); st.Made.Forms != 1 || len(made(t, s.Folder)) != 1 {
		t.Errorf("%+v", st)
	}
}

func TestAListThatChangedSinceItWasCheckedIsNotMade(t *testing.T) {
	c, s := atList(t)
	path := filepath.Join(t.TempDir(), "cards.csv")
	write := func(list string) {
		if err := os.WriteFile(path, []byte(list), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("100000014;5\n1;5\n")
	c.Orders.Read(path)
	if st := c.Orders.State(); st.Step != order.BatchChecked || st.Report.Bad != 1 {
		t.Fatalf("%+v", st)
	}
	write("100000022;5\n1;5\n") // as many rows, good and bad, but others
	c.Orders.Make(true)
	if st := c.Orders.State(); st.Problem == nil || st.Problem.Key != "batch.changed" || len(made(t, s.Folder)) != 0 {
		t.Errorf("%+v; there is %v", st, made(t, s.Folder))
	}
}

func TestWhatKeepsAListFromBeingReadIsSaid(t *testing.T) {
	folder := t.TempDir()
	for path, want := range map[string]string{
		filepath.Join(folder, "none.csv"): "orders.error.unreadable", folder: "orders.error.notAFile",
	} {
		c, _ := atList(t)
		c.Orders.Read(path)
		if p := c.Orders.State().Problem; p == nil || p.Key != want || p.Values["Path"] != path {
			t.Errorf("%s: %+v", path, p)
		}
	}
	for list, want := range map[string]string{
		"\n;;\n": "orders.error.nothing", "Barva;X\n100000014;5\n": "orders.error.noMokID", "MOK ID;Znesek;Amount\n100000014;5;5\n": "orders.error.header", "Znesek;Ime\n5;Ana\n": "orders.error.noMokID",
	} {
		c, _ := atList(t)
		c.Orders.Paste(list)
		if p := c.Orders.State().Problem; p == nil || p.Key != want {
			t.Errorf("%q: %+v", list, p)
		}
	}
}

// keys are the keys of messages.
func keys(all []*task.Message) (found []string) {
	for _, m := range all {
		found = append(found, m.Key)
	}
	return found
}

// A list of an office's PC is read, but what was recognised is said first, with rows whose letters show whether it is right.
func TestAFileOfAnOfficeIsReadWithALookBefore(t *testing.T) {
	c, s := atList(t)
	path := filepath.Join(t.TempDir(), "kartice.csv")
	list := "Seznam;;\nMOK ID;Zap. \x9at.;Pla\xe8nik\n1000000141;1;A\n100000014;1;Ana\n100000022;2;Bor\n100000030;3;Eva\n100000048;4;Iva\n100000055;5;\x8eiga\n"
	if err := os.WriteFile(path, []byte(list), 0o600); err != nil {
		t.Fatal(err)
	}
	c.Orders.Read(path)
	st := c.Orders.State()
	want := []string{"orders.about.windows1250", "orders.about.sep.semicolon", "orders.about.header", "orders.about.titles", "orders.about.passed"}
	if st.Step != order.BatchChecked || !slices.Equal(keys(st.Report.ReadAs), want) || st.Report.ReadAs[4].Values["Names"] != "Zap. št." {
		t.Fatalf("%+v", st)
	}
	if n := len(st.Report.Sample); n != 4 || st.Report.Sample[n-1].Payer.Name != "Žiga" || len(made(t, s.Folder)) != 0 {
		t.Errorf("to look at: %+v", st.Report.Sample)
	}
}

// fixture is the path of a spreadsheet that LibreOffice has made.
func fixture(t *testing.T, kind string) string {
	t.Helper()
	path, err := filepath.Abs(filepath.Join("..", "orders", "table", "testdata", "office."+kind))
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func TestASpreadsheetIsReadAndItsCellsAreNamed(t *testing.T) {
	c, s := atList(t)
	for _, kind := range []string{"xlsx", "ods"} {
		c.Orders.Read(fixture(t, kind))
		st := c.Orders.State()
		want := []string{"orders.about." + kind, "orders.about.header", "orders.about.titles", "orders.about.passed", "orders.about.sheets"}
		if st.Step != order.BatchChecked || st.Report.Good != 3 || !slices.Equal(keys(st.Report.ReadAs), want) {
			t.Fatalf("%s: %+v, %v", kind, st, keys(st.Report.ReadAs))
		}
		if bad := st.Report.Problems[1]; bad.Line != 8 || bad.Reasons[0].Cell != "A8" || bad.Reasons[0].Message.Key != "orders.cell.mok-id" {
			t.Errorf("%s: %+v", kind, bad)
		}
		c.Orders.Make(true)
		if st = c.Orders.State(); st.Problem != nil || st.Made.Forms != 3 {
			t.Errorf("%s: %+v", kind, st)
		}
		c.Orders.Close()
	}
	if files := made(t, s.Folder); len(files) != 2 {
		t.Errorf("there is %v", files)
	}
}

func TestReadingASpreadsheetEndsWhenItIsCancelled(t *testing.T) {
	lists := open(t, training(t), slog.New(slog.DiscardHandler)).Needs.Lists
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, kind := range []string{"xlsx", "ods"} {
		job := order.ListJob{Path: fixture(t, kind), Account: upn.DefaultAccount(), Choices: task.Choices{Language: "sl", Layout: "a4"}}
		if _, err := lists.Check(ctx, job, func(int) {}); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", kind, err)
		}
	}
}

func TestCancelledInTheMiddleOnlyWholeFilesStay(t *testing.T) {
	c, s := atList(t)
	draw := c.Orders.Draw
	c.Orders.Draw = func(st order.BatchState) {
		draw(st)
		if st.Step == order.BatchMaking && st.Done == paper.MaxOrders && !st.Cancelling {
			c.Orders.Cancel()
		}
	}
	c.Orders.Paste(rows(2*paper.MaxOrders + 1))
	c.Orders.Make(false)
	st := c.Orders.State()
	if st.Problem == nil || st.Problem.Key != "orders.cancelled" || st.Made.Forms != paper.MaxOrders || len(st.Made.Files) != 1 || !slices.Equal(made(t, s.Folder), st.Made.Files) {
		t.Errorf("%+v; there is %v", st, made(t, s.Folder))
	}
}

func TestAPathGoesOnWithFoldersAndLists(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("folders here end in a slash")
	}
	s := training(t)
	lists := open(t, s, slog.New(slog.DiscardHandler)).Needs.Lists
	folder := t.TempDir()
	for _, name := range []string{"Kartice.csv", "kartice.TSV", "kartice.pdf", ".skrito.csv", "seznam.txt", "zbirka.xlsx", "zvezek.ods"} {
		if err := os.WriteFile(filepath.Join(folder, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(folder, "Kartoteka"), 0o700); err != nil {
		t.Fatal(err)
	}
	in := func(names ...string) (paths []string) {
		for _, n := range names {
			paths = append(paths, folder+"/"+n)
		}
		return paths
	}
	for typed, want := range map[string][]string{
		folder + "/kart": in("Kartice.csv", "Kartoteka/", "kartice.TSV"), folder + "/": in("Kartice.csv", "Kartoteka/", "kartice.TSV", "seznam.txt", "zbirka.xlsx", "zvezek.ods"), folder + "/z": in("zbirka.xlsx", "zvezek.ods"),
		folder + "/.s": in(".skrito.csv"), folder + "/x": nil, "/no/such/folder/x": nil, "": nil,
	} {
		if got := lists.Complete(context.Background(), typed); !slices.Equal(got, want) {
			t.Errorf("%s goes on %v, want %v", typed, got, want)
		}
	}
}

func TestThePictureOfAnOrderIsWhatThePaperWouldBe(t *testing.T) {
	d := open(t, training(t), slog.New(slog.DiscardHandler))
	c := begin(t, d)
	c.Do(flow.CommandOrder)
	c.Order.Room(900)
	c.Do(flow.CommandPage)
	c.Page.Room(1100)
	for _, layout := range paper.Layouts() {
		choices := task.Choices{Language: "sl", Layout: string(layout)}
		slip := order.Slip{Letterhead: task.Letterhead{Choices: choices, Draft: true}, At: d.Needs.Now()}
		picture, err := d.Needs.Pictures.Picture(t.Context(), slip, 500)
		if err != nil || picture.Bounds().Dx() != 500 {
			t.Errorf("%s: %v", layout, err)
		}
	}
}

// TestTheWindowTellsWhatBecomesOfAPrintJob prints an order on the printer named in DESK_PRINTER, as the window does; .ci/run makes one.
func TestTheWindowTellsWhatBecomesOfAPrintJob(t *testing.T) {
	needs := open(t, training(t), slog.New(slog.DiscardHandler)).Needs
	printer := os.Getenv("DESK_PRINTER")
	if names, _, err := needs.Machine.Printers(t.Context()); err != nil || printer == "" || !slices.Contains(names, printer) {
		const why = "needs a print system with a printer named in DESK_PRINTER"
		if os.Getenv("DESK_FULL") == "1" {
			t.Fatalf("%s: %q of %v, %v", why, printer, names, err)
		}
		t.Skip(why)
	}
	tasks := &flowtest.AtOnce{Context: t.Context()}
	needs.Tasks, needs.Choices.FormPrinter = tasks, printer
	c := flow.NewCounter(needs)
	c.Do(flow.CommandOrder)
	c.Order.Hand(task.PaperPrint, order.Form{MokID: "100000014", Amount: "50"})
	if st := c.Order.State().Paper; st.Step != task.PaperPrinted || st.Job.ID == "" || st.Job.Printer != printer {
		t.Fatalf("%+v", st)
	}
	late := time.After(time.Minute)
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	for c.Order.State().Paper.Message.Key != "print.printed" {
		select {
		case <-tick.C:
			tasks.Tick()
		case <-late:
			t.Fatalf("after a minute it says %+v", c.Order.State().Paper.Message)
		}
	}
}

// BenchmarkList is a list checked and made as the window does it. The heap is the most that the process has had: compare lists of different
// length in processes of their own.
func BenchmarkList(b *testing.B) {
	for _, n := range []int{1000, 10000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			s := settings.Default()
			place := settings.Place{OS: "linux", Home: b.TempDir(), Env: func(string) string { return "" }}
			folders, err := settings.FoldersFor(place, s.Mode)
			if err != nil {
				b.Fatal(err)
			}
			s.Data = folders
			d, err := wiring.Open(b.Context(), s, slog.New(slog.DiscardHandler))
			if err != nil {
				b.Fatal(err)
			}
			defer d.Close()
			list := rows(n)
			for b.Loop() {
				job := order.ListJob{Text: list, Account: d.Needs.Account, Choices: task.Choices{Language: "sl", Layout: "form", Folder: b.TempDir()}}
				report, err := d.Needs.Lists.Check(b.Context(), job, func(int) {})
				if err != nil || report.Good != n {
					b.Fatal(report, err)
				}
				made, err := d.Needs.Lists.Make(b.Context(), job, report, func(int, int) {})
				if err != nil || made.Forms != n {
					b.Fatal(made, err)
				}
			}
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			b.ReportMetric(float64(b.Elapsed().Microseconds())/1000/float64(b.N)/float64(n), "ms/form")
			b.ReportMetric(float64(m.HeapSys)/(1<<20), "MiB-heap")
		})
	}
}

func TestThePrintersOffsetMovesWhatGoesOntoAForm(t *testing.T) {
	d := open(t, training(t), slog.New(slog.DiscardHandler))
	choices := task.Choices{Language: "sl", Layout: "blank", Offset: task.Offset{Right: 15, Down: -7}, Folder: t.TempDir()}
	page := flowsettings.Calibration{Letterhead: task.Letterhead{Choices: choices}, At: d.Needs.Now()}
	path, err := d.Needs.Papers.Save(t.Context(), page)
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdftotext", path, "-").Output()
	if errors.Is(err, exec.ErrNotFound) && os.Getenv("DESK_FULL") != "1" {
		t.Skip("pdftotext (poppler) is not here: the page's words were not read")
	}
	if err != nil || !strings.Contains(string(out), "v desno 1.5 mm") || !strings.Contains(string(out), "navzdol -0.7 mm") {
		t.Errorf("%v\n%s", err, out)
	}
}
