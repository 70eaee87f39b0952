// Package branch is the flow of a supervisor's view: all open drawers of the branch.
//
// House rules: every figure is the office's, as of a moment that is told; what fails leaves the last figures with their age. Where the
// office wants a blind close no sum is in the state, only how loud it is. It moves nothing, and knows the counter by Host.
package branch
