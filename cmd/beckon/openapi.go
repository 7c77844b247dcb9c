package main

import (
	"os"

	"beckon/server"
)

type openAPICommand struct{}

// Run prints the description; openapi.json in the repository is this, and a test keeps it so.
func (openAPICommand) Run() error {
	b, err := server.Describe()
	if err != nil {
		return err
	}
	_, err = os.Stdout.Write(b)
	return err
}
