// Package report is the flow of a drawer's figures: X at any time, Z of its close.
//
// House rules: the figures are the office's, as of one moment, and add up by the one formula of money.DrawerCash. In an office that
// wants a blind close no X of an open drawer is asked for. What is not known at this desk stands beside the figures, in none of them. It
// writes nothing. It knows the counter by Host, and no other task.
package report
