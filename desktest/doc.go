// Package desktest tells what must be true of the desk: scenarios with actors, a store in memory, a bus between desks, and the suite
// that every store passes. It is for tests only.
package desktest
