package browser

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"cascade/wasm/protocol"
)

// The option pin of a link describes another run of the same experiment by what it has other than the link's own: name.value for parameters,
// seed and length, and update.name.value for its changes, which it has none of otherwise: "beta.1.4,seed.8,300.lr.0.02".

// names lists the parameters of e in the order of links. The length of a protocol's run, none of whose parameters may change in a run, follows from the others.
func names(e *protocol.Experiment) (list []string) {
	trains := false
	for i := range e.Params {
		list = append(list, e.Params[i].Name)
		trains = trains || e.Params[i].Live
	}
	if list = append(list, "seed"); trains {
		list = append(list, "updates")
	}
	return list
}

// pinOption writes the option for a run with the values b and the changes events, pinned beside one with the values a. It is never empty.
func pinOption(e *protocol.Experiment, a, b map[string]string, events string) string {
	var list []string
	for _, name := range names(e) {
		if a[name] != b[name] {
			list = append(list, name+"."+b[name])
		}
	}
	if events != "" {
		list = append(list, events)
	}
	if list == nil {
		list = []string{"seed." + b["seed"]}
	}
	return strings.Join(list, ",")
}

// pinnedLink returns the link, and as far as they are known the values, of the run that an option describes beside that of a link with
// these values; problems say what could not be understood. Without anything that could, the pinned link is empty.
func pinnedLink(e *protocol.Experiment, link string, values map[string]string, option string) (pinned string, changed map[string]string, problems []string) {
	name, query, _ := strings.Cut(withoutOptions(link), "?")
	parts := slices.DeleteFunc(strings.Split(query, "&"), func(part string) bool { return part == "" || strings.HasPrefix(part, "events=") })
	changed = maps.Clone(values)
	var events []string
	understood := false
	for _, item := range strings.Split(option, ",") {
		key, value, ok := strings.Cut(item, ".")
		_, err := strconv.Atoi(key)
		switch {
		case item == "":
			continue
		case ok && err == nil:
			events = append(events, item)
		case ok && slices.Contains(names(e), key):
			parts = slices.DeleteFunc(parts, func(part string) bool { return strings.HasPrefix(part, key+"=") })
			parts = append(parts, key+"="+value)
			changed[key] = value
		default:
			problems = append(problems, fmt.Sprintf("pin=%.60q names no parameter of %s: only a run of the same experiment can be compared, by what it has other, as in pin=seed.8; it is ignored", item, e.Name))
			continue
		}
		understood = true
	}
	if !understood {
		return "", nil, problems
	}
	if events != nil {
		parts = append(parts, "events="+strings.Join(events, ","))
	}
	return joinLink(name, parts), changed, problems
}

// withOption returns a canonical link with another value of one of the pageOptions, or without it if the value is empty.
func withOption(link, option, value string) string {
	name, query, _ := strings.Cut(link, "?")
	var parts []string
	at, order := -1, slices.Index(pageOptions, option)
	for _, part := range strings.Split(query, "&") {
		key, _, _ := strings.Cut(part, "=")
		if part == "" || key == option {
			continue
		}
		if at < 0 && slices.Index(pageOptions, key) > order {
			at = len(parts)
		}
		parts = append(parts, part)
	}
	if value != "" && link != "" {
		if at < 0 {
			at = len(parts)
		}
		parts = slices.Insert(parts, at, option+"="+value)
	}
	return joinLink(name, parts)
}

// withoutSeed returns a link of a run without its seed, and withSeed with another one.
func withoutSeed(link string) string {
	name, query, _ := strings.Cut(withoutOptions(link), "?")
	return joinLink(name, slices.DeleteFunc(strings.Split(query, "&"), func(part string) bool { return part == "" || strings.HasPrefix(part, "seed=") }))
}

func withSeed(link string, seed uint32) string {
	name, query, _ := strings.Cut(withoutSeed(link), "?")
	parts := slices.DeleteFunc(strings.Split(query, "&"), func(part string) bool { return part == "" })
	at := slices.IndexFunc(parts, func(part string) bool {
		return strings.HasPrefix(part, "updates=") || strings.HasPrefix(part, "events=")
	})
	if at < 0 {
		at = len(parts)
	}
	return joinLink(name, slices.Insert(parts, at, "seed="+strconv.FormatUint(uint64(seed), 10)))
}

// Ensembles have from leastSeeds to mostSeeds runs.
const leastSeeds, mostSeeds = 2, 200

// seedsOption writes how many seeds an ensemble has, and from which on if that is not the present run's: "16", "16.5".
func seedsOption(n int, first, present uint32) string {
	if first == present {
		return strconv.Itoa(n)
	}
	return strconv.Itoa(n) + "." + strconv.FormatUint(uint64(first), 10)
}

// readSeeds reads that option.
func readSeeds(option string, present uint32) (n int, first uint32, problem string) {
	count, from, given := strings.Cut(option, ".")
	n, err := strconv.Atoi(count)
	first = present
	if given && err == nil {
		var x uint64
		x, err = strconv.ParseUint(from, 10, 32)
		first = uint32(x)
	}
	if err != nil || n < leastSeeds || n > mostSeeds {
		return 0, 0, fmt.Sprintf("seeds=%.60q is not a number from %d to %d, as in seeds=16, or with the first seed as in seeds=16.5; it is ignored", option, leastSeeds, mostSeeds)
	}
	return n, first, ""
}
