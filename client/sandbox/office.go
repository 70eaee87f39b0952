// Package sandbox is the embedded office: the other side of the contract, over real HTTP and a real SQLite
// ledger. It is the training counter, the demonstration, and the double in tests.
//
// House rules of this room: it keeps the contract with wire types of its own and never imports package client,
// so that each checks the other. Money is int64 cents, in code, JSON and SQL. One task, one file. A write is
// kept or undone whole, together with its id and its answer, and the id is kept for ever. What the database can
// check, the database checks. Logs carry route, status, trace and duration: no MOK ID, name, digit or secret.
// Everything in it is fictional; the holders' names are drawn from lists.
package sandbox

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"sync"
	"time"
	_ "time/tzdata" // Windows has no zone data of its own
)

// Errors of the office, found with errors.Is.
var (
	// ErrDamaged: the data file is not what this office wrote. Nothing was changed; restore or reset.
	ErrDamaged = errors.New("sandbox: the office's data file is damaged")
	// ErrNewer: the data file was made by a newer program.
	ErrNewer = errors.New("sandbox: the office's data file is of a newer program")
	// ErrNotWritable: the folder or the file cannot be written.
	ErrNotWritable = errors.New("sandbox: the office's folder cannot be written")
	// ErrInUse: another program has the office's data open.
	ErrInUse = errors.New("sandbox: the office's data is in use")
	// ErrNoFolder: what was asked needs a data folder, and this office is in memory.
	ErrNoFolder = errors.New("sandbox: an office in memory has no folder")
)

// ContractVersion is the version of client/openapi.yaml that this office keeps.
const ContractVersion = "1.4.0"

// Kinds of office.
const (
	KindBank      = "bank"
	KindMunicipal = "municipal"
)

// Options says how to open an office.
type Options struct {
	// Dir is the data folder, made if need be. Empty: everything is in memory and gone at Close, and PINs are
	// hashed cheaply.
	Dir string
	// Now is the office's clock; nil is the computer's.
	Now func() time.Time
	// Log gets a line for each request; nil is silence.
	Log *slog.Logger
	// EmbeddedSecret, if set, is asked of every request to Handler.
	EmbeddedSecret string
	// OfficeKind is KindBank (also when empty) or KindMunicipal: what the staff of this office may do.
	OfficeKind string
	// Practice has the office say that it is one for practice.
	Practice bool
	// BlindClose has it want drawers closed without the expected sum being seen.
	BlindClose bool
	// TokenLife is how long a sign-in lasts; 0 is 8 hours.
	TokenLife time.Duration

	files files // nil: this computer's
}

// Office is an office that is open. Its methods may be called from many goroutines.
type Office struct {
	options  Options
	store    *store
	lock     io.Closer // on the folder; nil in memory
	zone     *time.Location
	flight   *flight
	faults   *Faults
	pins     *pinHasher
	routes   *router
	sessions sessions
	bulk     int // how many cards Seed makes

	closing chan struct{} // closed when the office closes: nothing is held back any longer
	mu      sync.Mutex
	closed  bool
	running map[*http.Server]chan error
}

// Open opens the office, making it on first use. Staff and the awkward demonstration cards are there afterwards;
// the bulk comes with Seed. A file that is not as the office wrote it gives ErrDamaged and is left alone.
func Open(ctx context.Context, options Options) (*Office, error) {
	o, err := newOffice(options)
	if err != nil {
		return nil, err
	}
	if options.Dir == "" {
		o.store, err = openStore(ctx, inMemory)
	} else {
		o.store, o.lock, err = openFolder(ctx, o.options.files, options.Dir)
	}
	if err == nil {
		err = o.prepare(ctx)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("sandbox: open: %w", err), o.Close())
	}
	return o, nil
}

func newOffice(options Options) (*Office, error) {
	if options.Now == nil {
		options.Now = time.Now
	}
	if options.Log == nil {
		options.Log = slog.New(slog.DiscardHandler)
	}
	if options.files == nil {
		options.files = systemFiles{}
	}
	if options.TokenLife == 0 {
		options.TokenLife = 8 * time.Hour
	}
	switch options.OfficeKind {
	case "":
		options.OfficeKind = KindBank
	case KindBank, KindMunicipal:
	default:
		return nil, fmt.Errorf("sandbox: no office is of kind %q", options.OfficeKind)
	}
	zone, err := time.LoadLocation("Europe/Ljubljana")
	if err != nil {
		return nil, fmt.Errorf("sandbox: the office's time zone: %w", err)
	}
	o := &Office{options: options, zone: zone, flight: newFlight(), faults: newFaults(),
		pins: newPINHasher(options.Dir == ""), running: map[*http.Server]chan error{}, closing: make(chan struct{}), bulk: bulkCards}
	o.routes = newRouter(o)
	return o, nil
}

// prepare brings schema and demonstration data up to date.
func (o *Office) prepare(ctx context.Context) error {
	if err := o.store.migrate(ctx); err != nil {
		return err
	}
	return o.prepareDemo(ctx)
}

// Close ends what Start and ListenTLS began and closes the data. Requests to Handler must have ended.
func (o *Office) Close() error {
	o.mu.Lock()
	if o.closed {
		o.mu.Unlock()
		return nil
	}
	o.closed = true
	close(o.closing)
	o.mu.Unlock()
	err := o.stopServers()
	if o.store != nil {
		err = errors.Join(err, o.store.close())
	}
	if o.lock != nil {
		err = errors.Join(err, o.lock.Close())
	}
	return err
}

// Handler serves the contract at the root path.
func (o *Office) Handler() http.Handler { return o.handler(o.options.EmbeddedSecret) }

// Faults are the switches that make the office misbehave.
func (o *Office) Faults() *Faults { return o.faults }

// now is the office's time, in its zone, as exact as it is stored and sent.
func (o *Office) now() time.Time { return o.options.Now().In(o.zone).Truncate(time.Millisecond) }

// moment reads a stored time.
func (o *Office) moment(ms int64) time.Time { return time.UnixMilli(ms).In(o.zone) }

// stamp writes a time for the wire: RFC 3339 with the office's zone.
func stamp(t time.Time) string { return t.Format("2006-01-02T15:04:05.000Z07:00") }
