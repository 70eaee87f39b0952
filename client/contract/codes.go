package contract

import (
	"encoding/json"
	"fmt"
	"sync"
)

// code is the entry of a code in the contract's lists.
type code struct {
	// Status is the HTTP status of a problem; 0 for rejections.
	Status int `json:"status"`
	// Writes are the operations that a rejection can end.
	Writes []string `json:"writes"`
	// Meaning says what happened, Desk what a desk should do.
	Meaning string `json:"meaning"`
	Desk    string `json:"desk"`
}

// codes reads the list of codes that a schema carries, ProblemCode or RejectionCode.
func (s *spec) codes(schema string) map[string]code {
	s.once.Do(func() {
		s.lists = map[string]map[string]code{}
		for _, name := range []string{"ProblemCode", "RejectionCode"} {
			raw, err := json.Marshal(s.doc.Components.Schemas[name].Value.Extensions["x-codes"])
			list := map[string]code{}
			if err == nil {
				err = json.Unmarshal(raw, &list)
			}
			if err != nil {
				panic(fmt.Sprintf("openapi.yaml, %s: %v", name, err))
			}
			s.lists[name] = list
		}
	})
	return s.lists[schema]
}

// seen is what the suite met: it proves that nothing of the contract was forgotten. Safe for concurrent use.
type seen struct {
	mu         sync.Mutex
	traces     map[string]bool
	problems   map[string]bool
	rejections map[string]bool
	statuses   map[string]map[int]bool
}

func newSeen() *seen {
	return &seen{traces: map[string]bool{}, problems: map[string]bool{}, rejections: map[string]bool{}, statuses: map[string]map[int]bool{}}
}

// trace notes a Trace-Id; false if it was given before.
func (s *seen) trace(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	fresh := !s.traces[id]
	s.traces[id] = true
	return fresh
}

func (s *seen) problem(code string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.problems[code] = true
}

func (s *seen) rejection(code string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rejections[code] = true
}

func (s *seen) operation(op *operation, status int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.statuses[op.name()] == nil {
		s.statuses[op.name()] = map[int]bool{}
	}
	s.statuses[op.name()][status] = true
}

// answered says whether an operation was answered with one of these statuses.
func (s *seen) answered(op *operation, statuses ...int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, status := range statuses {
		if s.statuses[op.name()][status] {
			return true
		}
	}
	return false
}

// tried says whether an operation was answered with anything but the question who asks.
func (s *seen) tried(op *operation) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for status := range s.statuses[op.name()] {
		if status != 401 {
			return true
		}
	}
	return false
}
