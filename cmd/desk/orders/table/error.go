package table

// Code says why a file can't be read as rows.
type Code string

// The codes.
const (
	Foreign   Code = "notCSV"      // a PDF, a text document, a page of the web: no list
	OldExcel  Code = "oldExcel"    // .xls, of before 2007
	Binary    Code = "binaryExcel" // .xlsb
	Locked    Code = "locked"      // behind a password
	Damaged   Code = "damaged"     // a spreadsheet that is cut or broken
	TooBig    Code = "tooBig"      // more than MaxSize, or unpacks to more than a list can be
	Undecoded Code = "undecoded"   // line Line has letters in an encoding that can't be told for certain
	Sheets    Code = "sheets"      // several sheets could be the list; Count of them
)

// Error is why a file can't be read. It holds no text of the file. Its cause isn't unwrapped: libraries call a cut file io.EOF, and that is
// how a list ends.
type Error struct {
	Code  Code
	Line  int
	Count int
	Err   error
}

// Error is the text for logs.
func (e *Error) Error() string { return "table: " + string(e.Code) }
