package cupstest

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Paper is one that a printer has, in millimetres.
type Paper struct {
	Name          string
	Width, Height float64
}

// The papers of a counter.
var (
	A4     = Paper{"A4", 210, 297}
	A5     = Paper{"A5", 148, 210}
	A6     = Paper{"A6", 105, 148}
	Form   = Paper{"UPN", 210, 99}
	Roll   = Paper{"80x297mm", 80, 297}
	Roll72 = Paper{"X72MMY297MM", 72, 297}
)

// Queue makes a PostScript printer with these papers, the first its default; cut says that it takes sizes of one's own, too.
func (s *Server) Queue(name string, cut bool, papers ...Paper) {
	s.tb.Helper()
	ppd := s.write(name+".ppd", ppd(cut, papers))
	s.Must("lpadmin", "-p", name, "-E", "-v", "file://"+s.out(name), "-P", ppd)
}

// Everywhere makes a driverless queue, to the sample printer of IPP Everywhere. It has A4, Letter and envelopes, takes no other sizes, and
// prints on A4 unless told otherwise.
func (s *Server) Everywhere(name string) {
	s.tb.Helper()
	printer, bus := Tool(s.tb, "ippeveprinter"), filepath.Join(s.dir, "bus")
	// It speaks to a system bus, be it only to tell that nobody announces it. Without a command it sleeps as long as a printer prints.
	s.run(nil, Tool(s.tb, "dbus-daemon"), "--session", "--nofork", "--nopidfile", "--address=unix:path="+bus)
	s.wait("the bus", func() bool { _, err := os.Stat(bus); return err == nil })
	spool, port := filepath.Join(s.dir, "everywhere"), freePort(s.tb)
	if err := os.Mkdir(spool, 0o755); err != nil {
		s.tb.Fatal(err)
	}
	s.run([]string{"DBUS_SYSTEM_BUS_ADDRESS=unix:path=" + bus}, printer,
		"-p", port, "-r", "off", "-c", Tool(s.tb, "true"), "-d", spool, "-k", "-f", "application/pdf", name)
	s.wait("the sample printer", func() bool {
		conn, err := net.Dial("tcp", "localhost:"+port)
		if err == nil {
			conn.Close()
		}
		return err == nil
	})
	s.Must("lpadmin", "-p", name, "-E", "-v", "ipp://localhost:"+port+"/ipp/print", "-m", "everywhere")
	// lpadmin ends before the scheduler has asked the printer what it is.
	s.wait("the driverless queue", func() bool {
		_, err := os.Stat(filepath.Join(s.dir, "root", "ppd", name+".ppd"))
		return err == nil
	})
	s.Must("lpadmin", "-p", name, "-o", "PageSize=A4")
}

func (s *Server) out(queue string) string { return filepath.Join(s.dir, "out", queue+".ps") }

// printed is the file that the last job of a queue ended in.
func (s *Server) printed(queue string) string {
	s.tb.Helper()
	if _, err := os.Stat(s.out(queue)); err == nil {
		return s.out(queue)
	}
	all, _ := filepath.Glob(filepath.Join(s.dir, "everywhere", "*.pdf"))
	if len(all) == 0 {
		s.tb.Fatalf("nothing came out of %s:\n%s", queue, s.Log())
	}
	return slices.MaxFunc(all, func(a, b string) int { return len(a) - len(b) + strings.Compare(a, b) })
}

const point = 25.4 / 72 // millimetres

// ppd describes a PostScript printer.
func ppd(cut bool, papers []Paper) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line(`*PPD-Adobe: "4.3"`)
	for key, value := range map[string]string{
		"FormatVersion": `"4.3"`, "FileVersion": `"1.0"`, "LanguageVersion": "English", "LanguageEncoding": "ISOLatin1", "PCFileName": `"DESK.PPD"`,
		"Manufacturer": `"Desk"`, "Product": `"(Desk)"`, "ModelName": `"Desk Test"`, "ShortNickName": `"Desk Test"`, "NickName": `"Desk Test"`,
		"PSVersion": `"(3010.000) 0"`, "LanguageLevel": `"3"`, "ColorDevice": "True", "DefaultColorSpace": "RGB", "FileSystem": "False",
		"TTRasterizer": "Type42", "DefaultFont": "Courier", "Font Courier": `Standard "(1.05)" Standard ROM`,
		"DefaultImageableArea": papers[0].Name, "DefaultPaperDimension": papers[0].Name,
	} {
		line("*%s: %s", key, value)
	}
	for _, key := range []string{"PageSize", "PageRegion"} {
		line("*OpenUI *%s/Media Size: PickOne\n*OrderDependency: 10 AnySetup *%[1]s\n*Default%[1]s: %[2]s", key, papers[0].Name)
		for _, p := range papers {
			line(`*%s %s/%[2]s: "<</PageSize[%.3f %.3f]/ImagingBBox null>>setpagedevice"`, key, p.Name, p.Width/point, p.Height/point)
		}
		line("*CloseUI: *%s", key)
	}
	for _, p := range papers {
		w, h, margin := p.Width/point, p.Height/point, 4/point
		line(`*ImageableArea %s/%[1]s: "%.3f %[2]f %.3f %.3f"`, p.Name, margin, w-margin, h-margin)
		line(`*PaperDimension %s/%[1]s: "%.3f %.3f"`, p.Name, w, h)
	}
	if cut {
		line(`*HWMargins: 9 9 9 9
*ParamCustomPageSize Width: 1 points 72 %.0f
*ParamCustomPageSize Height: 2 points 72 3000
*ParamCustomPageSize WidthOffset: 3 points 0 0
*ParamCustomPageSize HeightOffset: 4 points 0 0
*ParamCustomPageSize Orientation: 5 int 0 0
*CustomPageSize True: "pop pop pop <</PageSize [5 -2 roll]/ImagingBBox null>>setpagedevice"
*VariablePaperSize: True`, papers[0].Width/point)
	}
	return b.String()
}
