package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/klauspost/compress/zstd"
)

const (
	installed = "../../../web/node_modules"
	committed = "../../data"
)

func needPackage(t *testing.T, name string) string {
	t.Helper()
	folder := filepath.Join(installed, name)
	if _, err := os.Stat(folder); err != nil {
		t.Skipf("%s is not installed: run npm ci in web/", name)
	}
	return folder
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestCommittedRobotsAreFresh(t *testing.T) {
	from, out := needPackage(t, robotPackage), t.TempDir()
	if _, err := writeRobots(from, out); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(read(t, filepath.Join(out, "robots_gen.txt")), read(t, filepath.Join(committed, "robots_gen.txt"))) {
		t.Error("robots_gen.txt is stale: run go generate ./origin")
	}
}

func TestCommittedCountriesAreFresh(t *testing.T) {
	from := needPackage(t, countryPackage)
	unpack, err := zstd.NewReader(nil)
	if err != nil {
		t.Fatal(err)
	}
	defer unpack.Close()
	got, err := unpack.DecodeAll(read(t, filepath.Join(committed, "country.mmdb.zst")), nil)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, read(t, filepath.Join(from, "iptoasn-country.mmdb"))) {
		t.Error("country.mmdb.zst is stale: run go generate ./origin")
	}
}

func TestReadmeNamesTheVersions(t *testing.T) {
	countries, err := packageVersion(needPackage(t, countryPackage))
	if err != nil {
		t.Fatal(err)
	}
	robots, err := packageVersion(needPackage(t, robotPackage))
	if err != nil {
		t.Fatal(err)
	}
	if got := string(read(t, filepath.Join(committed, "README.md"))); got != readme(countries, robots) {
		t.Errorf("README.md is stale: run go generate ./origin\n%s", got)
	}
}
