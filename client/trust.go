package client

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"os"
	"strings"
)

// FileReason says why a file of authorities, or the desk's certificate or key, can't be used.
type FileReason string

// The reasons. Nothing of a file is passed over: what isn't understood refuses it.
const (
	FileUnreadable    FileReason = "unreadable"    // not there, or not to be read
	FileWide          FileReason = "wide"          // text in UTF-16
	FileDER           FileReason = "der"           // not PEM but DER
	FilePFX           FileReason = "pfx"           // not PEM but PKCS #12
	FileBroken        FileReason = "broken"        // not PEM, or not whole, or not of a kind that can be used
	FileNoCertificate FileReason = "noCertificate" // PEM without a certificate
	FileOthers        FileReason = "others"        // authorities, and among them what is no authority's certificate
	FileNoKey         FileReason = "noKey"         // PEM without a private key
	FileEncrypted     FileReason = "encrypted"     // the key wants a password
	FilesSwapped      FileReason = "swapped"       // the key stands where the certificate should, and the other way round
	FilesNoPair       FileReason = "noPair"        // the key is another certificate's
)

// FileError is the refusal of a file of trust. Path may be shown to the administrator, and not be logged.
type FileError struct {
	Reason FileReason
	Path   string
	Own    bool // it is the desk's certificate or key, not the authorities
	err    error
}

// Error is the text for logs: the reason alone.
func (e *FileError) Error() string { return "office: file of trust: " + string(e.Reason) }

// Unwrap gives the cause.
func (e *FileError) Unwrap() error { return e.err }

// Authorities reads the certificates of a file in PEM, all of them: at least one, or a *FileError.
func Authorities(file string) ([]*x509.Certificate, error) {
	blocks, err := blocksOf(file)
	if err != nil {
		return nil, err
	}
	var all []*x509.Certificate
	for _, b := range blocks {
		if b.Type != "CERTIFICATE" {
			continue
		}
		cert, err := x509.ParseCertificate(b.Bytes)
		if err != nil {
			return nil, &FileError{Reason: FileBroken, Path: file, err: err}
		}
		all = append(all, cert)
	}
	switch {
	case len(all) == 0:
		return nil, &FileError{Reason: FileNoCertificate, Path: file}
	case len(all) != len(blocks):
		return nil, &FileError{Reason: FileOthers, Path: file}
	}
	return all, nil
}

// OwnCertificate reads the desk's certificate, with what it is signed by, and its key, both in PEM; trouble is a *FileError.
func OwnCertificate(certFile, keyFile string) (tls.Certificate, error) {
	cert, err := ownBlocks(certFile)
	if err != nil {
		return tls.Certificate{}, err
	}
	key, err := ownBlocks(keyFile)
	if err != nil {
		return tls.Certificate{}, err
	}
	refuse := func(reason FileReason, file string, cause error) (tls.Certificate, error) {
		return tls.Certificate{}, &FileError{reason, file, true, cause}
	}
	switch {
	case !has(cert, isCertificate) && has(cert, isKey) && has(key, isCertificate):
		return refuse(FilesSwapped, certFile, nil)
	case !has(cert, isCertificate):
		return refuse(FileNoCertificate, certFile, nil)
	case !has(key, isKey):
		return refuse(FileNoKey, keyFile, nil)
	case has(key, isEncrypted):
		return refuse(FileEncrypted, keyFile, nil)
	}
	for _, b := range cert {
		if !isCertificate(b) {
			continue
		}
		if _, err := x509.ParseCertificate(b.Bytes); err != nil {
			return refuse(FileBroken, certFile, err)
		}
	}
	own, err := tls.X509KeyPair(encoded(cert), encoded(key))
	if err != nil {
		return refuse(FilesNoPair, keyFile, err)
	}
	return own, nil
}

func ownBlocks(file string) ([]*pem.Block, error) {
	blocks, err := blocksOf(file)
	if e, ok := errors.AsType[*FileError](err); ok {
		e.Own = true
	}
	return blocks, err
}

const (
	mark     = "\xef\xbb\xbf" // that Windows' editors write before UTF-8, and tools that join files leave in between
	begin    = "-----BEGIN "
	maxTrust = 4 << 20 // bytes; all the system's authorities take some 200 KiB
)

// blocksOf reads all blocks of a PEM file: at least one, and each that begins.
func blocksOf(file string) ([]*pem.Block, error) {
	refuse := func(reason FileReason, cause error) ([]*pem.Block, error) {
		return nil, &FileError{Reason: reason, Path: file, err: cause}
	}
	if info, err := os.Stat(file); err == nil && info.Size() > maxTrust {
		return refuse(FileBroken, nil)
	}
	text, err := os.ReadFile(file)
	switch {
	case err != nil:
		return refuse(FileUnreadable, err)
	case bytes.HasPrefix(text, []byte("\xff\xfe")), bytes.HasPrefix(text, []byte("\xfe\xff")), bytes.HasPrefix(text, []byte("-\x00")), bytes.HasPrefix(text, []byte("\x00-")):
		return refuse(FileWide, nil)
	case len(text) > 7 && text[0] == 0x30 && text[1] == 0x82 && bytes.Equal(text[4:7], []byte{2, 1, 3}):
		return refuse(FilePFX, nil) // a sequence that begins with the version 3
	case len(text) > 4 && text[0] == 0x30 && text[1]&0x80 != 0:
		return refuse(FileDER, nil)
	}
	text = bytes.ReplaceAll(text, []byte(mark), nil)
	text = bytes.ReplaceAll(text, []byte("----------BEGIN "), []byte("-----\n-----BEGIN ")) // joined, without the line end between
	var blocks []*pem.Block
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		blocks = append(blocks, block)
	}
	if len(blocks) == 0 || len(blocks) != bytes.Count(text, []byte(begin)) {
		return refuse(FileBroken, nil)
	}
	return blocks, nil
}

func isCertificate(b *pem.Block) bool { return b.Type == "CERTIFICATE" }

func isKey(b *pem.Block) bool { return strings.HasSuffix(b.Type, "PRIVATE KEY") }

func isEncrypted(b *pem.Block) bool {
	return b.Type == "ENCRYPTED PRIVATE KEY" || strings.Contains(b.Headers["Proc-Type"], "ENCRYPTED")
}

func has(blocks []*pem.Block, kind func(*pem.Block) bool) bool {
	for _, b := range blocks {
		if kind(b) {
			return true
		}
	}
	return false
}

// encoded are the blocks as plain PEM: the standard library passes over what it doesn't read.
func encoded(blocks []*pem.Block) []byte {
	var text bytes.Buffer
	for _, b := range blocks {
		_ = pem.Encode(&text, &pem.Block{Type: b.Type, Bytes: b.Bytes}) // to memory, and without headers, it can't fail
	}
	return text.Bytes()
}
