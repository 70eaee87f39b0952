// Package signin is the flow of signing in and out.
//
// House rules: a PIN is never kept. What an answer says about a token concerns the session alone in which the question was asked. It
// knows what works behind it by Host, and no task.
package signin
