package cli

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"

	"cekr.kranj.si/desk/client/sandbox"
	"cekr.kranj.si/desk/cmd/desk/settings"
	"cekr.kranj.si/desk/gui/text"
)

// sandbox runs the embedded office for several desks, or changes its staff and data.
func (p Program) sandbox(ctx context.Context, args []string) int {
	if len(args) > 0 {
		switch args[0] {
		case "staff":
			return p.staff(ctx, args[1:])
		case "reset":
			return p.reset(args[1:])
		}
	}
	flags := p.flags("sandbox")
	listen := flags.String("listen", "", "")
	data := flags.String("data", "", "")
	spec := flags.String("faults", "", "")
	kind := flags.String("kind", sandbox.KindBank, "")
	blind := flags.Bool("blind-close", false, "")
	if status, ok := p.parse(flags, args); !ok {
		return status
	}
	if !p.none(flags.Args()) {
		return Misused
	}
	if *listen == "" {
		p.say(p.Err, "cli.flagMissing", text.Values{"Flag": "--listen"})
		return Misused
	}
	if *kind != sandbox.KindBank && *kind != sandbox.KindMunicipal {
		p.say(p.Err, "cli.badFlag", text.Values{"Reason": "--kind " + sandbox.KindBank + " | " + sandbox.KindMunicipal})
		return Misused
	}
	faults, err := parseFaults(*spec)
	if err != nil {
		routes, kinds := faultWords()
		p.say(p.Err, "cli.sandbox.badFaults", text.Values{"Part": err.Error(), "Routes": routes, "Kinds": kinds})
		return Misused
	}
	office, status := p.open(ctx, *data, sandbox.Options{OfficeKind: *kind, Practice: true, BlindClose: *blind})
	if office == nil {
		return status
	}
	defer office.Close()
	return p.serve(ctx, office, *listen, faults)
}

// serve answers desks until ctx ends. The bulk of the demonstration data is made meanwhile.
func (p Program) serve(ctx context.Context, office *sandbox.Office, listen string, faults []routeFault) int {
	for _, f := range faults {
		if err := office.Faults().Set(f.route, f.fault); err != nil {
			p.say(p.Err, "cli.failed", text.Values{"Reason": err.Error()})
			return Failure
		}
	}
	running, err := office.ListenTLS(ctx, listen)
	if err != nil {
		p.say(p.Err, listenErrorKey(err), text.Values{"Address": listen, "Reason": err.Error()})
		return Failure
	}
	p.say(p.Out, "cli.sandbox.listening", text.Values{"URL": running.BaseURL, "CA": running.CAFile})
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	seeded := make(chan error, 1)
	go func() { seeded <- office.Seed(ctx, nil) }()
	select {
	case err = <-seeded:
		if err == nil {
			p.say(p.Out, "cli.sandbox.seeded")
			<-ctx.Done()
		}
	case <-ctx.Done():
		stop()
		err = <-seeded
	}
	if ctx.Err() != nil {
		err = nil // it was asked to end; what was being made goes on at the next start
	}
	if err := errors.Join(err, running.Close()); err != nil {
		p.say(p.Err, "cli.failed", text.Values{"Reason": err.Error()})
		return Failure
	}
	p.say(p.Out, "cli.sandbox.ended")
	return Done
}

func listenErrorKey(err error) string {
	if _, ok := errors.AsType[*net.OpError](err); ok {
		return "cli.sandbox.cannotListen"
	}
	if _, ok := errors.AsType[*net.AddrError](err); ok {
		return "cli.sandbox.cannotListen"
	}
	return "cli.failed"
}

// open opens the office in a data folder; empty is the training counter's own, so that desks over
// the network, and the administrator, meet the same cards and staff as the training counter. No
// office comes with an exit status; why has been said then.
func (p Program) open(ctx context.Context, dir string, options sandbox.Options) (office *sandbox.Office, status int) {
	dir, ok := p.dataFolder(dir)
	if !ok {
		return nil, Failure
	}
	options.Dir = dir
	office, err := sandbox.Open(ctx, options)
	if err != nil {
		p.say(p.Err, openErrorKey(err), text.Values{"Path": dir, "Reason": err.Error()})
		return nil, Failure
	}
	return office, Done
}

// openErrorKey is the key of the sentence for an office that does not open.
func openErrorKey(err error) string {
	switch {
	case errors.Is(err, sandbox.ErrDamaged):
		return "cli.sandbox.damaged"
	case errors.Is(err, sandbox.ErrNewer):
		return "cli.sandbox.newer"
	case errors.Is(err, sandbox.ErrInUse):
		return "cli.sandbox.inUse"
	case errors.Is(err, sandbox.ErrNotWritable):
		return "cli.sandbox.notWritable"
	}
	return "cli.failed"
}

// dataFolder is dir as a whole path, or the training counter's ledger folder.
func (p Program) dataFolder(dir string) (string, bool) {
	if dir != "" {
		whole, err := filepath.Abs(dir)
		if err != nil {
			p.say(p.Err, "cli.failed", text.Values{"Reason": err.Error()})
		}
		return whole, err == nil
	}
	folders, err := settings.FoldersFor(p.Place, settings.Training)
	if err != nil {
		p.say(p.Err, "cli.failed", text.Values{"Reason": Sentence(err)})
		return "", false
	}
	return folders.Ledger(), true
}

// reset removes the office's data. It wants --yes: what is gone is gone.
func (p Program) reset(args []string) int {
	flags := p.flags("reset")
	data := flags.String("data", "", "")
	yes := flags.Bool("yes", false, "")
	if status, ok := p.parse(flags, args); !ok {
		return status
	}
	if !p.none(flags.Args()) {
		return Misused
	}
	dir, ok := p.dataFolder(*data)
	if !ok {
		return Failure
	}
	if !*yes {
		p.say(p.Err, "cli.sandbox.resetAsks", text.Values{"Path": dir})
		return Misused
	}
	if _, err := os.Stat(dir); errors.Is(err, os.ErrNotExist) {
		p.say(p.Out, "cli.sandbox.nothing", text.Values{"Path": dir})
		return Done
	}
	if err := sandbox.Reset(dir); err != nil {
		p.say(p.Err, openErrorKey(err), text.Values{"Path": dir, "Reason": err.Error()})
		return Failure
	}
	p.say(p.Out, "cli.sandbox.reset", text.Values{"Path": dir})
	return Done
}
