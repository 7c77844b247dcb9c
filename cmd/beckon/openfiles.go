package main

import (
	"fmt"
	"math"
	"syscall"
)

// openFiles raises the bound of open files as far as this process may, and returns it.
func openFiles() (uint64, error) {
	var bound syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &bound); err != nil {
		return 0, fmt.Errorf("bound of open files: %w", err)
	}
	if raised := bound; bound.Cur < bound.Max {
		raised.Cur = raised.Max
		if syscall.Setrlimit(syscall.RLIMIT_NOFILE, &raised) == nil { // else what there is has to do
			bound = raised
		}
	}
	return bound.Cur, nil
}

// connectionsWithin is how many connections may be open in all with so many open files: the rest is for the store, mail and files.
func connectionsWithin(files uint64) int { return int(min(files/10*9, math.MaxInt32)) }

// socketsWithin is how many of the pages wanted may be connected with so many open files: operators, the store and the program itself
// need some too.
func socketsWithin(files uint64, wanted int) int {
	return int(min(uint64(max(0, wanted)), files/10*7+files%10*7/10))
}
