// Command desk is the counter of a CeKR clerk: a window, and a few commands for the administrator.
//
// House rules: wiring only. What can be tested without a display stands in the packages below; this
// one needs cgo and OpenGL and is the only one to import fyne.io/fyne/v2/app.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"cekr.kranj.si/desk/cmd/desk/checkup"
	"cekr.kranj.si/desk/cmd/desk/cli"
	"cekr.kranj.si/desk/cmd/desk/settings"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	program := cli.Program{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr,
		Place: settings.Here(), Machine: checkup.Here(), Window: runWindow,
	}
	status := program.Run(ctx, os.Args[1:])
	stop()
	os.Exit(status)
}
