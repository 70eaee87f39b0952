// Package settings is the flow of what a clerk chooses on this PC.
//
// House rules: a change holds at once and is kept; what is wrong is said, and nothing changes. It knows no other task.
package settings
