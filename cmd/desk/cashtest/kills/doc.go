// Package kills ends desks and their office by kill -9 at random moments, with a failing network between
// them, and compares what is left with what the clerks did.
//
// House rules: tests alone. The processes are this package's test binary, started again: whole counters
// without their window, and an office on disk behind a real listener. What a clerk did with cash is told to the
// parent at the moment it is done, so that it outlives whoever is killed. Only processes started here are ended.
package kills
