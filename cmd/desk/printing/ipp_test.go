package printing

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/OpenPrinting/goipp"
)

// scheduler is a print server of our own making: what it tells of each path, and what it was asked.
type scheduler struct {
	tells map[string][]goipp.Attribute
	asked []string
}

func (s *scheduler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var question goipp.Message
	if err := question.Decode(r.Body); err != nil || r.Header.Get("Content-Type") != goipp.ContentType {
		http.Error(w, "not IPP", http.StatusBadRequest)
		return
	}
	s.asked = append(s.asked, goipp.Op(question.Code).String()+" "+r.URL.Path)
	answer := goipp.NewResponse(goipp.DefaultVersion, goipp.StatusErrorNotFound, question.RequestID)
	if told, ok := s.tells[r.URL.Path]; ok {
		answer.Code = goipp.Code(goipp.StatusOk)
		if strings.HasPrefix(r.URL.Path, "/jobs/") {
			answer.Job = told
		} else {
			answer.Printer = told
		}
	}
	w.Header().Set("Content-Type", goipp.ContentType)
	_ = answer.Encode(w)
}

// serve starts the scheduler and gives its address as lpstat -H would.
func (s *scheduler) serve(t *testing.T) string {
	t.Helper()
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	return strings.TrimPrefix(server.URL, "http://")
}

func keywords(name string, all ...string) goipp.Attribute {
	a := goipp.Attribute{Name: name}
	for _, word := range all {
		a.Values.Add(goipp.TagKeyword, goipp.String(word))
	}
	return a
}

func state(name string, n int) goipp.Attribute {
	return goipp.MakeAttribute(name, goipp.TagEnum, goipp.Integer(n))
}

func inQueue(address string) goipp.Attribute {
	return goipp.MakeAttribute("job-printer-uri", goipp.TagURI, goipp.String(address))
}

func TestWhatBecameOfAJob(t *testing.T) {
	const ours = "ipp://localhost/printers/Pult-1"
	job := func(n int, reasons ...string) []goipp.Attribute {
		return []goipp.Attribute{inQueue(ours), state("job-state", n), keywords("job-state-reasons", reasons...)}
	}
	printer := func(n int, reasons ...string) []goipp.Attribute {
		return []goipp.Attribute{state("printer-state", n), keywords("printer-state-reasons", reasons...)}
	}
	const idle, busy, off = 3, 4, 5
	over := "processing-to-stop-point" // what CUPS gives for every end
	for name, c := range map[string]struct {
		job, printer []goipp.Attribute
		want         Status
	}{
		"in the queue":        {job(3, "none"), printer(idle, "none"), Status{State: Waiting}},
		"being printed":       {job(5, "job-printing"), printer(busy, "none"), Status{State: Printing}},
		"another is printed":  {job(3, "none"), printer(busy, "none"), Status{State: Waiting}},
		"printer unknown":     {job(3, "none"), nil, Status{State: Waiting}},
		"on its way":          {job(4, "job-incoming"), printer(idle, "none"), Status{State: Waiting}},
		"held":                {job(4, "job-hold-until-specified"), printer(idle, "none"), Status{Stopped, Paused}},
		"held for a password": {job(4, "cups-held-for-authentication"), printer(idle, "none"), Status{State: Stopped}},
		"stopped alone":       {job(6, "job-stopped"), printer(idle, "none"), Status{Stopped, Paused}},
		"stopped at a jam":    {job(6, "printer-stopped"), printer(busy, "media-jam-error"), Status{Stopped, Jam}},
		"printer off":         {job(3, "none"), printer(off, "paused"), Status{Stopped, Paused}},
		"why unknown":         {job(3, "none"), printer(off, "com.example-error"), Status{State: Stopped}},
		"no paper":            {job(3, "none"), printer(off, "paused", "media-empty-error"), Status{Stopped, NoPaper}},
		"waits for paper":     {job(3, "none"), printer(idle, "media-needed-report"), Status{Waiting, NoPaper}},
		"jam":                 {job(3, "none"), printer(idle, "media-empty-error", "media-jam-error"), Status{Waiting, Jam}},
		"a cover is open":     {job(3, "none"), printer(off, "cover-open-error"), Status{Stopped, CoverOpen}},
		"no toner":            {job(5, "none"), printer(busy, "toner-empty-warning"), Status{Printing, NoInk}},
		"does not answer":     {job(3, "none"), printer(idle, "offline-report"), Status{Waiting, Offline}},
		"done":                {job(9, over), nil, Status{State: Printed}},
		"cancelled":           {job(7, over), nil, Status{State: Cancelled}},
		"given up":            {job(8, over), nil, Status{State: Failed}},
		"done, says a word":   {[]goipp.Attribute{inQueue(ours), keywords("job-state", "completed")}, nil, Status{State: Unclear}},
		"no state":            {[]goipp.Attribute{inQueue(ours), keywords("job-state-reasons", "job-completed-successfully")}, nil, Status{State: Unclear}},
		"a state of its own":  {job(12), nil, Status{State: Unclear}},
		"forgotten":           {nil, nil, Status{State: Unclear}},
		"another's job":       {[]goipp.Attribute{inQueue("ipp://elsewhere/printers/Pult"), state("job-state", 9)}, nil, Status{State: Unclear}},
		"nobody's job":        {[]goipp.Attribute{state("job-state", 9)}, nil, Status{State: Unclear}},
	} {
		told := &scheduler{tells: map[string][]goipp.Attribute{}}
		if c.job != nil {
			told.tells["/jobs/12"] = c.job
		}
		if c.printer != nil {
			told.tells["/printers/Pult-1"] = c.printer
		}
		s := (&fakeTools{answers: map[string]string{"lpstat -H": told.serve(t) + "\n"}}).system("linux")
		got, err := s.Status(t.Context(), Job{ID: "Pult-1-12", Printer: "Pult-1"})
		if got != c.want || err != nil {
			t.Errorf("%s: got %v, %v; want %v", name, got, err, c.want)
		}
		if over := c.want.State != Waiting && c.want.State != Printing && c.want.State != Stopped; got.Ended() != over {
			t.Errorf("%s: ended is %v", name, got.Ended())
		}
	}
}

// H1, and all of its kind: whatever else stands where an answer should, the job is unclear.
func TestNoAnswerAboutAJobNeverCountsAsPrinted(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed.Close()
	says := func(status int, body string) string {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", "/elsewhere")
			w.WriteHeader(status)
			_, _ = io.WriteString(w, body)
		}))
		t.Cleanup(server.Close)
		return strings.TrimPrefix(server.URL, "http://")
	}
	for name, at := range map[string]string{
		"nobody listens":          closed.Addr().String(),
		"no such socket":          filepath.Join(t.TempDir(), "cups.sock"),
		"another web server":      says(http.StatusOK, "<html>job-state completed</html>"),
		"an empty answer":         says(http.StatusOK, ""),
		"a cut answer":            says(http.StatusOK, "\x02\x00\x00\x00\x00\x00\x00\x01\x02"),
		"a redirection":           says(http.StatusTemporaryRedirect, ""),
		"a password is wanted":    says(http.StatusUnauthorized, ""),
		"encryption is wanted":    says(http.StatusUpgradeRequired, ""),
		"it is down":              says(http.StatusServiceUnavailable, ""),
		"lpstat knows no address": "",
		"lpstat says a sentence":  "lpstat: Bad file descriptor",
	} {
		s := (&fakeTools{answers: map[string]string{"lpstat -H": at + "\n"}}).system("linux")
		if got, err := s.Status(t.Context(), Job{ID: "Pult-1-12", Printer: "Pult-1"}); got.State != Unclear || err != nil {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
	s := (&fakeTools{answers: map[string]string{}}).system("linux") // lpstat itself fails
	if got, err := s.Status(t.Context(), Job{ID: "Pult-1-12"}); got.State != Unclear || err != nil {
		t.Errorf("%v, %v", got, err)
	}
	if got, err := (&fakeTools{}).system("linux").Status(t.Context(), Job{}); got.State != Unclear || err != nil {
		t.Errorf("a job without an id: %v, %v", got, err)
	}
	if got, err := (&fakeTools{}).system("linux").Status(t.Context(), Job{ID: "Pult-1-12"}); CodeOf(err) != NoPrinting || got.State != Unclear {
		t.Errorf("without a print system: %v, %v", got, err)
	}
}

func TestThePrintServerIsFoundWhereTheToolsFindIt(t *testing.T) {
	done := map[string][]goipp.Attribute{"/jobs/12": {inQueue("ipp://localhost/printers/Pult"), state("job-state", 9)}}
	listeners := map[string]net.Listener{}
	for name, at := range map[string][2]string{
		"a name": {"tcp", "localhost:0"}, "IPv6": {"tcp6", "[::1]:0"}, "a socket": {"unix", filepath.Join(t.TempDir(), "s")},
	} {
		l, err := net.Listen(at[0], at[1])
		if err != nil {
			if name == "IPv6" {
				continue // not every machine has it
			}
			t.Fatal(err)
		}
		listeners[name] = l
	}
	for name, l := range listeners {
		server := httptest.NewUnstartedServer(&scheduler{tells: done})
		server.Listener.Close()
		server.Listener = l
		server.Start()
		t.Cleanup(server.Close)
		at := strings.NewReplacer("[", "", "]", "").Replace(l.Addr().String()) // as the tools write IPv6
		s := (&fakeTools{answers: map[string]string{"lpstat -H": at + "\n"}}).system("linux")
		if got, err := s.Status(t.Context(), Job{ID: "Pult-12"}); got.State != Printed || err != nil {
			t.Errorf("%s at %s: %v, %v", name, at, got, err)
		}
	}
}

// Whatever bytes stand where an answer should, nothing falls over, and a job is printed only by an answer that says so.
func FuzzAnswer(f *testing.F) {
	for _, n := range []int{3, 5, 9} {
		answer := goipp.NewResponse(goipp.DefaultVersion, goipp.StatusOk, 1)
		answer.Job = []goipp.Attribute{inQueue("ipp://localhost/printers/Pult"), state("job-state", n)}
		answer.Printer = queue(nil, "iso_a4_210x297mm")
		body, err := answer.EncodeBytes()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(body)
	}
	f.Add([]byte{})
	var answer []byte
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(answer) }))
	f.Cleanup(server.Close)
	s := &System{os: "linux", tool: func(context.Context, string, ...string) ([]byte, error) {
		return []byte(strings.TrimPrefix(server.URL, "http://")), nil
	}}
	f.Fuzz(func(t *testing.T, body []byte) {
		answer = body
		status, err := s.Status(t.Context(), Job{ID: "Pult-12"})
		var told goipp.Message
		if status.State == Printed && (told.DecodeBytes(body) != nil || number(told.Job, "job-state") != jobCompleted) {
			t.Errorf("%v, %v", status, err)
		}
		has := s.papers(t.Context(), "Pult")
		if fit, fits := choosePaper(form, has); !fits && fit.Paper == (Size{}) {
			t.Error("refused, and by no paper")
		}
	})
}
