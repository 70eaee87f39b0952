package wiring_test

import (
	"archive/zip"
	"io"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"

	"cekr.kranj.si/desk/cmd/desk/applog"
	"cekr.kranj.si/desk/gui/flow/task"
)

func TestTheSupportBundleHoldsTheLogAndNobody(t *testing.T) {
	s := training(t)
	kept, err := applog.Open(s.Data.Log(), s.Data.Crash(), slog.LevelInfo)
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	d := open(t, s, kept.Logger)
	c := begin(t, d)
	c.SignIn.Submit("1001", "2468")
	c.LookUp("100000014")
	c.Settings.Bundle()
	files, err := filepath.Glob(filepath.Join(s.Folder, "cekr-desk-*.zip"))
	if err != nil || len(files) != 1 {
		t.Fatalf("%v %v; it says %+v", files, err, c.Settings.State().Done)
	}
	z, err := zip.OpenReader(files[0])
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	names := map[string]bool{}
	for _, f := range z.File {
		names[f.Name] = true
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		held, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		for _, personal := range []string{"2468\"", "Ana", "Ž•••", "Bearer"} {
			if strings.Contains(string(held), personal) {
				t.Errorf("%s holds %s", f.Name, personal)
			}
		}
	}
	if !names["about.txt"] || !names["log/desk.log"] {
		t.Errorf("the bundle holds %v", names)
	}
}

func TestAFolderThatTakesNoPapersIsRefused(t *testing.T) {
	s := training(t)
	c := begin(t, open(t, s, slog.New(slog.DiscardHandler)))
	before := c.Settings.Choices()
	c.Settings.Save(task.Choices{Language: "en", Folder: filepath.Join(s.Folder, "nowhere")})
	if st := c.Settings.State(); st.Problem == nil || st.Choices != before {
		t.Errorf("%+v", st)
	}
	c.Settings.Save(task.Choices{Language: "en", Folder: s.Folder})
	if st := c.Settings.State(); st.Problem != nil || st.Choices.Language != "en" {
		t.Errorf("%+v", st)
	}
}
