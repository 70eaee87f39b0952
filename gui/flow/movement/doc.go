// Package movement is the flow of cash between a clerk's drawer and the safe: change brought, and cash taken away.
//
// House rules: a movement that isn't posted is never shown as done, and its cash stays where it is. Once something was sent, the outbox
// says where it stands. The journal keeps how much and, by the task's name, which way. What the drawer holds is nothing to a clerk in
// an office that wants a blind close. It knows the counter by Host, and no other task.
package movement
