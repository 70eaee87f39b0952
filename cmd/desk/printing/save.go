package printing

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// Expand makes a whole path of what a clerk typed: spaces and quotes around it go, ~ is the user's
// home, and a name alone lies in folder; with no folder, in the home. It does not touch the disk.
func Expand(typed, folder, home string) string {
	path := strings.TrimSpace(typed)
	if len(path) > 1 && path[0] == '"' && path[len(path)-1] == '"' {
		path = path[1 : len(path)-1] // as Windows copies a path
	}
	if folder == "" {
		folder = home
	}
	switch {
	case path == "":
		return ""
	case home != "" && path == "~":
		path = home
	case home != "" && (strings.HasPrefix(path, "~/") || strings.HasPrefix(path, `~\`)):
		path = filepath.Join(home, path[2:])
	case !filepath.IsAbs(path):
		path = filepath.Join(folder, path)
	}
	return filepath.Clean(path)
}

// Save writes data to path, all of it or nothing: at no moment, and after no crash, does half a
// paper stand under that name. An existing file is left as it is (Exists) unless replace is set.
// The file is the user's alone.
func Save(path string, data []byte, replace bool) error {
	return save(path, data, replace, writeSynced)
}

// save is Save with the writing of bytes as a parameter: a full disk is hard to come by.
func save(path string, data []byte, replace bool, write func(*os.File, []byte) error) error {
	if !filepath.IsAbs(path) {
		return &Error{Code: NotWhole, Path: path}
	}
	folder := filepath.Dir(path)
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return &Error{Code: IsFolder, Path: path}
	} else if err == nil && !replace {
		return &Error{Code: Exists, Path: path}
	}
	if info, err := os.Stat(folder); err != nil {
		return writing(folder, err)
	} else if !info.IsDir() {
		return &Error{Code: NoFolder, Path: folder}
	}
	temp, err := os.CreateTemp(folder, ".cekr-*.part")
	if err != nil {
		return writing(folder, err)
	}
	err = errors.Join(write(temp, data), temp.Close())
	if err == nil {
		err = moveInto(temp.Name(), path, replace)
	}
	if err != nil {
		os.Remove(temp.Name())
		if CodeOf(err) != "" {
			return err
		}
		return writing(path, err)
	}
	return nil
}

// moveInto gives the finished file its name. Without replace the name is taken first, so that of two
// savers one is told.
func moveInto(temp, path string, replace bool) error {
	if !replace {
		taken, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
		if errors.Is(err, fs.ErrExist) {
			return &Error{Code: Exists, Path: path, Err: err}
		}
		if err != nil {
			return err
		}
		if err := taken.Close(); err != nil {
			return errors.Join(err, os.Remove(path))
		}
	}
	if err := os.Rename(temp, path); err != nil {
		if !replace {
			os.Remove(path)
		}
		return err
	}
	return syncFolder(filepath.Dir(path))
}

func writeSynced(file *os.File, data []byte) error {
	if _, err := file.Write(data); err != nil {
		return err
	}
	return file.Sync()
}

// syncFolder makes a new name durable. Windows cannot, and some network folders refuse: the name
// is there all the same, so a refusal is not the clerk's trouble.
func syncFolder(folder string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	dir, err := os.Open(folder)
	if err != nil {
		return nil
	}
	defer dir.Close()
	_ = dir.Sync()
	return nil
}
