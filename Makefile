# Two commands: make run, make test. See README.md and CONTRIBUTING.md.
SHELL := /bin/bash
.PHONY: run test build web tools wire bench lint test-go test-web test-e2e clean

# Web packages, installed when the lock changes.
web/node_modules/.installed: web/package.json web/package-lock.json
	cd web && npm ci --no-audit --no-fund --loglevel=error
	touch $@

tools:
	@.ci/tools

web: web/node_modules/.installed
	cd web && npm run --silent build

build: web
	CGO_ENABLED=0 go build -trimpath -ldflags "-s -w" -o bin/beckon ./cmd/beckon

run: build
	bin/beckon serve --demo

# All that a change must pass.
test: tools build test-go test-web test-e2e

test-go:
	go vet ./...
	@if command -v gcc >/dev/null; then set -x; CGO_ENABLED=1 go test -race -timeout 10m ./... && go test ./files; \
	else echo "No C compiler: Go tests run without the race detector (Debian package gcc)"; go test -timeout 10m ./...; fi

test-web: web/node_modules/.installed
	@cd web && fresh=$$(mktemp) && trap 'rm -f "$$fresh"' EXIT && npx openapi-typescript ../openapi.json -o "$$fresh" >/dev/null && \
	diff wire/schema.d.ts "$$fresh" || { echo "web/wire/schema.d.ts is stale: say make wire"; exit 1; }
	cd web && npx biome check . && npx tsc -p e2e && npx vitest run

test-e2e: build
	cd web && npx playwright test -c widget/test/playwright.config.ts && npx playwright test -c e2e/playwright.config.ts

# Renews what is generated from the Go types and committed.
wire: web/node_modules/.installed
	go run ./cmd/beckon openapi > openapi.json.new && mv openapi.json.new openapi.json
	cd web && npx openapi-typescript ../openapi.json -o wire/schema.d.ts

bench: build
	bin/beckon bench

clean:
	rm -rf bin web/console/dist/* web/widget/dist/*
