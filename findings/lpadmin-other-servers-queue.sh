#!/usr/bin/env bash
# lpadmin -o, told to change a queue on a print server, changes it by the description that THIS PC has of a queue of the same name.
#
# A good guess: `lpadmin -p Desk -o PageSize=A5` with CUPS_SERVER set asks that server for the queue's description, changes its default
# and sends it back; what this PC's own print system has is no matter.
# Really: where this PC's server root holds ppd/Desk.ppd and the server is reached by a socket, lpadmin reads that file. When it asks for
# the same default already, nothing is sent and lpadmin ends with 0; when not, the other printer's whole description is sent, and takes
# the place of the queue's own: another model, other papers.
# Versions: Debian's cups 2.4.2-3+deb12u9.
# For a counter program: two print systems on one PC must not have queues of one name, or CUPS_SERVERROOT must say whose description is
# meant; a default that was set must be read back from the server.
set -euo pipefail
work=$(mktemp -d)
server=''
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"

recorded='2.4.2-3+deb12u9'
if ! type cupsd lpadmin >/dev/null 2>&1; then
	[ "$(id -u)" = 0 ] || { echo 'needs (Debian): apt-get install cups-daemon cups-client' >&2; exit 1; }
	{ apt-get update && apt-get install -y --no-install-recommends cups-daemon cups-client; } >setup.txt 2>&1 || { cat setup.txt >&2; exit 1; }
fi
here=$(dpkg-query -W -f '${Version}' cups-client)
[ "$here" = "$recorded" ] || echo "note: recorded with $recorded"
echo "cups $here"

# ppd NAME DEFAULT writes a printer's description with two papers.
ppd() {
	cat <<PPD
*PPD-Adobe: "4.3"
*FormatVersion: "4.3"
*FileVersion: "1.0"
*LanguageVersion: English
*LanguageEncoding: ISOLatin1
*PCFileName: "FINDING.PPD"
*Product: "(Finding)"
*PSVersion: "(3010.000) 0"
*Manufacturer: "Finding"
*ModelName: "$1"
*ShortNickName: "$1"
*NickName: "$1"
*LanguageLevel: "3"
*ColorDevice: False
*OpenUI *PageSize/Page Size: PickOne
*DefaultPageSize: $2
*PageSize A4/A4: "<</PageSize[595 842]>>setpagedevice"
*PageSize A5/A5: "<</PageSize[420 595]>>setpagedevice"
*CloseUI: *PageSize
*OpenUI *PageRegion: PickOne
*DefaultPageRegion: $2
*PageRegion A4/A4: "<</PageSize[595 842]>>setpagedevice"
*PageRegion A5/A5: "<</PageSize[420 595]>>setpagedevice"
*CloseUI: *PageRegion
*DefaultImageableArea: $2
*ImageableArea A4/A4: "0 0 595 842"
*ImageableArea A5/A5: "0 0 420 595"
*DefaultPaperDimension: $2
*PaperDimension A4/A4: "595 842"
*PaperDimension A5/A5: "420 595"
PPD
}

mkdir -p server state cache spool tmp own/ppd same/ppd
cat >server/cupsd.conf <<CONF
Listen $work/sock
DefaultAuthType None
<Location />
  Order allow,deny
</Location>
<Location /admin>
  Order allow,deny
</Location>
<Policy default>
  <Limit All>
    Order allow,deny
  </Limit>
</Policy>
CONF
cat >server/cups-files.conf <<CONF
ServerRoot $work/server
StateDir $work/state
CacheDir $work/cache
RequestRoot $work/spool
TempDir $work/tmp
AccessLog $work/access.log
ErrorLog $work/error.log
PageLog $work/page.log
FileDevice Yes
Sandboxing relaxed
CONF
cupsd -f -c "$work/server/cupsd.conf" -s "$work/server/cups-files.conf" >cupsd.txt 2>&1 &
server=$!
export CUPS_SERVER=$work/sock LC_ALL=C
for _ in $(seq 100); do
	[ -S sock ] && lpstat -r 2>/dev/null | grep -q 'is running' && break
	sleep 0.1
done

# seen ROOT: a fresh queue Desk on the server, its default set with ROOT as this PC's server root.
seen() {
	ppd 'Receipt printer' A4 >first.ppd
	lpadmin -x Desk 2>/dev/null || true
	lpadmin -p Desk -E -v file:///dev/null -P first.ppd 2>/dev/null
	CUPS_SERVERROOT=$1 lpadmin -p Desk -o PageSize=A5 2>/dev/null
	sed -n 's/^\*NickName: "\(.*\)"$/\1/p; s/^\*DefaultPageSize: /default /p' server/ppd/Desk.ppd | tr '\n' ',' | sed 's/,$//; s/,/, /g'
}

mkdir -p none
ppd 'Form printer' A4 >own/ppd/Desk.ppd
ppd 'Form printer' A5 >same/ppd/Desk.ppd
failed=0
compare() {
	echo "$1"
	echo "  expected: default A5, Receipt printer"
	echo "  seen:     $2"
	[ "$2" = "$3" ] || { echo "  recorded: $3"; failed=1; }
}
compare 'no queue of that name on this PC' "$(seen "$work/none")" 'Receipt printer, default A5'
compare 'one of that name, on A4' "$(seen "$work/own")" 'Form printer, default A5'
compare 'one of that name, on A5 already' "$(seen "$work/same")" 'Receipt printer, default A4'
[ "$failed" = 0 ] || { echo 'the behaviour has changed'; exit 1; }
