package wiring_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/cmd/desk/settings"
	"cekr.kranj.si/desk/gui/flow/topup"
)

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
	write := func() string {
		n++
		r := journal.Record{
			ID: fmt.Sprintf("%08d-0000-4000-8000-000000000000", n), Task: "topup", MokID: "100000014", Amount: money.EUR(2000),
			Desk: s.Desk, Staff: "1001", At: at,
		}
		for _, kind := range []journal.Kind{journal.Intent, journal.Sending, journal.Posted} {
			r.Kind, r.Seq, r.Prev, r.Body = kind, 0, "", nil
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
		last = write()
	}
	for _, fact := range []journal.Record{
		{Kind: journal.Told, About: last, Desk: s.Desk, Staff: "1001", At: at},
		{Kind: journal.Compared, UpTo: int64(topUps), Desk: s.Desk, Staff: "1001", At: time.Now()},
	} {
		if err := kept.Append(fact); err != nil {
			t.Fatal(err)
		}
	}
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
	stepIs(t, c, topup.Posted)
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
