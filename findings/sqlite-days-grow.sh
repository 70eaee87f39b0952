#!/usr/bin/env bash
# A day that goes into SQLite as 2026-12-15 comes out longer, and a time that one driver wrote SQLite itself can't read.
#
# A good guess: a text stored in SQLite comes back as it was; and time.Time is stored in a form of SQLite's own, whichever driver.
# Really: where the column is declared DATE, DATETIME or TIMESTAMP, both drivers make a time of any text that looks like one, so that a
# string read back is 2026-12-15T00:00:00Z; in a column TEXT it stays. Written from a time.Time, ncruces stores RFC 3339,
# modernc stores what Go prints ("2026-12-15 08:00:00 +0100 +0100"), of which SQLite's date() makes NULL. Both drivers read that
# form, so nobody notices until a query, the sqlite3 tool or another program counts by days; and in a file that both have
# written, ORDER BY puts 23:00 of the one before 08:00 of the other.
# Versions: github.com/ncruces/go-sqlite3 v0.35.3, modernc.org/sqlite v1.40.1.
# For a counter program: keep times as whole milliseconds or as text one has formatted oneself, in columns declared TEXT or
# INTEGER (STRICT tables allow nothing else); a change of driver changes what lies in the file.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export GOFLAGS=-mod=mod CGO_ENABLED=0

cat >main.go <<'GO'
package main

import (
	"database/sql"
	"fmt"
	"os"
	"strings"
	"time"

	_ "github.com/ncruces/go-sqlite3/driver"
	_ "modernc.org/sqlite"
)

func main() {
	morning := time.Date(2026, 12, 15, 8, 0, 0, 0, time.FixedZone("", 3600))
	for _, driver := range []string{"sqlite3", "sqlite"} {
		name := map[string]string{"sqlite3": "ncruces", "sqlite": "modernc"}[driver]
		db := open(driver, name+".db")
		var day, text, kept, counted string
		scan(db, `SELECT day, text FROM entry`, &day, &text)
		scan(db, `SELECT at || '', coalesce(date(at), 'NULL') FROM taken`, &kept, &counted)
		fmt.Printf("%s: '2026-12-15' from DATE %q, from TEXT %q; a time is kept as %q, its date() is %s\n", name, day, text, kept, counted)
		db.Close()
	}

	// One file, both drivers: ncruces at eight in the morning, modernc at eleven at night of the same day.
	db := open("sqlite3", "both.db")
	db.Close()
	db, err := sql.Open("sqlite", "both.db")
	must(err)
	_, err = db.Exec(`INSERT INTO taken VALUES ('modernc, 23:00', ?)`, morning.Add(15*time.Hour))
	must(err)
	rows, err := db.Query(`SELECT who FROM taken ORDER BY at`)
	must(err)
	var order []string
	for rows.Next() {
		var who string
		must(rows.Scan(&who))
		order = append(order, who)
	}
	must(rows.Err())
	must(db.Close())
	fmt.Println("by time in one file: " + strings.Join(order, "; "))
}

func open(driver, file string) *sql.DB {
	os.Remove(file)
	db, err := sql.Open(driver, "file:"+file)
	must(err)
	_, err = db.Exec(`CREATE TABLE entry (day DATE, text TEXT); CREATE TABLE taken (who TEXT, at TIMESTAMP)`)
	must(err)
	_, err = db.Exec(`INSERT INTO entry VALUES (?, ?)`, "2026-12-15", "2026-12-15")
	must(err)
	_, err = db.Exec(`INSERT INTO taken VALUES ('ncruces, 08:00', ?)`, time.Date(2026, 12, 15, 8, 0, 0, 0, time.FixedZone("", 3600)))
	must(err)
	return db
}

func scan(db *sql.DB, query string, into ...any) { must(db.QueryRow(query).Scan(into...)) }

func must(err error) {
	if err != nil {
		panic(err)
	}
}
GO
{ go mod init finding && go get github.com/ncruces/go-sqlite3/driver@v0.35.3 modernc.org/sqlite@v1.40.1; } >setup.txt 2>&1 || { cat setup.txt >&2; exit 1; }

seen=$(go run .)
recorded=$(cat <<'SEEN'
ncruces: '2026-12-15' from DATE "2026-12-15T00:00:00Z", from TEXT "2026-12-15"; a time is kept as "2026-12-15T08:00:00+01:00", its date() is 2026-12-15
modernc: '2026-12-15' from DATE "2026-12-15T00:00:00Z", from TEXT "2026-12-15"; a time is kept as "2026-12-15 08:00:00 +0100 +0100", its date() is NULL
by time in one file: modernc, 23:00; ncruces, 08:00
SEEN
)
echo "versions:  $(go list -m github.com/ncruces/go-sqlite3 modernc.org/sqlite | paste -sd,)"
echo 'expected:  "2026-12-15" twice; date() 2026-12-15; 08:00 before 23:00'
printf 'seen:\n%s\n' "$seen"
[ "$seen" = "$recorded" ] || { echo 'CHANGED: no longer as this file says'; exit 1; }
