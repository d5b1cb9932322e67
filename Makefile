# What is done often. The work is in scripts/; every line here also runs by hand.
#
#   make run       build everything and serve it on this machine
#   make dist      dist/: a static site, and dist/cascade.html, the same in one file
#   make test      all tests: natively, in a browser, and the numerics as WebAssembly
#   make check     formatting, vet, generated files
#   make generate  what is generated and committed
#   make bench     measure; make bench ARGS='-case bb784x500k1'
#   make endurance  ten minutes each of two runs in a browser: what the page holds should not grow
#   make figures check every figure panel of the paper, into scripts/internal/figures (long)
#   make fuzz      each fuzz target for FUZZTIME

# A shell may have set GOOS, GOARCH or GOFLAGS to other ends.
GO       := env -u GOOS -u GOARCH GOFLAGS=-buildvcs=false go
GOWASM   := env GOOS=js GOARCH=wasm GOFLAGS=-buildvcs=false go
NODE      = env -i 'PATH=$(PATH)' 'NODE_OPTIONS=--require=\"$(CURDIR)/static/kernels.js\"' $(shell $(GO) env GOROOT)/lib/wasm/go_js_wasm_exec
GO_FILES  = find engine wasm ui scripts -name '*.go'
FUZZTIME := 20s

.PHONY: dist run test check generate bench endurance figures digits faces fuzz clean

dist:
	$(GO) run ./scripts/build

run: dist
	$(GO) run ./scripts/serve

# A large environment does not fit into a program under node, hence NODE's empty one.
# Half an hour is for machines that do other things, too; a quiet one with two cores takes four minutes.
test: dist
	$(GO) test -timeout 30m ./...
	$(GOWASM) test -timeout 30m -exec "$(NODE)" ./engine/... ./wasm/protocol/... ./ui/...

check: generate
	git diff --exit-code -- '*_gen.go' '*.wasm'
	! $(GO_FILES) | xargs gofmt -l | grep .
	$(GO) vet ./...
	$(GOWASM) vet ./engine/... ./wasm/... ./ui/...

generate:
	$(GO) generate ./...
	$(GO_FILES) | grep _gen.go | xargs -r gofmt -w

bench: dist
	$(GO) run ./scripts/bench $(ARGS)

endurance: dist
	nice -n 15 $(GO) run ./scripts/bench -where chromium -case memory,memoryheat -seconds 600

figures: dist
	$(GO) run ./scripts/cascade figures > scripts/internal/figures/README.md

digits faces:
	$(GO) run ./scripts/build -only npm,$@

fuzz:
	$(GO) run ./scripts/fuzz -time $(FUZZTIME)

clean:
	rm -rf dist
