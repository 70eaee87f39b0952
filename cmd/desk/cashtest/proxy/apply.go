package proxy

import (
	"bytes"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// applyFault lets a request that has arrived whole meet its fault.
func (p *Proxy) applyFault(w http.ResponseWriter, r *http.Request, seen Seen, f Fault) {
	switch f.Kind {
	case LostBefore:
		dropConnection(w)
	case LostAfter:
		p.deliver(r, seen, false)
		dropConnection(w)
	case Late, AfterCancel:
		p.later(r, seen, f)
		dropConnection(w)
	default:
		p.applyAnswered(w, r, seen, f)
	}
}

// applyAnswered are the faults after which there is some answer.
func (p *Proxy) applyAnswered(w http.ResponseWriter, r *http.Request, seen Seen, f Fault) {
	if f.Replaces() {
		if f.Delivered {
			p.deliver(r, seen, false)
		}
		p.answerInstead(w, f)
		return
	}
	a, err := p.deliverTimes(r, seen, f)
	if err != nil {
		page(w, http.StatusBadGateway, "text/html", gatewayPage) // there is no office just now
		return
	}
	switch f.Kind {
	case Slow:
		p.wait(f.Delay)
	case Another:
		a.body = p.otherAnswer(seen, a.body)
	case AnotherAmount:
		a.body = bytes.Replace(a.body, []byte(`"amount":{"amount":`), []byte(`"amount":{"amount":1`), 1)
	case Cut:
		cut(w, a)
		return
	}
	relay(w, a)
}

// deliverTimes delivers as often as the fault wants.
func (p *Proxy) deliverTimes(r *http.Request, seen Seen, f Fault) (answer, error) {
	if f.Kind == TwiceAtOnce {
		p.late.Add(1)
		go func() {
			defer p.late.Done()
			p.deliver(r, seen, true)
		}()
		return p.deliver(r, seen, false)
	}
	a, err := p.deliver(r, seen, false)
	if f.Kind == Twice {
		return p.deliver(r, seen, true)
	}
	return a, err
}

// later delivers when nobody waits any more.
func (p *Proxy) later(r *http.Request, seen Seen, f Fault) {
	p.late.Add(1)
	p.mu.Lock()
	cancelled := p.hanging(seen.Key)
	p.mu.Unlock()
	if f.Kind == Late {
		cancelled = nil
	}
	go func() {
		defer p.late.Done()
		timer := time.NewTimer(f.Delay)
		defer timer.Stop()
		select {
		case <-cancelled:
		case <-timer.C:
		case <-p.closed:
			return
		}
		p.deliver(r, seen, false)
	}()
}

// wait holds an answer back.
func (p *Proxy) wait(d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-p.closed:
	}
}

// answerInstead answers in the office's place.
func (p *Proxy) answerInstead(w http.ResponseWriter, f Fault) {
	switch f.Kind {
	case Error500:
		page(w, http.StatusInternalServerError, "application/json", `{"error":"internal"}`)
	case BadGateway:
		page(w, http.StatusBadGateway, "text/html", gatewayPage)
	case Away:
		page(w, http.StatusServiceUnavailable, "text/plain", "upstream unavailable\n")
	case ProxyAuth:
		w.Header().Set("Proxy-Authenticate", `Basic realm="gateway"`)
		page(w, http.StatusProxyAuthRequired, "text/html", gatewayPage)
	case Portal:
		page(w, http.StatusOK, "text/html; charset=utf-8", portalPage)
	case Garbage:
		page(w, http.StatusOK, "application/json", "\x00\xff{\"id\":\"]]\xf0")
	case Redirect:
		statuses := []int{301, 302, 303, 307, 308}
		w.Header().Set("Location", "https://"+p.elsewhere.Addr().String()+"/cekr/v1/")
		page(w, statuses[int(f.Delay)%len(statuses)], "text/html", gatewayPage)
	}
}

const (
	gatewayPage = "<html><body><h1>The gateway has no answer</h1></body></html>\n"
	portalPage  = "<!DOCTYPE html><html><body><h1>Welcome to the guests' network</h1><p>Accept the terms to go on.</p></body></html>\n"
)

func page(w http.ResponseWriter, status int, media, body string) {
	w.Header().Set("Content-Type", media)
	w.WriteHeader(status)
	io.WriteString(w, body)
}

// relay hands the office's answer on as it is.
func relay(w http.ResponseWriter, a answer) {
	for name, values := range a.header {
		if name != "Connection" && name != "Content-Length" {
			w.Header()[name] = values
		}
	}
	w.WriteHeader(a.status)
	w.Write(a.body)
}

// cut promises the whole answer and sends half of it.
func cut(w http.ResponseWriter, a answer) {
	for name, values := range a.header {
		w.Header()[name] = values
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(a.body)+2))
	w.WriteHeader(a.status)
	w.Write(a.body[:len(a.body)/2])
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}

// otherAnswer is the office's word on the write before this one, or else this one under a changed id.
func (p *Proxy) otherAnswer(seen Seen, body []byte) []byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	before := p.answers[task(seen)+" before"]
	id, _, _ := strings.Cut(seen.Key, "/")
	if before == nil || id == "" || bytes.Contains(before, []byte(id)) {
		return swapID(body)
	}
	return before
}

// swapID changes one digit of every id in an answer.
func swapID(body []byte) []byte {
	at := bytes.Index(body, []byte(`"id":"`))
	if at < 0 {
		return body
	}
	swapped := bytes.Clone(body)
	if c := &swapped[at+6]; *c == '0' {
		*c = '1'
	} else {
		*c = '0'
	}
	return swapped
}

// dropConnection ends the connection without a word.
func dropConnection(w http.ResponseWriter) {
	if conn := under(w); conn != nil {
		conn.Close()
	}
}

// reset ends the connection as a broken wire does: with an RST, inside the request.
func reset(w http.ResponseWriter) {
	conn := under(w)
	if secured, ok := conn.(*tls.Conn); ok {
		conn = secured.NetConn()
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	if conn != nil {
		conn.Close()
	}
}

func under(w http.ResponseWriter) net.Conn {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	return conn
}
