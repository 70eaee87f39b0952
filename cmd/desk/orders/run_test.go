package orders

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/cmd/desk/printing"
	"cekr.kranj.si/desk/cmd/desk/settings"
	"cekr.kranj.si/desk/gui/flow/order"
	"cekr.kranj.si/desk/gui/paper"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// cards is a list of n whole rows.
func cards(n int) string {
	var list strings.Builder
	for i := range n {
		fmt.Fprintf(&list, "%09d;%d,50;Živa Čuk %d;Glavni trg %d;4000 Kranj\n", 100000000+i, i+1, i, i)
	}
	return list.String()
}

func job(t testing.TB, list string) Job {
	t.Helper()
	dir := t.TempDir()
	path := filepath.Join(dir, "cards.csv")
	if err := os.WriteFile(path, []byte(list), 0o600); err != nil {
		t.Fatal(err)
	}
	sheet := SheetFor(settings.Default(), noon)
	sheet.Layout = paper.OnForm
	return Job{List: path, Out: filepath.Join(dir, "forms.pdf"), Sheet: sheet}
}

// beside lists the files that lie beside the list.
func (job Job) beside(t *testing.T) []string {
	t.Helper()
	all, err := filepath.Glob(filepath.Join(filepath.Dir(job.Out), "*"))
	if err != nil {
		t.Fatal(err)
	}
	hidden, err := filepath.Glob(filepath.Join(filepath.Dir(job.Out), ".*"))
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(append(all, hidden...), func(path string) bool { return path == job.List })
}

func TestAFileOfAListIsThePaperOfItsOrders(t *testing.T) {
	j := job(t, cards(3))
	got, err := Run(t.Context(), j)
	if want := (Summary{Forms: 3, Files: []string{j.Out}}); err != nil || !cmp.Equal(got, want) {
		t.Fatalf("%+v, %v", got, err)
	}
	var all []paper.Order
	for i := range 3 {
		o, id, bad := Check(order.Form{
			MokID: fmt.Sprint(100000000 + i), Amount: fmt.Sprintf("%d,50", i+1), Name: fmt.Sprintf("Živa Čuk %d", i),
			Street: fmt.Sprintf("Glavni trg %d", i), Town: "4000 Kranj",
		}, j.Sheet.Account)
		if bad != nil {
			t.Fatal(bad)
		}
		all = append(all, paper.Order{
			UPN: o, MokID: id, At: noon, Unverified: true, Assumed: true, Lang: "sl", Training: true, Layout: paper.OnForm,
		})
	}
	want, err := paper.OrdersPDF(all)
	if err != nil {
		t.Fatal(err)
	}
	if pdf, err := os.ReadFile(j.Out); err != nil || !bytes.Equal(pdf, want) {
		t.Errorf("%d bytes, want %d, %v", len(pdf), len(want), err)
	}
}

func TestASheetIsOfTheSettings(t *testing.T) {
	training := SheetFor(settings.Default(), noon)
	if !training.Training || !training.Assumed || training.Account.Purpose != TrainingPurpose || training.Lang != "sl" || training.Layout != paper.OnA4 {
		t.Errorf("training: %+v", training)
	}
	s := settings.Default()
	s.Mode, s.Language = settings.Office, "en"
	s.Payee = settings.Payee{Name: "Banka", Street: "Trg 1", Town: "1000 Ljubljana", Code: "GDSV", Purpose: "Polnitev"}
	s.Blank = settings.Blank{Printer: "Pult-1", Right: 1.5, Down: -2}
	office := SheetFor(s, noon)
	want := upn.DefaultAccount()
	want.Payee, want.Code, want.Purpose = upn.Party{Name: "Banka", Street: "Trg 1", Town: "1000 Ljubljana"}, "GDSV", "Polnitev"
	if office.Training || office.Assumed || office.Account != want || office.Lang != "en" || office.Offset != (paper.Offset{Right: 1.5, Down: -2}) {
		t.Errorf("office: %+v", office)
	}
	for _, sheet := range []Sheet{training, office} {
		order, id, bad := Check(order.Form{MokID: "100000014"}, sheet.Account)
		if bad != nil {
			t.Fatal(bad)
		}
		p := sheet.order(cardOrder{order, id})
		if !p.Unverified || p.Training != sheet.Training || p.UPN.Purpose != sheet.Account.Purpose {
			t.Errorf("%+v", p)
		}
	}
}

func TestARunThatGivesUpWritesNothing(t *testing.T) {
	for name, c := range map[string]struct {
		list   string
		change func(*Job)
		want   Code
	}{
		"a bad row at the end": {cards(600) + "1;5\n", nil, BadRows},
		"one in 100,000":       {cards(100_000) + "1;5\n", nil, BadRows},
		"empty":                {"", nil, Nothing},
		"a cut spreadsheet":    {"PK\x03\x04\n" + cards(1), nil, Damaged},
		"blank":                {"\n;;\n", nil, Nothing},
		"header alone":         {"MOK ID;Znesek\n", nil, Nothing},
		"nothing but bad":      {"1;5\n", func(j *Job) { j.SkipBad = true }, Nothing},
		"unknown header":       {"Barva\n100000014\n", nil, NoMokID},
		"header without cards": {"Znesek\n5\n", nil, NoMokID},
		"no list":              {"", func(j *Job) { j.List += "x" }, Unreadable},
		"a folder":             {"", func(j *Job) { j.List = filepath.Dir(j.Out) }, NotAFile},
		"over the list":        {cards(1), func(j *Job) { j.Out, j.Replace = j.List, true }, OverList},
		"unprintable":          {cards(1), func(j *Job) { j.Sheet.Offset.Right = 11 }, NotMade},
	} {
		t.Run(name, func(t *testing.T) {
			j := job(t, c.list)
			if c.change != nil {
				c.change(&j)
			}
			s, err := Run(t.Context(), j)
			if e, ok := errors.AsType[*Error](err); !ok || e.Code != c.want || e.Path == "" || s.Forms != 0 || len(s.Files) != 0 {
				t.Errorf("%+v, %v", s, err)
			}
			if found := j.beside(t); len(found) > 1 || len(found) == 1 && found[0] != filepath.Join(filepath.Dir(j.Out), "cards.csv") {
				t.Errorf("there is %v", found)
			}
		})
	}
	j := job(t, cards(1))
	j.Out = filepath.Join(j.Out, "nowhere", "forms.pdf")
	if _, err := Run(t.Context(), j); printing.CodeOf(err) != printing.NoFolder {
		t.Errorf("no folder: %v", err)
	}
}

func TestAFileInTheWayIsSeenBeforeAnythingIsWritten(t *testing.T) {
	j := job(t, cards(501))
	second := strings.TrimSuffix(j.Out, ".pdf") + "-2.pdf"
	if err := os.WriteFile(second, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Run(t.Context(), j)
	if e, ok := errors.AsType[*Error](err); !ok || e.Code != Exists || e.Path != second || len(j.beside(t)) != 1 {
		t.Errorf("%v, %v", err, j.beside(t))
	}
}

func TestBadRowsAreToldInTheirOrderAndSkippedByConsent(t *testing.T) {
	j := job(t, "100000014;5\n1;5\n\n100000022;x\n100000030;7\n")
	var lines []int
	j.SkipBad, j.Bad = true, func(p Problem) { lines = append(lines, p.Line) }
	s, err := Run(t.Context(), j)
	if err != nil || s.Forms != 2 || s.Bad != 2 || s.WithoutCode != 2 || !slices.Equal(lines, []int{2, 4}) {
		t.Errorf("%+v, %v, %v", s, lines, err)
	}
}

func TestARowThatAsksForTheSameOrderTwiceIsBad(t *testing.T) {
	ana := "100000014;5;Ana Čuk;Trg 1;4000 Kranj\n"
	j := job(t, ana+"100000014;6;Ana Čuk;Trg 1;4000 Kranj\n100000014;5;Bor Čuk;Trg 1;4000 Kranj\n100000022\n"+
		"100 000 014;5,00;\"Ana C\u030cuk \";Trg 1;4000 Kranj\n"+"SI05 8074720-100000022-200\n"+ana)
	var said []string
	j.SkipBad, j.Bad = true, func(p Problem) {
		said = append(said, fmt.Sprint(p.Line, p.Reasons[0].Message.Key, p.Reasons[0].Message.Values))
	}
	s, err := Run(t.Context(), j)
	want := []string{"5orders.row.twicemap[First:1]", "6orders.row.twicemap[First:4]", "7orders.row.twicemap[First:1]"}
	if err != nil || s.Forms != 4 || s.Bad != 3 || !slices.Equal(said, want) {
		t.Errorf("%+v, %v, %q", s, err, said)
	}
}

// TestWhatIsSavedStaysWhenTheRunEnds: whole files, no half ones, and the summary knows them.
func TestWhatIsSavedStaysWhenTheRunEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	j := job(t, cards(paper.MaxOrders+1))
	var told []string
	j.Progress = func(done, total int) {
		told = append(told, fmt.Sprintf("%d/%d", done, total))
		if done > 0 {
			cancel()
		}
	}
	s, err := Run(ctx, j)
	if !errors.Is(err, context.Canceled) || s.Forms != paper.MaxOrders || len(s.Files) != 1 || !slices.Equal(j.beside(t), s.Files) {
		t.Errorf("%+v, %v, %v", s, err, j.beside(t))
	}
	if !slices.Equal(told, []string{"0/501", "500/501"}) {
		t.Errorf("progress %v", told)
	}
}

// TestAListThatChangesMeanwhileIsNotPrinted: what was judged is not what would be printed.
func TestAListThatChangesMeanwhileIsNotPrinted(t *testing.T) {
	for name, now := range map[string]string{
		"shorter": cards(2), "longer": cards(4), "empty": "", "bad": cards(2) + "1;5\n", "one more, and bad": cards(3) + "1;5\n",
	} {
		j := job(t, cards(3))
		j.Progress = func(done, _ int) {
			if done == 0 {
				if err := os.WriteFile(j.List, []byte(now), 0o600); err != nil {
					t.Error(err)
				}
			}
		}
		s, err := Run(t.Context(), j)
		if e, ok := errors.AsType[*Error](err); !ok || e.Code != Changed || s.Forms != 0 || len(j.beside(t)) != 0 {
			t.Errorf("%s: %+v, %v, %v", name, s, err, j.beside(t))
		}
	}
}

func TestFileNames(t *testing.T) {
	for total, want := range map[int][]string{
		1: {"/a/f.pdf"}, 500: {"/a/f.pdf"}, 501: {"/a/f-1.pdf", "/a/f-2.pdf"}, 1000: {"/a/f-1.pdf", "/a/f-2.pdf"}, 1001: {"/a/f-1.pdf", "/a/f-2.pdf", "/a/f-3.pdf"},
	} {
		if got := fileNames("/a/f.pdf", total); !slices.Equal(got, want) {
			t.Errorf("%d: %v", total, got)
		}
	}
	if got := fileNames("/a.b/f", 501); !slices.Equal(got, []string{"/a.b/f-1", "/a.b/f-2"}) {
		t.Errorf("without an ending: %v", got)
	}
}

func TestAListThatMayNotBeRead(t *testing.T) {
	j := job(t, cards(1))
	if err := os.Chmod(j.List, 0); err != nil {
		t.Fatal(err)
	}
	if file, err := os.Open(j.List); err == nil {
		file.Close()
		t.Skip("needs a user whom a file's rights bind")
	}
	_, err := Run(t.Context(), j)
	if e, ok := errors.AsType[*Error](err); !ok || e.Code != Unreadable || !errors.Is(err, fs.ErrPermission) {
		t.Errorf("%v", err)
	}
}

// TestMemoryDoesNotGrowWithTheList: what is live once a file is saved is the same after many files as after few. Were only the
// orders kept, without their pages, a form would cost a kilobyte; their pages cost twenty.
func TestMemoryDoesNotGrowWithTheList(t *testing.T) {
	if testing.Short() {
		t.Skip("one long reckoning: left to the run without the race detector")
	}
	few, many := 2*paper.MaxOrders, 8*paper.MaxOrders
	if size := os.Getenv("DESK_TESTS"); size == "night" || size == "release" {
		many = 20_000
	}
	before := live(t, few)
	after := live(t, many)
	if grown := int64(after) - int64(before); grown > int64(many-few)*300 {
		t.Errorf("%d forms hold %d KiB, %d hold %d KiB", few, before>>10, many, after>>10)
	}
	t.Logf("%d forms hold %d KiB, %d hold %d KiB", few, before>>10, many, after>>10)
}

// live is what a list of n forms holds in memory when its last file has been saved.
func live(t *testing.T, n int) (bytes uint64) {
	j := job(t, cards(n))
	j.Progress = func(done, total int) {
		if done == total {
			var m runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&m)
			bytes = m.HeapAlloc
		}
	}
	if s, err := Run(t.Context(), j); err != nil || s.Forms != n {
		t.Fatal(s, err)
	}
	return bytes
}

// TestNoMoreFilesAreMadeAtOnceThanThereAreWorkers: a batch waits until the oldest is saved, and they are saved in their order.
func TestNoMoreFilesAreMadeAtOnceThanThereAreWorkers(t *testing.T) {
	var saved []string
	p := newWorkers(func(b batch) error {
		saved = append(saved, b.name)
		return b.err
	})
	one := []paper.Order{job(t, cards(1)).Sheet.order(madeOf(t, "100000014"))}
	for i := range 10 {
		if err := p.start(batch{name: fmt.Sprint(i), orders: one}); err != nil {
			t.Fatal(err)
		}
		if want := max(i+1-p.limit, 0); len(saved) != want || len(p.queue) > p.limit {
			t.Fatalf("batch %d: %d saved and %d in the making", i, len(saved), len(p.queue))
		}
	}
	if err := p.finish(); err != nil || !slices.Equal(saved, strings.Split("0123456789", "")) {
		t.Errorf("%v, %v", saved, err)
	}
	if err := p.start(batch{}); err != nil {
		t.Fatal(err)
	}
	if err := p.finish(); !errors.Is(err, paper.ErrInvalid) {
		t.Errorf("a batch that is refused: %v", err)
	}
}

func madeOf(t *testing.T, mokID string) cardOrder {
	t.Helper()
	order, id, bad := Check(order.Form{MokID: mokID}, upn.DefaultAccount())
	if bad != nil {
		t.Fatal(bad)
	}
	return cardOrder{order, id}
}

// BenchmarkList makes the orders of a list, and tells what one of them costs in time and on disk. The
// heap is the most that the process has had so far: compare lists of different length in processes
// of their own. On two cores ten thousand forms are to take 10 s at most, and a form 3,000 bytes.
func BenchmarkList(b *testing.B) {
	for _, rows := range []int{1000, 10_000, 20_000} {
		for _, layout := range []paper.Layout{paper.OnForm, paper.OnA4} {
			b.Run(fmt.Sprintf("%s/%d", layout, rows), func(b *testing.B) { benchmarkList(b, rows, layout) })
		}
	}
}

func benchmarkList(b *testing.B, rows int, layout paper.Layout) {
	j := job(b, cards(rows))
	j.Sheet.Layout, j.Replace = layout, true
	var size int64
	for b.Loop() {
		s, err := Run(b.Context(), j)
		if err != nil || s.Forms != rows {
			b.Fatal(s, err)
		}
		size = 0
		for _, path := range s.Files {
			info, err := os.Stat(path)
			if err != nil {
				b.Fatal(err)
			}
			size += info.Size()
		}
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	forms := float64(rows)
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/list")
	b.ReportMetric(float64(b.Elapsed().Microseconds())/1000/float64(b.N)/forms, "ms/form")
	b.ReportMetric(float64(size)/forms, "bytes/form")
	b.ReportMetric(float64(m.HeapSys)/(1<<20), "MiB-heap")
}
