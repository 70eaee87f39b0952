// Package about says which program this is.
//
// House rules: constants alone, and what the Go toolchain wrote into the binary. A test holds them
// against FyneApp.toml, which packaging tools read.
package about

import (
	"runtime"
	"runtime/debug"
)

// What the program is called, to the system and to people.
const (
	ID      = "si.kranj.cekr.desk" // never changes: settings and system lists hang on it
	Name    = "CeKR okence"
	Version = "1.1.0"
)

// Agent names the program to the office, in the User-Agent header.
const Agent = "cekr-desk/" + Version

// Revision is the commit the binary was built from, 12 characters, with "+" when the tree had
// changes; empty when the toolchain wrote none.
func Revision() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	var revision, changed string
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			revision = s.Value[:min(12, len(s.Value))]
		case s.Key == "vcs.modified" && s.Value == "true":
			changed = "+"
		}
	}
	if revision == "" {
		return ""
	}
	return revision + changed
}

// Platform is the toolchain and the machine the binary is for, "go1.26.8 linux/amd64".
func Platform() string { return runtime.Version() + " " + runtime.GOOS + "/" + runtime.GOARCH }
