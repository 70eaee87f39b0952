// Package cupstest is a print system of a test's own: a real cupsd on a socket and a port that nobody else has, with queues whose
// pages end in files.
//
// House rules: nothing of the machine's own print system is touched. What isn't installed skips the test, except when DESK_FULL=1
// says that this machine has everything. What comes out of a queue is looked at as a page (see Page), by tools that know nothing of
// the program.
package cupstest

import (
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// Server is a running cupsd.
type Server struct {
	Socket  string // as CUPS_SERVER takes it
	Address string // "127.0.0.1:port", as a print server elsewhere
	dir     string
	tb      testing.TB
	stop    func()
}

// Start runs a cupsd until the test ends.
func Start(tb testing.TB) *Server {
	tb.Helper()
	for _, tool := range []string{"lp", "lpstat", "lpadmin", "gs"} {
		Tool(tb, tool)
	}
	// Not the test's own folder: filters run as another user, who may not look into that.
	dir, err := os.MkdirTemp("", "desk-cups-")
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { os.RemoveAll(dir) })
	s := &Server{Socket: filepath.Join(dir, "cups.sock"), Address: "127.0.0.1:" + freePort(tb), dir: dir, tb: tb}
	s.configure()
	s.stop = s.run(nil, Tool(tb, "cupsd"), "-f", "-c", filepath.Join(dir, "cupsd.conf"), "-s", filepath.Join(dir, "cups-files.conf"))
	s.wait("cupsd", func() bool {
		out, err := s.Tell("lpstat", "-r")
		return err == nil && strings.Contains(out, "scheduler is running")
	})
	return s
}

// Use makes this server the print system of the test's own tools.
func (s *Server) Use(t *testing.T, address string) { t.Setenv("CUPS_SERVER", address) }

// Stop ends the server before the test ends.
func (s *Server) Stop() { s.stop() }

// Tell runs one of CUPS's tools against this server. Its root is told too: lpadmin would else change the description that the PC's own
// print system has of a queue of the same name.
func (s *Server) Tell(tool string, args ...string) (string, error) {
	cmd := exec.Command(tool, args...)
	cmd.Env = append(os.Environ(), "CUPS_SERVER="+s.Socket, "CUPS_SERVERROOT="+filepath.Join(s.dir, "root"), "LC_ALL=C")
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// Must is Tell that ends the test when the tool fails.
func (s *Server) Must(tool string, args ...string) string {
	s.tb.Helper()
	out, err := s.Tell(tool, args...)
	if err != nil {
		s.tb.Fatalf("%s %v: %v\n%s", tool, args, err, out)
	}
	return out
}

// Log is what the server has said, its last lines.
func (s *Server) Log() string {
	said, _ := os.ReadFile(filepath.Join(s.dir, "error.log"))
	return string(said[max(0, len(said)-4000):])
}

func (s *Server) configure() {
	const conf = `LogLevel info
MaxLogSize 0
Listen %s
Listen %s
Browsing Off
WebInterface No
DefaultAuthType None
<Location />
  Order allow,deny
  Allow all
</Location>
<Location /admin>
  Order allow,deny
  Allow all
</Location>
<Policy default>
  JobPrivateAccess @OWNER
  JobPrivateValues all
  <Limit All>
    Order allow,deny
    Allow all
  </Limit>
</Policy>
`
	files := "FileDevice Yes\nErrorLog " + filepath.Join(s.dir, "error.log") + "\nAccessLog " + filepath.Join(s.dir, "access.log") +
		"\nPageLog " + filepath.Join(s.dir, "page.log") + "\nPrintcap\n"
	for setting, folder := range map[string]string{"ServerRoot": "root", "RequestRoot": "spool", "TempDir": "temp", "CacheDir": "cache", "StateDir": "state"} {
		s.folder(folder)
		files += setting + " " + filepath.Join(s.dir, folder) + "\n"
	}
	s.folder("out")
	if os.Getuid() == 0 {
		files += "User lp\nGroup lp\nSystemGroup root\n"
	}
	s.write("cupsd.conf", fmt.Sprintf(conf, s.Socket, s.Address))
	s.write("cups-files.conf", files)
	if err := os.Chmod(s.dir, 0o711); err != nil {
		s.tb.Fatal(err)
	}
}

// folder makes one that the user of the filters may write to.
func (s *Server) folder(name string) {
	s.tb.Helper()
	path := filepath.Join(s.dir, name)
	if err := os.Mkdir(path, 0o755); err != nil {
		s.tb.Fatal(err)
	}
	if os.Getuid() != 0 {
		return
	}
	lp, err := user.Lookup("lp")
	if err != nil {
		s.tb.Fatal(err)
	}
	uid, _ := strconv.Atoi(lp.Uid)
	gid, _ := strconv.Atoi(lp.Gid)
	if err := os.Chown(path, uid, gid); err != nil {
		s.tb.Fatal(err)
	}
}

func (s *Server) write(name, text string) string {
	s.tb.Helper()
	path := filepath.Join(s.dir, name)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		s.tb.Fatal(err)
	}
	return path
}
