package plot

import (
	"encoding/base64"
	"math"
	"slices"

	"cascade/wasm/protocol"
)

// Waterfall is what the store holds of histograms that follow each other in time: columns of equal bins. Each column is as dark as
// the densest bin of it allows: in a lump that widens or splits the shades stay readable, which equal ink would bleach.
type Waterfall struct {
	X         []float32 // the update of each column
	Bins      int
	Low, High float64 // edges of the bins
	Shades    []byte  // Bins for each column, the lowest first: 0 for none, 254 for the densest bin of the column
	Changes   int     // grows when columns come or go
}

// Ends of the names of the two branches of theory.
const lowerSuffix, upperSuffix = ".lower", ".upper"

// shadePower is the power of the density, relative to the densest bin, that a shade is proportional to: less than 1 lets the flanks
// of a lump and the few chains between two be seen.
const shadePower = 0.6

// shares returns the share of the chains in each bin of a column, as precisely as shades tell it: to about 1 % of that in the densest bin.
func (w *Waterfall) shares(column int) []float64 {
	list, sum := make([]float64, w.Bins), 0.0
	for b, shade := range w.Shades[column*w.Bins:][:w.Bins] {
		list[b] = math.Pow(float64(shade), 1/shadePower)
		sum += list[b]
	}
	for b := range list {
		list[b] /= max(sum, 1)
	}
	return list
}

// appendColumns takes over the columns of a block, and from its first one on forgets what was there. Their branches become the series
// name.lower and name.upper, without the columns at which they are not known.
func (s *Store) appendColumns(b *protocol.Block) {
	bins := b.Rows - 3
	w := s.falls[b.Name]
	if w == nil {
		w = &Waterfall{Bins: bins, Low: float64(b.Extent[2]), High: float64(b.Extent[3])}
		s.falls[b.Name] = w
	}
	if bins != w.Bins || bins < 1 || b.From < 0 || b.From > len(w.X) {
		return
	}
	if b.Cols > 0 && b.From+b.Cols < len(w.X) && w.X[b.From] == b.Data[0] {
		return // as of series: what was seen later is still the run's future
	}
	w.X, w.Shades = w.X[:b.From], w.Shades[:b.From*bins]
	w.Changes++
	branches := [2]*series{s.named(b.Name + lowerSuffix), s.named(b.Name + upperSuffix)}
	if b.Cols > 0 {
		for _, branch := range branches {
			branch.cut(math.Nextafter32(b.Data[0], -1))
		}
	}
	for c := range b.Cols {
		column := b.Data[c*b.Rows:][:b.Rows]
		w.X = append(w.X, column[0])
		for i, branch := range branches {
			if y := column[1+i]; y == y {
				branch.x, branch.y = append(branch.x, column[0]), append(branch.y, y)
			}
		}
		w.shade(column[3:])
	}
}

// forgetColumns forgets the columns behind update at, and their branches.
func (s *Store) forgetColumns(at float32) {
	for name, w := range s.falls {
		n := upTo(w.X, at)
		w.X, w.Shades = w.X[:n], w.Shades[:n*w.Bins]
		w.Changes++
		s.named(name + lowerSuffix).cut(at)
		s.named(name + upperSuffix).cut(at)
	}
}

// cut forgets the points behind x = at.
func (v *series) cut(at float32) {
	n := upTo(v.x, at)
	v.x, v.y = v.x[:n], v.y[:n]
}

// named returns a series, an empty one if there is none.
func (s *Store) named(name string) *series {
	if s.series[name] == nil {
		s.series[name] = &series{}
	}
	return s.series[name]
}

func (w *Waterfall) shade(counts []float32) {
	most := float64(slices.Max(counts))
	for _, n := range counts {
		shade := 0.0
		if n > 0 {
			shade = math.Pow(float64(n)/most, shadePower)
		}
		w.Shades = append(w.Shades, byte(shade*(Gap-1)+0.5))
	}
}

// Waterfall returns the columns of that name, nil if there are none. Those behind [Store.Present] are the future of a run that was brought back.
func (s *Store) Waterfall(name string) *Waterfall {
	if w := s.falls[name]; w != nil && len(w.X) > 0 {
		return w
	}
	return nil
}

// edge is where column c begins: half way to the one before it. The end of the last one is as far as its beginning.
func (w *Waterfall) edge(c int) float64 {
	n := len(w.X)
	switch {
	case c == 0:
		return float64(w.X[0])
	case c < n:
		return (float64(w.X[c-1]) + float64(w.X[c])) / 2
	case n == 1:
		return float64(w.X[0]) + 0.5
	}
	return float64(w.X[n-1]) + (float64(w.X[n-1])-float64(w.X[n-2]))/2
}

// Paint writes a picture, width pixels wide and Bins high, of the columns between the limits of an axis into dst, the highest bin
// first, and returns it, grown if needed: shades, and Gap where there is no column. A pixel in which there are several shows their mean.
// Columns behind the update present are as faint as the future of a line.
func (w *Waterfall) Paint(dst []byte, width int, x [2]float64, log bool, present float64) []byte {
	if cap(dst) < width*w.Bins {
		dst = make([]byte, width*w.Bins)
	}
	dst = dst[:width*w.Bins]
	at := func(pixel int) float64 {
		share := float64(pixel) / float64(width)
		if log {
			return x[0] * math.Pow(x[1]/x[0], share)
		}
		return x[0] + (x[1]-x[0])*share
	}
	n, first := len(w.X), 0 // the first column that ends behind the pixel's beginning
	sum := make([]int, w.Bins)
	from := at(0)
	for p := range width {
		to := at(p + 1)
		for first < n && w.edge(first+1) <= from {
			first++
		}
		clear(sum)
		columns, future := 0, false
		for c := first; c < n && w.edge(c) < to; c++ {
			if future = float64(w.X[c]) > present; future && columns > 0 && float64(w.X[c-1]) <= present {
				future = false
				break
			}
			columns++
			for b, shade := range w.Shades[c*w.Bins:][:w.Bins] {
				sum[b] += int(shade)
			}
		}
		for b := range sum {
			shade := byte(Gap)
			if columns > 0 {
				shade = byte(sum[b] / columns)
				if future {
					shade = byte(FutureOpacity * float64(shade))
				}
			}
			dst[(w.Bins-1-b)*width+p] = shade
		}
		from = to
	}
	return dst
}

// InkOf returns the colours, red green blue and opacity, of the shades that Paint writes: a hue that covers more or less of the grid.
func (t *Theme) InkOf(hue int) [256][4]byte {
	c := rgb(t.Colour(hue))
	var p [256][4]byte
	for i := range Gap {
		p[i] = [4]byte{c[0], c[1], c[2], byte(i)}
	}
	p[Gap-1][3] = 255
	return p
}

// waterfall draws the columns, a pixel of the picture for each pixel of the figure.
func (f *figure) waterfall() {
	w := f.store.Waterfall(f.panel.Field)
	if w == nil {
		return
	}
	width := int(f.right - f.left)
	var palette [256][3]byte
	opacity := make([]byte, 256)
	for i, c := range f.theme.InkOf(f.panel.Hue) {
		palette[i], opacity[i] = [3]byte(c[:3]), c[3]
	}
	data := base64.StdEncoding.EncodeToString(png(w.Paint(nil, width, f.x, f.panel.X.Log, f.store.Until()), width, w.Bins, &palette, opacity))
	top, bottom := f.py(w.High), f.py(w.Low)
	f.printf(`<image x="%s" y="%s" width="%s" height="%s" preserveAspectRatio="none" href="data:image/png;base64,%s"/>`+"\n",
		short(f.left), short(top), short(f.right-f.left), short(bottom-top), data)
}
