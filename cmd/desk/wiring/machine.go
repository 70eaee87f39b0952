package wiring

import (
	"archive/zip"
	"bytes"
	"context"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"time"

	"cekr.kranj.si/desk/cmd/desk/about"
	"cekr.kranj.si/desk/cmd/desk/printing"
	"cekr.kranj.si/desk/cmd/desk/settings"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/paper"
)

// machine is what the settings screen asks of this PC. It implements flow.Machine.
type machine struct {
	system *printing.System
	set    settings.Settings
}

// choices are the administrator's settings as a clerk finds them at first.
func choices(s settings.Settings) task.Choices {
	return task.Choices{
		Language: s.Language, Theme: string(s.Theme), Scale: s.TextScale, Receipt: string(s.Receipt),
		ReceiptPrinter: s.ReceiptPrinter, FormPrinter: s.FormPrinter, Folder: s.Folder, Layout: string(paper.Layouts()[0]),
	}
}

// Printers are the print system's.
func (m machine) Printers(ctx context.Context) (names []string, standard string, err error) {
	return m.system.Printers(ctx)
}

// Writable says why papers can't be saved in a folder.
func (m machine) Writable(folder string) error {
	if folder == "" {
		return nil
	}
	whole := printing.Expand(folder, m.set.Folder, settings.Here().Home)
	info, err := os.Stat(whole)
	switch {
	case err != nil || !info.IsDir():
		return &printing.Error{Code: printing.NoFolder, Path: whole, Err: err}
	case !filepath.IsAbs(whole):
		return &printing.Error{Code: printing.NotWhole, Path: whole}
	}
	if err := settings.Writable(whole); err != nil {
		return &printing.Error{Code: printing.NotWritable, Path: whole, Err: err}
	}
	return nil
}

// LogFolder is where the log lies.
func (m machine) LogFolder() string { return m.set.Data.Log() }

// Bundle gathers log and crash reports, which hold nothing personal, and what program this is. It lies in
// the user's home, or in the folder of the settings.
func (m machine) Bundle(context.Context) (string, error) {
	var packed bytes.Buffer
	z := zip.NewWriter(&packed)
	if err := write(z, "about.txt", []byte(about.Name+" "+about.Version+" "+about.Revision()+"\n"+about.Platform()+"\n"+
		string(m.set.Mode)+" "+m.set.Desk+"\n")); err != nil {
		return "", err
	}
	for _, dir := range []string{m.set.Data.Log(), m.set.Data.Crash()} {
		if err := pack(z, dir); err != nil {
			return "", err
		}
	}
	if err := z.Close(); err != nil {
		return "", err
	}
	name := "cekr-desk-" + time.Now().Format("2006-01-02-150405") + ".zip"
	where := printing.Expand(name, m.set.Folder, settings.Here().Home)
	return where, printing.Save(where, packed.Bytes(), false)
}

// bundled bounds a file of the bundle; logs turn over long before.
const bundled = 32 << 20

func pack(z *zip.Writer, dir string) error {
	files, err := os.ReadDir(dir)
	if os.IsNotExist(err) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, f := range files {
		info, err := f.Info()
		if err != nil || info.Mode()&fs.ModeType != 0 || info.Size() > bundled {
			continue
		}
		held, err := os.ReadFile(filepath.Join(dir, f.Name()))
		if err != nil {
			return err
		}
		if err := write(z, path.Join(filepath.Base(dir), f.Name()), held); err != nil {
			return err
		}
	}
	return nil
}

func write(z *zip.Writer, name string, held []byte) error {
	w, err := z.Create(name)
	if err != nil {
		return err
	}
	_, err = w.Write(held)
	return err
}
