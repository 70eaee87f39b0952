package applog

// running needs no answer here: Windows does not remove a file that a program holds open.
func running(int) bool { return false }
