// Package count is the flow of counting a drawer by notes and coins, before its close.
//
// House rules: a count is a write of its own, and moves nothing. What is expected is not known here before the clerk has counted, and where
// the office wants a blind close only whether the count agrees. Two counts at most, and both are kept: until the drawer is closed a
// count is unread, so that it is there again after a crash. It knows the counter by Host, and no other task.
package count
