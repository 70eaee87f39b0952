package sandbox

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"

	"golang.org/x/crypto/argon2"
)

// pinHasher hashes PINs with argon2id, a few at a time: each takes its memory.
type pinHasher struct {
	memory uint32 // KiB
	passes uint32
	turns  chan struct{}
	dummy  string // what an unknown number is compared with, so that it takes as long
}

const (
	saltLength = 16
	hashLength = 32

	// No hash of ours costs more; a stored one that asks for more is damage, and not worth the memory.
	maxPINMemory = 64 * 1024 // KiB
	maxPINPasses = 10
)

func newPINHasher(cheap bool) *pinHasher {
	h := &pinHasher{memory: 19 * 1024, passes: 2, turns: make(chan struct{}, 2)}
	if cheap {
		h.memory, h.passes = 64, 1
	}
	h.dummy = h.phc(make([]byte, saltLength), make([]byte, hashLength))
	return h
}

// hash is the PHC string of a PIN under a new salt.
func (h *pinHasher) hash(pin string) string {
	salt := make([]byte, saltLength)
	_, _ = rand.Read(salt)
	return h.phc(salt, h.sum(pin, salt, h.memory, h.passes))
}

func (h *pinHasher) phc(salt, sum []byte) string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=1$%s$%s", argon2.Version, h.memory, h.passes,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(sum))
}

// fits tells whether a PIN is the one that was hashed, with the parameters that stand in the hash.
func (h *pinHasher) fits(pin, phc string) (bool, error) {
	var version int
	var memory, passes uint32
	var rest string
	if _, err := fmt.Sscanf(phc, "$argon2id$v=%d$m=%d,t=%d,p=1$%s", &version, &memory, &passes, &rest); err != nil || version != argon2.Version {
		return false, errors.New("sandbox: a stored PIN is not in the form it must have")
	}
	saltEnd := base64.RawStdEncoding.EncodedLen(saltLength)
	if len(rest) != saltEnd+1+base64.RawStdEncoding.EncodedLen(hashLength) || memory > maxPINMemory || passes == 0 || passes > maxPINPasses {
		return false, errors.New("sandbox: a stored PIN is not in the form it must have")
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(rest[:saltEnd])
	want, err2 := base64.RawStdEncoding.DecodeString(rest[saltEnd+1:])
	if err := errors.Join(err1, err2); err != nil {
		return false, errors.New("sandbox: a stored PIN is not in the form it must have")
	}
	return subtle.ConstantTimeCompare(h.sum(pin, salt, memory, passes), want) == 1, nil
}

func (h *pinHasher) sum(pin string, salt []byte, memory, passes uint32) []byte {
	h.turns <- struct{}{}
	defer func() { <-h.turns }()
	return argon2.IDKey([]byte(pin), salt, passes, memory, 1, hashLength)
}
