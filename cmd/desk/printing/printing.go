// Package printing hands a finished PDF to the operating system: to be looked at, printed or saved.
//
// House rules: no Fyne, no drawing, and no file outside the private folder but the one a clerk asks
// to be saved. The system's own tools do the work (xdg-open and lp, open, the Windows shell); they
// get whole paths, never a shell's command line. Nothing here waits for long: call it off the
// screen's goroutine all the same. Trouble is an *Error with a code; sentences are made of it by
// whoever shows it.
package printing

import (
	"errors"
	"io/fs"
)

// Code says what went wrong, for machines. Each has a sentence under "printing." + code.
type Code string

// What can go wrong.
const (
	NoFolder    Code = "noFolder"    // the folder to save in is not there
	NotWritable Code = "notWritable" // the folder or file may not be written to
	DiskFull    Code = "diskFull"    // no space left, or the user's share of it is used up
	IsFolder    Code = "isFolder"    // the path names a folder, a file is wanted
	NotWhole    Code = "notWhole"    // the path is not one from the root
	Exists      Code = "exists"      // a file is there already, and may not be replaced unasked
	NotSaved    Code = "notSaved"    // saving failed for another reason
	NoViewer    Code = "noViewer"    // nothing on this machine opens a PDF
	NotOpened   Code = "notOpened"   // the viewer ended in an error at once
	NoPrinting  Code = "noPrinting"  // this machine has no print system
	NoPrinter   Code = "noPrinter"   // no printer of that name
	NoDefault   Code = "noDefault"   // no printer was named, and none is the default one
	NotPrinted  Code = "notPrinted"  // the print system refused the job
	PaperSmall  Code = "paperSmall"  // no paper of the printer can hold the page
	Gone        Code = "gone"        // the PDF is no longer in the private folder
)

// Error is why a paper was not opened, printed or saved. Path is the clerk's own, and Printer the
// print system's name; both may be shown, and neither may be logged.
type Error struct {
	Code    Code
	Path    string
	Printer string
	Page    Size // of PaperSmall: the page, and the printer's own paper
	Paper   Size
	Err     error
}

// Error is the text for logs: the code alone.
func (e *Error) Error() string { return "printing: " + string(e.Code) }

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// Sentence is the key of the catalogue, and its values, that tell a person what to do.
func (e *Error) Sentence() (key string, values map[string]any) {
	return "printing." + string(e.Code), map[string]any{"Path": e.Path, "Printer": e.Printer, "Page": e.Page.String(), "Paper": e.Paper.String()}
}

// CodeOf is the code of an error from this package, empty for others and for nil.
func CodeOf(err error) Code {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	return ""
}

// writing makes an *Error of a failed write to path.
func writing(path string, err error) error {
	code := NotSaved
	switch {
	case err == nil:
		return nil
	case full(err):
		code = DiskFull
	case errors.Is(err, fs.ErrPermission) || readOnly(err):
		code = NotWritable
	case errors.Is(err, fs.ErrNotExist) || notFolder(err):
		code = NoFolder
	}
	return &Error{Code: code, Path: path, Err: err}
}
