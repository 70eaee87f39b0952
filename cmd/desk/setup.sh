#!/bin/sh
# Installs what cgo needs to build the counter's window, and nothing else: a C compiler, and the
# headers of OpenGL, X11, Wayland and xkbcommon. Costs nothing when all is there. It asks for what
# is there by building's own means (a compiler, pkg-config), not by a list of packages, so it is
# right on systems set up by other hands too.
set -eu

say() { printf 'setup: %s\n' "$*"; }
fail() { printf 'setup: %s\n' "$*" >&2; exit 1; }
gave_up() { fail 'the installation failed, for the reason above; is this machine online, and may you install?'; }

# What go build asks pkg-config for, or includes. xorg-dev stands for these X11 libraries.
modules='gl x11 xext xcursor xrandr xinerama xi xxf86vm wayland-client wayland-cursor wayland-egl xkbcommon'

# compiler tells whether there is one, with the headers of the C library.
compiler() { printf '#include <stdlib.h>\n' | ${CC:-gcc} -E - >/dev/null 2>&1; }

# missing names what the build would not find.
missing() {
	compiler || printf 'C-compiler '
	if ! command -v pkg-config >/dev/null 2>&1; then
		printf 'pkg-config '
		return 0
	fi
	# shellcheck disable=SC2086 # one word a module
	pkg-config --exists $modules 2>/dev/null && return 0
	for module in $modules; do
		pkg-config --exists "$module" 2>/dev/null || printf '%s ' "$module"
	done
}

# root runs a command as root.
root() {
	if [ "$(id -u)" -eq 0 ]; then
		"$@"
	elif command -v sudo >/dev/null 2>&1; then
		sudo "$@"
	else
		fail "this needs root and there is no sudo; as root run: $*"
	fi
}

# renew renews Debian's list of packages: a fresh machine has none, and a mirror may be busy.
renew() {
	for pause in 2 5 10; do
		root apt-get -q update && return 0
		sleep "$pause"
	done
	say 'apt-get update failed three times; trying with the list that is there'
}

mac() {
	xcode-select -p >/dev/null 2>&1 && exit 0
	say 'installing the Xcode command line tools; a window asks for your consent'
	xcode-select --install || fail 'xcode-select --install failed; install the Xcode command line tools by hand'
	fail 'run this command again when that installation has ended'
}

case "$(uname -s)" in
Darwin) mac ;;
Linux) ;;
MINGW* | MSYS* | CYGWIN*) fail 'on Windows install gcc by MSYS2, as README.md says under Windows' ;;
*) fail "nothing is known of $(uname -s); install a C compiler and the headers of OpenGL, X11, Wayland and xkbcommon" ;;
esac

lacking=$(missing)
[ -n "$lacking" ] || exit 0
say "not here yet: $lacking"

if command -v apt-get >/dev/null 2>&1; then
	set -- gcc libc6-dev pkg-config libgl1-mesa-dev xorg-dev libwayland-dev libxkbcommon-dev
	say "apt-get installs: $*"
	renew
	root env DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends "$@" || gave_up
elif command -v dnf >/dev/null 2>&1; then
	set -- gcc pkgconf-pkg-config mesa-libGL-devel libX11-devel libXext-devel libXcursor-devel libXrandr-devel \
		libXinerama-devel libXi-devel libXxf86vm-devel wayland-devel libxkbcommon-devel
	say "dnf installs: $*"
	root dnf -q -y install "$@" || gave_up
elif command -v pacman >/dev/null 2>&1; then
	set -- gcc pkgconf libglvnd libx11 libxext libxcursor libxrandr libxinerama libxi libxxf86vm wayland libxkbcommon
	say "pacman installs: $*"
	root pacman -S --needed --noconfirm "$@" || gave_up
else
	fail 'neither apt-get, dnf nor pacman is here; install a C compiler and the headers named above'
fi

lacking=$(missing)
[ -z "$lacking" ] || fail "still not here: $lacking"
say 'done'
