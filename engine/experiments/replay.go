package experiments

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// ReadRecord reads a record and says in one sentence what is wrong with bytes that are none. name is the file's.
func ReadRecord(name string, p []byte) (*Record, error) {
	var r Record
	if err := json.Unmarshal(p, &r); err != nil {
		return nil, fmt.Errorf("%s is not a Cascade record: %w", name, err)
	}
	switch {
	case r.Cascade < 1 || r.Link == "" || r.Hash == "":
		return nil, fmt.Errorf("%s is not a Cascade record: it lacks cascade, link or hash", name)
	case r.Cascade > 1:
		return nil, fmt.Errorf("%s is a record of format %d; this program reads format 1", name, r.Cascade)
	case r.Update < 0 || len(r.Trail) > 0 && len(r.Trail) != r.Update+1:
		return nil, fmt.Errorf("%s: its trail has %d hashes for %d updates", name, len(r.Trail), r.Update)
	}
	return &r, nil
}

// Replay runs a record's link again and compares what comes out, update by update.
type Replay struct {
	*Session
	Notes  []string // what to know beforehand: corrections of the link, another build
	record *Record
}

// NewReplay starts the run of a record afresh; build names the present program. assets must hold what the link needs, see [Assets.Missing].
func NewReplay(record *Record, link *Link, corrections []string, assets *Assets, build string) (*Replay, error) {
	if record.Update > link.Updates {
		return nil, fmt.Errorf("the record stands at update %d, but its link ends at %d", record.Update, link.Updates)
	}
	if err := record.checkSources(assets.sources(link)); err != nil {
		return nil, err
	}
	r := &Replay{Session: Open(link, corrections, assets), record: record, Notes: corrections}
	if record.Build != build {
		r.Notes = append(r.Notes, fmt.Sprintf("the record was made by build %q, this is %q", record.Build, build))
	}
	return r, nil
}

// Done reports whether all updates of the record are done again.
func (r *Replay) Done() bool { return r.Prepared() && r.Update() >= r.record.Update }

// Until returns the update at which the record stands.
func (r *Replay) Until() int { return r.record.Update }

// Check compares the present update, and at the record's last one all that it holds. The error says in a sentence what differs first.
func (r *Replay) Check() error {
	record, u := r.record, r.Update()
	if u < len(record.Trail) && record.Trail[u] != r.Trail()[u] {
		return fmt.Errorf("not reproduced: the first update that differs is %d (recorded %08x, here %08x)", u, record.Trail[u], r.Trail()[u])
	}
	if !r.Done() {
		return nil
	}
	if r.Hash() != record.Hash {
		return fmt.Errorf("not reproduced: after update %d the hash is %s, recorded %s, although %d recorded updates agree",
			record.Update, r.Hash(), record.Hash, len(record.Trail))
	}
	if name := r.firstDifference(); name != "" {
		return fmt.Errorf("not reproduced: weights, chains and generators agree, but the record's %s is another", name)
	}
	return nil
}

// Success is what to say when all is Done and every Check was passed.
func (r *Replay) Success() string {
	const longest = 200 // a link may hold a whole lesson
	link := r.record.Link
	if runes := []rune(link); len(runes) > longest {
		link = string(runes[:longest]) + "…"
	}
	return fmt.Sprintf("reproduced bit for bit: %s, %d updates, hash %s", link, r.record.Update, r.record.Hash)
}

// symbol is how readers know a series or a scalar: "σ²₁", with the name behind it that the record has for it, "σ² 1 (sigma1)".
func (r *Replay) symbol(name string) string {
	e := r.Link().Experiment
	stem := strings.TrimRight(name, "0123456789")
	for _, q := range slices.Concat(e.Series, e.Scalars) {
		if q.Name == name && q.Symbol != name {
			return q.Symbol + " (" + name + ")"
		}
		if q.Name == stem {
			return q.Symbol + subscript(name[len(stem):]) + " (" + name + ")"
		}
		if base, size, _ := strings.Cut(name, "."); q.Name == base {
			return q.Symbol + " " + size + " (" + name + ")"
		}
	}
	return name
}

// firstDifference names what else in a record is not what its run gives, or "".
func (r *Replay) firstDifference() string {
	record := r.record
	again, order := r.Record(record.Build)
	equal := func(a, b any) bool {
		p, err1 := json.Marshal(a)
		q, err2 := json.Marshal(b)
		return err1 == nil && err2 == nil && bytes.Equal(p, q)
	}
	for _, name := range order {
		if !equal(record.Series[name], again.Series[name]) {
			return "curve of " + r.symbol(name)
		}
	}
	for name := range again.Scalars {
		if !equal(record.Scalars[name], again.Scalars[name]) {
			return "result " + r.symbol(name)
		}
	}
	for name := range again.Fields {
		if !equal(record.Fields[name], again.Fields[name]) {
			return "field " + name
		}
	}
	switch {
	case !equal(record.Transitions, again.Transitions):
		return "list of transitions"
	case record.Experiment != again.Experiment || !equal(record.Params, again.Params):
		return "experiment or parameters"
	}
	return ""
}
