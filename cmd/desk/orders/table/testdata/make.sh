#!/bin/sh
# Makes the fixtures of LibreOffice from office.fods. They are committed, for no test installs LibreOffice; made by 7.4.7 on Debian 12:
#
#     apt-get install libreoffice-calc && sh make.sh
set -eu
cd "$(dirname "$0")"
for kind in ods xlsx; do
	soffice -env:UserInstallation=file:///tmp/office-profile --headless --convert-to "$kind" --outdir . office.fods
done
