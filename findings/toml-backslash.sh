#!/usr/bin/env bash
# A Windows folder in a settings file is sometimes an error, sometimes another folder, by its first letters.
#
# A good guess: "D:\export" in TOML is refused, for \e is none of TOML's escapes; whoever writes one backslash learns of it.
# Really: BurntSushi/toml reads TOML 1.1's \e and \x41 without being asked, next to \t, \n, \r, \b and \f. So folders that
# begin with b, e, f, n, r, t or x and two hex digits load without a word as something else; others (\U, \P, \D) are refused.
# Versions: github.com/BurntSushi/toml v1.6.0 (TOML 1.0, as most descriptions of the format have it, has neither \e nor \x).
# For a counter program: "the file loads" does not mean that its paths are what was typed. Refuse control characters in every
# path and printer name, and show the folder as it was understood; an example in the settings file stands in single quotes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export GOFLAGS=-mod=mod CGO_ENABLED=0

cat >main.go <<'GO'
package main

import (
	"fmt"

	"github.com/BurntSushi/toml"
)

func main() {
	for _, folder := range []string{`D:\data`, `D:\Users\pult`, `D:\export`, `D:\x41rhiv`, `D:\temp`, `D:\nalogi`, `D:\racuni`, `D:\backup`} {
		var file struct{ Folder string }
		if _, err := toml.Decode(`folder = "`+folder+`"`, &file); err != nil {
			fmt.Printf("%-14s refused\n", folder)
		} else {
			fmt.Printf("%-14s %q\n", folder, file.Folder)
		}
	}
}
GO
{ go mod init finding && go get github.com/BurntSushi/toml@v1.6.0; } >setup.txt 2>&1 || { cat setup.txt >&2; exit 1; }

seen=$(go run .)
recorded='D:\data        refused
D:\Users\pult  refused
D:\export      "D:\x1bxport"
D:\x41rhiv     "D:Arhiv"
D:\temp        "D:\temp"
D:\nalogi      "D:\nalogi"
D:\racuni      "D:\racuni"
D:\backup      "D:\backup"'
echo "version:   $(go list -m github.com/BurntSushi/toml)"
echo 'expected:  each of these folders, in double quotes, is refused'
printf 'seen (right column in Go quotes, so \\t is one tab, \\x1b one escape character):\n%s\n' "$seen"
[ "$seen" = "$recorded" ] || { echo 'CHANGED: no longer as this file says'; exit 1; }
