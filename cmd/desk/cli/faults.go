package cli

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"cekr.kranj.si/desk/client/sandbox"
)

// routeFault is a fault for a route, as the office names it.
type routeFault struct {
	route string
	fault sandbox.Fault
}

// parseFaults reads what --faults says: faults parted by commas, each ROUTE=KIND with an optional
// @DELAY and an optional *TIMES behind it, "PUT top-ups=commit-then-drop*3,GET cards=slow@2s". A
// route may be written as the contract does, or without /v1 and what stands in braces.
func parseFaults(spec string) ([]routeFault, error) {
	var faults []routeFault
	for part := range strings.SplitSeq(spec, ",") {
		if strings.TrimSpace(part) == "" {
			continue
		}
		name, what, ok := strings.Cut(part, "=")
		if !ok {
			return nil, fmt.Errorf("%q", strings.TrimSpace(part))
		}
		route, ok := routeOf(strings.TrimSpace(name))
		if !ok {
			return nil, fmt.Errorf("%q", strings.TrimSpace(name))
		}
		fault, err := parseFault(strings.TrimSpace(what))
		if err != nil {
			return nil, err
		}
		faults = append(faults, routeFault{route, fault})
	}
	return faults, nil
}

func parseFault(what string) (sandbox.Fault, error) {
	kind, times, counted := strings.Cut(what, "*")
	kind, delay, delayed := strings.Cut(kind, "@")
	fault := sandbox.Fault{Kind: sandbox.FaultKind(kind)}
	var err error
	if counted {
		if fault.Times, err = strconv.Atoi(times); err != nil || fault.Times < 1 {
			return fault, fmt.Errorf("*%s", times)
		}
	}
	if delayed {
		if fault.Delay, err = time.ParseDuration(delay); err != nil || fault.Delay < 0 {
			return fault, fmt.Errorf("@%s", delay)
		}
	}
	if !slices.Contains(sandbox.FaultKinds(), fault.Kind) {
		return fault, fmt.Errorf("%q", kind)
	}
	return fault, nil
}

// routeOf finds the route of the contract that name means.
func routeOf(name string) (route string, ok bool) {
	for _, r := range sandbox.Routes() {
		if name == r || name == shortRoute(r) {
			return r, true
		}
	}
	return "", false
}

// shortRoute is a route without /v1 and what stands in braces: "PUT top-ups/cancellation". One that searches beside one that asks by id ends
// with a question mark: "GET top-ups?".
func shortRoute(route string) string {
	method, path, _ := strings.Cut(route, " ")
	var parts []string
	for part := range strings.SplitSeq(path, "/") {
		if part != "" && part != "v1" && !strings.HasPrefix(part, "{") {
			parts = append(parts, part)
		}
	}
	short := method + " " + strings.Join(parts, "/")
	if slices.Contains(sandbox.Routes(), route+"/{id}") {
		short += "?"
	}
	return short
}

// faultWords are the routes and kinds there are, for a person who wrote none of them.
func faultWords() (routes, kinds string) {
	var short1, kinds1 []string
	for _, r := range sandbox.Routes() {
		short1 = append(short1, shortRoute(r))
	}
	for _, k := range sandbox.FaultKinds() {
		kinds1 = append(kinds1, string(k))
	}
	return strings.Join(short1, ", "), strings.Join(kinds1, ", ")
}
