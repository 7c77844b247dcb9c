package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/url"
	"strconv"

	"beckon/demo"
	"beckon/desk"
)

// beginDemo makes the demo's operator, site and zones at its first start, and lets the shop be used at whatever address it has now.
func (c *serveCommand) beginDemo(ctx context.Context, o *opened) (begun, error) {
	origins, err := demoOrigins(c.PublicURL)
	if err != nil {
		return begun{}, err
	}
	ana, _, err := o.desk.Begin(ctx, desk.First{
		Operator: desk.Operator{Login: "ana", Name: "Ana"},
		Site:     desk.Site{Name: "Velo & Bell", Mode: desk.ModeFull, Origins: origins},
		Zones:    demoZones(),
	})
	if err != nil {
		return begun{}, err
	}
	site := o.desk.Sites()[0]
	if _, err := o.desk.ChangeSite(ctx, desk.Actor{ID: ana.ID, Administrator: true}, site.ID, desk.SiteChange{Origins: &origins}); err != nil {
		return begun{}, err
	}
	link, err := c.signInLink(ctx, o, ana.ID)
	return begun{link: link, shop: demo.Shop(func() string { return site.Key }), operator: ana.ID}, err
}

// demoOrigins are the addresses under which the shop of a server at this URL is met on its own machine.
func demoOrigins(public string) ([]string, error) {
	u, err := url.Parse(public)
	if err != nil || u.Host == "" {
		return nil, errors.New("--public-url: want an address such as https://chat.shop.example")
	}
	origins := []string{u.Scheme + "://" + u.Host}
	if port := u.Port(); port != "" {
		origins = append(origins, "http://localhost:"+port, "http://127.0.0.1:"+port)
	}
	return origins, nil
}

func demoZones() []desk.Zone {
	var out []desk.Zone
	ids := map[string]desk.ZoneID{}
	for i, z := range demo.Zones() {
		id := desk.ZoneID("demo-" + strconv.Itoa(i))
		ids[z.Name] = id
		out = append(out, desk.Zone{ID: id, Parent: ids[z.Parent], Name: z.Name, Colour: z.Colour, Patterns: z.Patterns, Order: i, Default: z.Name == "Default zone"})
	}
	return out
}

// runDemo lets the simulated visitors come until ctx ends.
func (c *serveCommand) runDemo(ctx context.Context, o *opened, at net.Addr) {
	if c.DemoVisitors == 0 {
		return
	}
	origins, err := demoOrigins(c.PublicURL)
	if err == nil {
		err = demo.Run(ctx, demo.Options{URL: "http://" + at.String(), Key: o.desk.Sites()[0].Key, Origin: origins[0], Count: c.DemoVisitors})
	}
	if err != nil && ctx.Err() == nil {
		slog.Error("the demo's visitors stopped", "error", err)
	}
}
