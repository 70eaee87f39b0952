package sandbox

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// The authority's files in the data folder. Reset leaves them.
const (
	caFile    = "ca.pem"
	caKeyFile = "ca.key"
)

// Lives of certificates. What already runs is not cut off by them; a start after the end asks for a new folder.
const (
	caLife     = 10 * 365 * 24 * time.Hour
	serverLife = 397 * 24 * time.Hour
)

// serverCertificate makes the certificate of a server for the names, signed by the folder's own authority.
func (o *Office) serverCertificate(names []string) (tls.Certificate, string, error) {
	dir, err := filepath.Abs(o.options.Dir)
	if err != nil {
		return tls.Certificate{}, "", err
	}
	now := o.now()
	ca, caKey, err := authority(dir, now)
	if err != nil {
		return tls.Certificate{}, "", err
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, "", err
	}
	leaf := certificate("CeKR embedded office", now, serverLife)
	leaf.KeyUsage = x509.KeyUsageDigitalSignature
	leaf.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	for _, name := range names {
		if ip := net.ParseIP(name); ip != nil {
			leaf.IPAddresses = append(leaf.IPAddresses, ip)
		} else {
			leaf.DNSNames = append(leaf.DNSNames, name)
		}
	}
	der, err := x509.CreateCertificate(rand.Reader, leaf, ca, &key.PublicKey, caKey)
	if err != nil {
		return tls.Certificate{}, "", fmt.Errorf("sandbox: certificate: %w", err)
	}
	return tls.Certificate{Certificate: [][]byte{der, ca.Raw}, PrivateKey: key}, filepath.Join(dir, caFile), nil
}

// authority reads the folder's authority, or makes it if neither of its files is there. Half of one, or one that
// is out of date, is an error: desks trust it by hand, so it is never replaced silently.
func authority(dir string, now time.Time) (*x509.Certificate, *ecdsa.PrivateKey, error) {
	certPEM, certErr := os.ReadFile(filepath.Join(dir, caFile))
	keyPEM, keyErr := os.ReadFile(filepath.Join(dir, caKeyFile))
	if errors.Is(certErr, fs.ErrNotExist) && errors.Is(keyErr, fs.ErrNotExist) {
		return makeAuthority(dir, now)
	}
	if err := errors.Join(certErr, keyErr); err != nil {
		return nil, nil, fmt.Errorf("sandbox: certificate authority: %w", err)
	}
	return readAuthority(certPEM, keyPEM, now)
}

func readAuthority(certPEM, keyPEM []byte, now time.Time) (*x509.Certificate, *ecdsa.PrivateKey, error) {
	pair, err := tls.X509KeyPair(certPEM, keyPEM)
	if err != nil {
		return nil, nil, fmt.Errorf("sandbox: certificate authority: %w", err)
	}
	key, ok := pair.PrivateKey.(*ecdsa.PrivateKey)
	if !ok || !pair.Leaf.IsCA || now.After(pair.Leaf.NotAfter) {
		return nil, nil, errors.New("sandbox: certificate authority: not one that this office made, or out of date")
	}
	return pair.Leaf, key, nil
}

func makeAuthority(dir string, now time.Time) (*x509.Certificate, *ecdsa.PrivateKey, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, nil, err
	}
	template := certificate("CeKR embedded office CA", now, caLife)
	template.IsCA, template.BasicConstraintsValid, template.MaxPathLenZero = true, true, true
	template.KeyUsage = x509.KeyUsageCertSign
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return nil, nil, err
	}
	keyDER, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, nil, err
	}
	err = errors.Join(
		writeNew(filepath.Join(dir, caKeyFile), 0o600, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: keyDER})),
		writeNew(filepath.Join(dir, caFile), 0o644, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})))
	if err != nil {
		return nil, nil, fmt.Errorf("%w: %w", ErrNotWritable, err)
	}
	ca, err := x509.ParseCertificate(der)
	return ca, key, err
}

func certificate(name string, now time.Time, life time.Duration) *x509.Certificate {
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		serial = big.NewInt(now.UnixNano())
	}
	return &x509.Certificate{SerialNumber: serial, Subject: pkix.Name{CommonName: name},
		NotBefore: now.Add(-time.Hour), NotAfter: now.Add(life)}
}

// writeNew writes a file that is not there yet, with no wider rights at any moment.
func writeNew(path string, mode os.FileMode, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Sync(), f.Close())
}

// listenNames are the names and addresses that a server answers to, and the host and port to tell people.
func listenNames(addr string, at net.Addr) (names []string, base string) {
	host, _, _ := net.SplitHostPort(addr)
	_, port, _ := net.SplitHostPort(at.String())
	names = []string{"localhost", "127.0.0.1", "::1"}
	ip := net.ParseIP(host)
	if host != "" && (ip == nil || !ip.IsUnspecified()) {
		if !slices.Contains(names, host) {
			names = append(names, host)
		}
		return names, net.JoinHostPort(host, port)
	}
	base = "localhost"
	if name, err := os.Hostname(); err == nil && name != "" {
		names, base = append(names, name), name
	}
	addresses, _ := net.InterfaceAddrs()
	for _, address := range addresses {
		if network, ok := address.(*net.IPNet); ok && !network.IP.IsLoopback() {
			names = append(names, network.IP.String())
		}
	}
	return names, net.JoinHostPort(base, port)
}
