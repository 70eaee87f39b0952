package orders

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"

	"cekr.kranj.si/desk/cmd/desk/orders/table"
)

// load is the list's data, whole. Only what can be read twice is a list.
func (job Job) load(ctx context.Context) ([]byte, error) {
	if job.Text != "" {
		return []byte(job.Text), nil
	}
	info, err := os.Stat(job.List)
	if err != nil {
		return nil, &Error{Code: Unreadable, Path: job.List, Err: err}
	}
	if !info.Mode().IsRegular() {
		return nil, &Error{Code: NotAFile, Path: job.List}
	}
	file, err := os.Open(job.List)
	if err != nil {
		return nil, &Error{Code: Unreadable, Path: job.List, Err: err}
	}
	defer file.Close()
	data, err := readAll(ctx, file)
	if err != nil {
		return nil, readError(job.List, err)
	}
	return data, nil
}

// readAll reads a source to its end, as long as it isn't too much and ctx lasts.
func readAll(ctx context.Context, from io.Reader) ([]byte, error) {
	var all bytes.Buffer
	for {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		n, err := io.CopyN(&all, from, 1<<20)
		switch {
		case all.Len() > table.MaxSize:
			return nil, &Error{Code: TooBig}
		case n < 1<<20 && (err == nil || errors.Is(err, io.EOF)):
			return all.Bytes(), nil
		case err != nil:
			return nil, err
		}
	}
}

// markOf tells a list from any other.
func markOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
