package main

import (
	"crypto/sha256"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"cascade/engine/experiments"
)

// maxPoints is far more than anyone waits for, and few enough to be listed before the first one runs.
const maxPoints = 100_000

// point is one run of a sweep.
type point struct {
	link *experiments.Link
	text string // the canonical link
	file string // of its record
}

// points returns the runs that a link with lists stands for: the product of its lists, of which the last one written varies
// fastest. What ParseLink would correct is an error, as a correction would make many runs of something that was not asked for.
func points(text string) ([]point, error) {
	name, query, _ := strings.Cut(strings.TrimPrefix(strings.TrimSpace(text), "#"), "?")
	plain, _, err := experiments.ParseLink(name)
	if err != nil {
		return nil, err
	}
	names := plain.Texts() // the parameters, seed and updates: a list of anything else means something else
	var axes [][]string    // every name=value with all that it stands for
	count := 1
	for pair := range strings.SplitSeq(query, "&") {
		key, value, _ := strings.Cut(pair, "=")
		pairs := []string{pair}
		if _, ok := names[key]; ok {
			if pairs, err = spread(key, value); err != nil {
				return nil, err
			}
		}
		if count *= len(pairs); count > maxPoints {
			return nil, fmt.Errorf("the sweep has more than %d points", maxPoints)
		}
		axes = append(axes, pairs)
	}
	list := make([]point, count)
	seen := make(map[string]bool, count)
	for i := range list {
		if list[i], err = newPoint(name+"?"+strings.Join(corner(axes, i), "&"), seen); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// spread returns the pairs that a list stands for: values and ranges with commas between them.
func spread(name, text string) ([]string, error) {
	var pairs []string
	for item := range strings.SplitSeq(text, ",") {
		values, err := spell(name, item)
		if err != nil {
			return nil, err
		}
		for _, v := range values {
			pairs = append(pairs, name+"="+v)
		}
		if len(pairs) > maxPoints {
			return nil, fmt.Errorf("%s has more than %d values", name, maxPoints)
		}
	}
	return pairs, nil
}

var rangeForm = regexp.MustCompile(`^(-?\d{1,15})\.\.(-?\d{1,15})(?:\.\.(\d{1,15}))?$`)

// spell returns what an item of a list stands for: `1..20` and `100..500..100` are whole numbers, both ends included.
func spell(name, item string) ([]string, error) {
	if !strings.Contains(item, "..") {
		return []string{item}, nil
	}
	m := rangeForm.FindStringSubmatch(item)
	if m == nil {
		return nil, fmt.Errorf("%s=%q is no range of whole numbers such as 1..20, or 100..500..100 by hundreds", name, item)
	}
	var n [3]int
	for i, s := range m[1:] {
		n[i], _ = strconv.Atoi(s) // digits, and few
	}
	lo, hi, step := n[0], n[1], n[2]
	if m[3] == "" {
		step = 1
	}
	if step == 0 || lo > hi {
		return nil, fmt.Errorf("%s=%q has nothing in it: a range goes up from its first number", name, item)
	}
	var list []string
	for x := lo; x <= hi && len(list) <= maxPoints; x += step {
		list = append(list, strconv.Itoa(x))
	}
	return list, nil
}

// corner returns the pairs of the i-th point.
func corner(axes [][]string, i int) []string {
	pairs := make([]string, len(axes))
	for k := len(axes) - 1; k >= 0; k-- {
		pairs[k] = axes[k][i%len(axes[k])]
		i /= len(axes[k])
	}
	return pairs
}

// newPoint reads the link of one point. seen holds the links of those before.
func newPoint(text string, seen map[string]bool) (point, error) {
	link, corrections, err := experiments.ParseLink(text)
	if err != nil {
		return point{}, err
	}
	if len(corrections) > 0 {
		return point{}, fmt.Errorf("nothing runs, as a sweep allows no correction and %s needs one: %s", text, corrections[0])
	}
	p := point{link: link, text: link.String()}
	if seen[p.text] {
		return point{}, fmt.Errorf("nothing runs, as two points of the sweep are the same run: %s", p.text)
	}
	seen[p.text] = true
	p.file = fileName(p.text)
	return p, nil
}

var illegible = regexp.MustCompile(`[^A-Za-z0-9.=-]+`)

// fileName derives from a canonical link a name that every file system takes: what can be read of it, and a hash for the rest.
func fileName(text string) string {
	const legible = 80
	name := illegible.ReplaceAllString(text, "_")
	sum := sha256.Sum256([]byte(text))
	return fmt.Sprintf("%s-%x.json", name[:min(len(name), legible)], sum[:6])
}

// shard is the part i of n of a sweep: every n-th point from the i-th on, counted from 0.
type shard struct{ i, n int }

func parseShard(text string) (shard, error) {
	a, b, ok := strings.Cut(text, "/")
	i, err1 := strconv.Atoi(a)
	n, err2 := strconv.Atoi(b)
	if !ok || err1 != nil || err2 != nil || i < 0 || i >= n {
		return shard{}, fmt.Errorf("-shard is i/n with i from 0 to n-1, not %q", text)
	}
	return shard{i, n}, nil
}

func (s shard) of(list []point) []point {
	var part []point
	for k := s.i; k < len(list); k += s.n {
		part = append(part, list[k])
	}
	return part
}
