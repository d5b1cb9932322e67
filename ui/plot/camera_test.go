package plot

import (
	"math"
	"slices"
	"strings"
	"testing"
)

// views are cameras from which a lecturer might look.
func views() (list []Camera) {
	for turn := -3.0; turn <= 3; turn += 0.37 {
		for _, tilt := range []float64{0.12, 0.5, 0.72, 1.2, math.Pi / 2} {
			list = append(list, Camera{turn, tilt, 1})
		}
	}
	return list
}

// The graphics processor sees every point where Project puts it, and what is nearer to the reader is nearer for it, too.
func TestMatrixProjects(t *testing.T) {
	const width, height = 300, 200
	for _, c := range views() {
		v := c.Look(width, height, 12)
		m := v.Matrix()
		for _, p := range [][3]float64{{0, 0, 0}, {1, 1, 0}, {-1, 1, BoxHeight}, {0.3, -0.7, 0.4}} {
			var clip [4]float64
			for i := range clip {
				clip[i] = float64(m[12+i])
				for k, x := range p {
					clip[i] += float64(m[4*k+i]) * x
				}
			}
			px, py := v.Project(p[0], p[1], p[2])
			x, y := (clip[0]/clip[3]+1)*width/2, (1-clip[1]/clip[3])*height/2
			if math.Abs(x-px) > 1e-3 || math.Abs(y-py) > 1e-3 {
				t.Errorf("%v sees %v at (%v, %v), want (%v, %v)", c, p, x, y, px, py)
			}
			if depth := clip[2] / clip[3]; math.Abs(depth) > 1 {
				t.Errorf("%v does not see %v: depth %v", c, p, depth)
			}
		}
		light := v.Light()
		if r, u, towards := v.turned(float64(light[0]), float64(light[1]), float64(light[2])+BoxHeight/2); r > -0.4 || c.Tilt < 1 && (u < 0.3 || towards < 0.1) {
			t.Errorf("%v has its light at %v, %v, %v", c, r, u, towards)
		}
	}
}

// At zoom 1 the box is inside the window from wherever it is seen, and fills a good part of it.
func TestLookFits(t *testing.T) {
	for _, size := range [][2]float64{{270, 160}, {600, 400}, {360, 420}} {
		for _, c := range views() {
			v := c.Look(size[0], size[1], 12)
			var x, y span
			for i := range 8 {
				px, py := v.Project(float64(i&1*2-1), float64(i&2-1), float64(i>>2)*BoxHeight)
				x.add(px)
				y.add(py)
			}
			if x.lo < 4 || x.hi > size[0]-4 || y.lo < 4 || y.hi > size[1]-4 {
				t.Errorf("%v: box from %v to %v and %v to %v in %v", c, x.lo, x.hi, y.lo, y.hi, size)
			}
			if x.hi-x.lo < 0.45*size[0] && y.hi-y.lo < 0.45*size[1] {
				t.Errorf("%v: box of %v x %v in %v", c, x.hi-x.lo, y.hi-y.lo, size)
			}
		}
	}
}

// The camera stays above the floor, its turn within a full circle and its zoom within reason.
func TestCameraMoves(t *testing.T) {
	c := Overview
	for range 1000 {
		c = c.Move(0.1, 0.1, 1.1)
	}
	if c.Tilt != math.Pi/2 || c.Zoom != 4 || math.Abs(c.Turn) > math.Pi {
		t.Errorf("far up: %v", c)
	}
	if c = c.Move(-1e6, -9, 1e-9); c.Tilt != 0.12 || c.Zoom != 0.6 || math.Abs(c.Turn) > math.Pi {
		t.Errorf("far down: %v", c)
	}
}

// Names and numbers stand beside the box from wherever it is seen; the height has none from right above.
func TestFrame(t *testing.T) {
	p := Panel{Kind: Heat, Height: "f", X: axis("h₁"), Y: axis("h₂")}
	for _, c := range views() {
		v := c.Look(600, 400, 12)
		f := v.Frame(&p, [2]float64{-2, 2}, [2]float64{0, 3}, 0.5, 12)
		if len(f.Grid)%4 != 0 || len(f.Axes)%4 != 0 || slices.ContainsFunc(f.Grid, math.IsNaN) {
			t.Fatalf("%v: %d and %d numbers", c, len(f.Grid), len(f.Axes))
		}
		names, texts := "", map[string]bool{}
		cx, cy := v.Project(0, 0, 0)
		for _, l := range f.Labels {
			if l.Name {
				names += l.Text + " "
			}
			texts[l.Text] = true
			edgeX, edgeY := v.Project(0.9, 0, 0)
			if c.Tilt > 0.3 && math.Hypot(l.X-cx, l.Y-cy) < 0.5*math.Hypot(edgeX-cx, edgeY-cy) {
				t.Errorf("%v: %q lies on the floor", c, l.Text)
			}
		}
		wantNames := "h₁ h₂ f "
		if c.Tilt > 1.5 {
			wantNames = "h₁ h₂ "
		}
		if names != wantNames || !texts["−2"] || !texts["3"] || strings.Contains(wantNames, "f") != texts["0.5"] {
			t.Errorf("%v: names %q, texts %v", c, names, texts)
		}
	}
}
