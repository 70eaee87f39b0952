package flow

// Kinds are the tasks of this desk's journal.
var Kinds = kinds
