// Package tests guards what no single package can see: who imports whom, where SQL stands, that generated files are fresh, that names
// are documented and that files stay small.
package tests
