#!/usr/bin/env bash
# A Return that a tool types on Wayland cancels: it arrives as Escape.
#
# A good guess: a tool that is told to press Return presses Return, for every program.
# Really: wtype brings a keyboard of its own, whose keys are numbered from 1 in the order in which they are asked for. By its keymap the
# first is Return, and its number is that of Escape on every real keyboard. GLFW, and Fyne and all that is built on it, go by the number:
# they see Escape. Characters come right, for those go by the keymap.
# Versions: wtype 0.4-3, sway 1.7-6 (Debian 12), go-gl/glfw v3.4 of 7 July 2026.
# For a counter program: what types for a clerk on Wayland (scripts, text expanders, on-screen keyboards) may cancel where it means to
# confirm; whoever supports a counter must know. Test with a virtual keyboard that has the usual keymap and the usual numbers.
set -euo pipefail
work=$(mktemp -d)
sway='' window=''
cleanup() {
	[ -z "$window" ] || kill "$window" 2>/dev/null || true
	[ -z "$sway" ] || kill "$sway" 2>/dev/null || true
	rm -rf "$work"
}
trap cleanup EXIT
cd "$work"
export GOFLAGS=-mod=mod

# tool gets a Debian tool, unless it is here.
tool() {
	command -v "$1" >/dev/null || { apt-get -q update && apt-get -q install -y --no-install-recommends "$1"; } >apt.log 2>&1
}
tool sway
tool wtype
dpkg-query -W -f '${Package} ${Version}\n' sway wtype

cat >main.go <<'GO'
package main

import (
	"fmt"
	"runtime"

	"github.com/go-gl/glfw/v3.4/glfw"
)

var names = map[glfw.Key]string{glfw.KeyEnter: "Return", glfw.KeyEscape: "Escape"}

func main() {
	runtime.LockOSThread()
	if err := glfw.Init(); err != nil {
		panic(err)
	}
	w, err := glfw.CreateWindow(300, 200, "keys", nil, nil)
	if err != nil {
		panic(err)
	}
	w.MakeContextCurrent()
	w.SetKeyCallback(func(_ *glfw.Window, key glfw.Key, _ int, action glfw.Action, _ glfw.ModifierKey) {
		if action == glfw.Press {
			fmt.Println("key", names[key])
		}
	})
	w.SetCharCallback(func(_ *glfw.Window, char rune) { fmt.Println("character", string(char)) })
	for {
		w.SwapBuffers()
		glfw.WaitEventsTimeout(0.05)
	}
}
GO
go mod init finding >/dev/null 2>&1
go get github.com/go-gl/glfw/v3.4/glfw@v0.1.0-pre.1.0.20260707082822-2a407d02d01a >/dev/null 2>&1
go build -o keys . 2>build.log || { tail -n 5 build.log; exit 1; }

mkdir run
chmod 711 .
printf 'xwayland disable\n' >config
export XDG_RUNTIME_DIR=$work/run WLR_BACKENDS=headless WLR_RENDERER=pixman WLR_LIBINPUT_NO_DEVICES=1
as=()
if [ "$(id -u)" -eq 0 ]; then # sway refuses to be root
	chmod 644 config
	chown nobody run
	as=(setpriv --reuid=nobody --regid=nogroup --clear-groups)
fi
chmod 700 run
"${as[@]}" sway --config config >sway.log 2>&1 &
sway=$!

# waits for a condition, at most half a minute.
waits() {
	for _ in $(seq 300); do
		eval "$1" && return 0
		sleep 0.1
	done
	echo "there is no: $1"
	exit 1
}
waits 'ls run/wayland-1 >/dev/null 2>&1'
export WAYLAND_DISPLAY=wayland-1
unset DISPLAY
./keys >>seen.txt 2>keys.log &
window=$!
waits 'swaymsg -s run/sway-ipc.* -r -t get_tree 2>/dev/null | grep -q "\"name\": \"keys\""'

# typed is what arrives of a tool's typing. The keyboard is new to the window each time: it needs a moment to take it.
typed() {
	: >seen.txt
	for _ in $(seq 20); do
		wtype -s 300 "$@" -s 300
		[ ! -s seen.txt ] || break
	done
	paste -sd ' ' seen.txt
}
echo 'expected: Return for Return, and the character for 7'
return=$(typed -k Return)
seven=$(typed 7)
echo "seen for Return: $return"
echo "seen for 7: $seven"
[ "$return" = 'key Escape' ] && [[ $seven == *'character 7'* ]]
