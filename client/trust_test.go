package client

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf16"
)

func trustFile(t *testing.T, text string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "trust")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func block(kind string, raw []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: raw}))
}

// utf16LE is a text as PowerShell's > writes it.
func utf16LE(text string) string {
	wide := []byte("\xff\xfe")
	for _, u := range utf16.Encode([]rune(text)) {
		wide = append(wide, byte(u), byte(u>>8))
	}
	return string(wide)
}

func reasonOf(err error) FileReason {
	if e, ok := errors.AsType[*FileError](err); ok {
		return e.Reason
	}
	return ""
}

// N2, and all of its kind: of several authorities none is dropped in silence, however the file was put together.
func TestNoAuthorityOfAFileIsDropped(t *testing.T) {
	first, second := newAuthority(t), newAuthority(t)
	a, b := block("CERTIFICATE", first.cert.Raw), block("CERTIFICATE", second.cert.Raw)
	key, err := x509.MarshalPKCS8PrivateKey(first.leaf(t, net.IPv4(127, 0, 0, 1), time.Now().Add(time.Hour)).PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	broken := strings.Replace(a, "\n", "\n!", 2)
	for name, c := range map[string]struct {
		text string
		want FileReason // empty: both are taken
	}{
		"two":                                {a + b, ""},
		"a mark before the first":            {mark + a + b, ""},
		"a mark before each, joined":         {mark + a + mark + b, ""},
		"joined without a line end":          {strings.TrimSpace(a) + b, ""},
		"Windows' line ends":                 {mark + strings.ReplaceAll(a+b, "\n", "\r\n"), ""},
		"with remarks":                       {"# prvi\nsubject=CN = CA\n" + a + "\n# drugi\n" + b, ""},
		"with blanks before the second":      {a + "  " + b, FileBroken},
		"the second without its end":         {a + b[:len(b)/2], FileBroken},
		"the first is broken":                {broken + b, FileBroken},
		"one is no certificate":              {a + block("CERTIFICATE", []byte{0x30, 0}), FileBroken},
		"one of OpenSSL's own kind":          {a + strings.ReplaceAll(b, "CERTIFICATE", "TRUSTED CERTIFICATE"), FileOthers},
		"one with a head, passed over by Go": {a + strings.Replace(b, "-----\n", "-----\nFriendly: drugi\n\n", 1), ""},
		"with a key":                         {a + block("PRIVATE KEY", key) + b, FileOthers},
		"a key alone":                        {block("PRIVATE KEY", key), FileNoCertificate},
		"a request":                          {block("CERTIFICATE REQUEST", []byte{0x30, 0}), FileNoCertificate},
		"UTF-16":                             {utf16LE(a + b), FileWide},
		"UTF-16 without its mark":            {utf16LE(a + b)[2:], FileWide},
		"DER":                                {string(first.cert.Raw), FileDER},
		"PFX":                                {"\x30\x82\x0a\x00\x02\x01\x03\x30", FilePFX},
		"nothing":                            {"", FileBroken},
		"a page":                             {"<html>", FileBroken},
	} {
		file := trustFile(t, c.text)
		all, err := Authorities(file)
		if reasonOf(err) != c.want || err == nil && (len(all) != 2 || !all[0].Equal(first.cert) || !all[1].Equal(second.cert)) {
			t.Errorf("%s: %d authorities, %v, want %q", name, len(all), err, c.want)
		}
		security, made := tlsOf(Config{CAFile: file})
		if (made == nil) != (c.want == "") || made != nil && (CodeOf(made) != CodeBadInput || reasonOf(made) != c.want || strings.Contains(made.Error(), file)) {
			t.Errorf("%s: the client says %v", name, made)
		}
		pool := x509.NewCertPool()
		pool.AddCert(first.cert)
		pool.AddCert(second.cert)
		if made == nil && !security.RootCAs.Equal(pool) {
			t.Errorf("%s: the client trusts others", name)
		}
	}
	if _, err := Authorities(filepath.Join(t.TempDir(), "gone")); reasonOf(err) != FileUnreadable {
		t.Error(err)
	}
}

func TestTheDesksCertificateAndKeyAreNamed(t *testing.T) {
	ca := newAuthority(t)
	own, other := ca.leaf(t, net.IPv4(127, 0, 0, 1), time.Now().Add(time.Hour)), ca.leaf(t, net.IPv4(127, 0, 0, 1), time.Now().Add(time.Hour))
	pkcs8 := func(c tls.Certificate) []byte {
		raw, err := x509.MarshalPKCS8PrivateKey(c.PrivateKey)
		if err != nil {
			t.Fatal(err)
		}
		return raw
	}
	cert, chain := block("CERTIFICATE", own.Certificate[0]), block("CERTIFICATE", ca.cert.Raw)
	key := block("PRIVATE KEY", pkcs8(own))
	locked := string(pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Headers: map[string]string{"Proc-Type": "4,ENCRYPTED", "DEK-Info": "AES-256-CBC,00"}, Bytes: pkcs8(own)}))
	for name, c := range map[string]struct {
		cert, key string
		want      FileReason
		ofKey     bool
	}{
		"a pair":                            {cert, key, "", false},
		"with what it is signed by":         {cert + chain, key, "", false},
		"marks before both":                 {mark + cert + mark + chain, mark + key, "", false},
		"both in each file":                 {key + cert, key + cert, "", false},
		"parameters before the key":         {cert, block("EC PARAMETERS", []byte{6, 1, 0}) + key, "", false},
		"another's key":                     {cert, block("PRIVATE KEY", pkcs8(other)), FilesNoPair, true},
		"what it is signed by stands first": {chain + cert, key, FilesNoPair, true},
		"changed places":                    {key, cert, FilesSwapped, false},
		"no certificate":                    {key, key, FileNoCertificate, false},
		"no key":                            {cert, cert, FileNoKey, true},
		"a locked key":                      {cert, block("ENCRYPTED PRIVATE KEY", pkcs8(own)), FileEncrypted, true},
		"a key locked in the old way":       {cert, locked, FileEncrypted, true},
		"a certificate in DER":              {string(own.Certificate[0]), key, FileDER, false},
		"a key in DER":                      {cert, string(pkcs8(own)), FileDER, true},
		"a key in UTF-16":                   {cert, utf16LE(key), FileWide, true},
		"a PFX":                             {"\x30\x82\x0a\x00\x02\x01\x03\x30", key, FilePFX, false},
		"a key cut off":                     {cert, key[:len(key)/2], FileBroken, true},
		"a chain cut off":                   {cert + chain[:len(chain)/2], key, FileBroken, false},
		"a chain that is none":              {cert + block("CERTIFICATE", []byte{0x30, 0}), key, FileBroken, false},
	} {
		certFile, keyFile := trustFile(t, c.cert), trustFile(t, c.key)
		got, err := OwnCertificate(certFile, keyFile)
		if reasonOf(err) != c.want || err == nil && string(got.Certificate[0]) != string(own.Certificate[0]) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
		if e, ok := errors.AsType[*FileError](err); ok && (!e.Own || (e.Path == keyFile) != c.ofKey) {
			t.Errorf("%s: it blames %s", name, e.Path)
		}
	}
}
