package settings

import (
	"os"
	"path"
	"runtime"
	"strings"
)

// Place is the machine as far as finding files goes. Here is this machine; tests make others.
type Place struct {
	OS   string                   // as runtime.GOOS
	Env  func(name string) string // the environment; empty when a name is not set
	Home string                   // the user's home folder; empty when there is none
}

// Here is the machine the program runs on.
func Here() Place {
	home, err := os.UserHomeDir()
	if err != nil {
		home = "" // DataRoot tells it by code, when it matters
	}
	return Place{OS: runtime.GOOS, Env: os.Getenv, Home: home}
}

// ConfigFile is where the settings file lies, and whether somebody named it: then it must be there.
// The order is: named (a --config flag), DESK_CONFIG, the system's place.
func (p Place) ConfigFile(named string) (file string, onPurpose bool) {
	if named != "" {
		return named, true
	}
	if file = p.Env("DESK_CONFIG"); file != "" {
		return file, true
	}
	switch p.OS {
	case "windows":
		base := p.Env("ProgramData")
		if base == "" {
			base = `C:\ProgramData`
		}
		return p.join(base, "CeKR", "desk.toml"), false
	case "darwin":
		return "/Library/Application Support/CeKR/desk.toml", false
	}
	return "/etc/cekr-desk/desk.toml", false
}

// DataRoot is the folder under which each mode has one of its own: DESK_DATA when set, else the
// user's own folder for program data.
func (p Place) DataRoot() (string, error) {
	if root := p.Env("DESK_DATA"); root != "" {
		if !p.absolute(root) {
			return "", &Error{Code: NoFolder, Path: root}
		}
		return root, nil
	}
	return p.usualRoot()
}

// usualRoot is DataRoot without DESK_DATA.
func (p Place) usualRoot() (string, error) {
	if p.OS == "windows" {
		if base := p.Env("LOCALAPPDATA"); base != "" {
			return p.join(base, "CeKR"), nil
		}
		return "", &Error{Code: NoHome}
	}
	if p.OS == "darwin" {
		if p.Home == "" {
			return "", &Error{Code: NoHome}
		}
		return p.join(p.Home, "Library", "Application Support", "CeKR"), nil
	}
	// The XDG rules say that a path which is not absolute counts as none.
	if base := p.Env("XDG_DATA_HOME"); p.absolute(base) {
		return p.join(base, "cekr-desk"), nil
	}
	if p.Home == "" {
		return "", &Error{Code: NoHome}
	}
	return p.join(p.Home, ".local", "share", "cekr-desk"), nil
}

// join puts parts together as p.OS does, whatever machine this is.
func (p Place) join(parts ...string) string {
	if p.OS == "windows" {
		return strings.TrimRight(parts[0], `\`) + `\` + strings.Join(parts[1:], `\`)
	}
	return path.Join(parts...)
}

// absolute tells whether file is a whole path on p.OS: from the root, with the drive or share on
// Windows.
func (p Place) absolute(file string) bool {
	if p.OS != "windows" {
		return strings.HasPrefix(file, "/")
	}
	if strings.HasPrefix(file, `\\`) {
		return len(file) > 2
	}
	return len(file) > 2 && file[1] == ':' && (file[2] == '\\' || file[2] == '/')
}
