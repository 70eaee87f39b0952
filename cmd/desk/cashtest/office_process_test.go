package cashtest

import (
	"context"
	"database/sql"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"

	_ "github.com/ncruces/go-sqlite3/driver"
	"golang.org/x/crypto/argon2"

	"cekr.kranj.si/desk/client/sandbox"
	"cekr.kranj.si/desk/cmd/desk/cashtest/proxy"
)

// officeOrders is what an office process is told.
type officeOrders struct {
	Dir     string
	Secured bool // TLS with a CA of its own, or plain loopback behind a secret
}

// officeProcess is an office on disk behind a listener, until its parent ends it.
func officeProcess() error {
	var o officeOrders
	ended, err := orders(&o)
	if err != nil {
		return err
	}
	office, err := sandbox.Open(context.Background(), sandbox.Options{Dir: o.Dir})
	if err != nil {
		return err
	}
	var running sandbox.Running
	if o.Secured {
		running, err = office.ListenTLS(context.Background(), "127.0.0.1:0")
	} else {
		running, err = office.Start(context.Background())
	}
	if err != nil {
		return errors.Join(err, office.Close())
	}
	say(proxy.Upstream{URL: running.BaseURL, Secret: running.EmbeddedSecret, CAFile: running.CAFile})
	ended()
	return office.Close()
}

// member is one of staff.
type member struct{ Number, PIN string }

// The members of staff in the trial. Their PINs are found nowhere else.
var members = []member{{"7101", "730915846201"}, {"7102", "918273640512"}}

// approving are those who may be the second person.
var approving = []member{{"7201", "640218395177"}, {"7202", "305867921448"}}

// staffAlias is what the clerks are called.
const staffAlias = "Lišček"

// newOffice makes the data of an office whose clerks sign in quickly: their PINs are hashed with less work than
// the office itself does, so that the trial's time goes into kills.
func newOffice(dir string) error {
	if err := os.CopyFS(dir, os.DirFS(template())); err != nil {
		return err
	}
	return os.Chmod(filepath.Join(dir, "office.db"), 0o600)
}

var template = sync.OnceValue(func() string {
	dir, err := makeTemplate()
	if err != nil {
		panic(err)
	}
	return dir
})

func makeTemplate() (string, error) {
	dir, err := os.MkdirTemp("", "desk-kills-office-*")
	if err != nil {
		return "", err
	}
	office, err := sandbox.Open(context.Background(), sandbox.Options{Dir: dir})
	if err != nil {
		return "", err
	}
	for _, c := range members {
		err = errors.Join(err, office.AddStaff(context.Background(), c.Number, staffAlias+" "+c.Number, c.PIN, sandbox.Clerk))
	}
	for _, c := range approving {
		err = errors.Join(err, office.AddStaff(context.Background(), c.Number, staffAlias+" "+c.Number, c.PIN, sandbox.Supervisor))
	}
	for i := range cardsPerTrial {
		c := practiceCard(i)
		err = errors.Join(err, office.AddCard(context.Background(), sandbox.PracticeCard{MokID: c.MokID, LastSix: c.LastSix, Tourist: c.Fee > 0}))
	}
	if err := errors.Join(err, office.Close()); err != nil {
		return "", err
	}
	return dir, hashCheaply(dir)
}

// practiceCard is the n-th card of the trial. Its last six digits are found nowhere else.
func practiceCard(n int) Card {
	c := Card{MokID: fmt.Sprintf("3%08d", n+1), LastSix: fmt.Sprintf("%06d", 847_013+n*47)}
	if n%10 == 9 {
		c.Fee = 150
	}
	return c
}

func hashCheaply(dir string) error {
	ledger, err := sql.Open("sqlite3", "file:"+filepath.ToSlash(filepath.Join(dir, "office.db"))+"?vfs="+sandbox.VFS)
	if err != nil {
		return err
	}
	defer ledger.Close()
	for _, c := range slices.Concat(members, approving) {
		salt := []byte("0123456789abcdef")
		sum := argon2.IDKey([]byte(c.PIN), salt, 1, 64, 1, 32)
		phc := fmt.Sprintf("$argon2id$v=%d$m=64,t=1,p=1$%s$%s", argon2.Version,
			base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(sum))
		if _, err := ledger.Exec(`UPDATE staff SET pin = ? WHERE number = ?`, phc, c.Number); err != nil {
			return err
		}
	}
	return nil
}
