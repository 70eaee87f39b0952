package printing

import (
	"errors"
	"unsafe"

	"golang.org/x/sys/windows"
)

// calls are Windows' own calls for printing.
type calls struct{}

func windowsShell() shell { return calls{} }

var (
	winspool          = windows.NewLazySystemDLL("winspool.drv")
	enumPrinters      = winspool.NewProc("EnumPrintersW")
	getDefaultPrinter = winspool.NewProc("GetDefaultPrinterW")
)

const (
	printerEnumLocal       = 0x2
	printerEnumConnections = 0x4
	swHide                 = 0
	maxPrinterList         = 1 << 20 // bytes; more than any list of printers
)

// printerInfo4 is PRINTER_INFO_4W: the level that asks no printer over the network.
type printerInfo4 struct {
	name, server *uint16
	attributes   uint32
}

// print uses the verb that the PDF viewer has registered: "print" for the default printer,
// "printto" for another.
func (calls) print(path, printer string) error {
	verb, args := "print", ""
	if printer != "" {
		verb, args = "printto", `"`+printer+`"`
	}
	words := make([]*uint16, 0, 3)
	for _, text := range []string{verb, path, args} {
		word, err := windows.UTF16PtrFromString(text)
		if err != nil {
			return &Error{Code: NotPrinted, Printer: printer, Err: err}
		}
		words = append(words, word)
	}
	err := windows.ShellExecute(0, words[0], words[1], words[2], nil, swHide)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, windows.ERROR_NO_ASSOCIATION), err == windows.Errno(31): // SE_ERR_NOASSOC
		return &Error{Code: NoViewer, Path: path, Printer: printer, Err: err}
	case errors.Is(err, windows.ERROR_FILE_NOT_FOUND):
		return &Error{Code: Gone, Path: path, Err: err}
	}
	return &Error{Code: NotPrinted, Printer: printer, Err: err}
}

// printers lists this user's printers and says which is the default.
func (calls) printers() (names []string, standard string, err error) {
	if err := winspool.Load(); err != nil {
		return nil, "", &Error{Code: NoPrinting, Err: err}
	}
	var need, count uint32
	enumPrinters.Call(printerEnumLocal|printerEnumConnections, 0, 4, 0, 0,
		uintptr(unsafe.Pointer(&need)), uintptr(unsafe.Pointer(&count)))
	if need == 0 || need > maxPrinterList {
		return nil, "", nil
	}
	// A slice of the structs, not of bytes, so that the pointers in it are aligned.
	list := make([]printerInfo4, need/uint32(unsafe.Sizeof(printerInfo4{}))+1)
	ok, _, err := enumPrinters.Call(printerEnumLocal|printerEnumConnections, 0, 4,
		uintptr(unsafe.Pointer(&list[0])), uintptr(need), uintptr(unsafe.Pointer(&need)), uintptr(unsafe.Pointer(&count)))
	if ok == 0 {
		return nil, "", &Error{Code: NoPrinting, Err: err}
	}
	for _, printer := range list[:min(int(count), len(list))] {
		names = append(names, windows.UTF16PtrToString(printer.name))
	}
	return names, defaultPrinter(), nil
}

func defaultPrinter() string {
	name := make([]uint16, 512)
	size := uint32(len(name))
	ok, _, _ := getDefaultPrinter.Call(uintptr(unsafe.Pointer(&name[0])), uintptr(unsafe.Pointer(&size)))
	if ok == 0 {
		return ""
	}
	return windows.UTF16ToString(name)
}
