// Command beckon lets the owner of a website see who is on the site right now, walk up to any of them, and talk.
package main

import (
	"log/slog"
	"os"

	"github.com/alecthomas/kong"

	_ "time/tzdata" // business hours on machines without a zone database
)

// version is set when a release is built.
var version = "dev"

type cli struct {
	Serve    serveCommand     `cmd:"" help:"Serve console, widget and API. With --demo also a demo shop with simulated visitors."`
	Operator operatorCommand  `cmd:"" help:"Add operators and reset their access."`
	Bench    benchCommand     `cmd:"" help:"Measure a server on this machine and print the figures of docs/performance.md."`
	OpenAPI  openAPICommand   `cmd:"" name:"openapi" help:"Print the description of the HTTP API and the socket frames."`
	Version  kong.VersionFlag `help:"Print the version."`
}

func main() {
	slog.SetDefault(slog.New(slog.NewJSONHandler(os.Stderr, nil))) // one JSON object a line: nothing a visitor sends can forge a line
	var c cli
	k := kong.Parse(&c, kong.Name("beckon"), kong.Description("See who is on your site, walk up to them, and talk."), kong.UsageOnError(),
		kong.Vars{"version": version}, kong.DefaultEnvars("BECKON"))
	if err := k.Run(); err != nil {
		k.Errorf("%s", err)
		os.Exit(1)
	}
}
