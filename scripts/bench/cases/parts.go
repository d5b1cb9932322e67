package cases

import (
	"cascade/engine/experiments"
	"cascade/engine/kernels"
	"cascade/engine/training"
)

// parts are the kernels of one update of the machine of bb784x500k1, after 300 updates: a profile of where its time goes.
func parts() []*Case {
	list := []struct {
		name string
		make func(p *pieces) func()
	}{
		{"part-sample-hidden", func(p *pieces) func() {
			return func() {
				for tile := range kernels.Tiles(p.hidden.Units) {
					kernels.SampleHidden(p.hidden, p.fixed, p.visible, p.streams, p.ints, tile)
				}
			}
		}},
		{"part-sample-visible", func(p *pieces) func() {
			return func() {
				for tile := range kernels.Tiles(p.out.Units) {
					kernels.SampleVisible(p.out, p.fixed, p.hidden, p.streams, p.ints, tile)
				}
			}
		}},
		{"part-input-hidden", func(p *pieces) func() { // the sums alone
			x := kernels.NewMatrix(p.visible.Chains, p.hidden.Units)
			return func() {
				for tile := range kernels.Tiles(p.hidden.Units) {
					kernels.InputHidden(x, p.w, p.c, p.visible, p.tables, tile)
				}
			}
		}},
		{"part-tables-hidden", func(p *pieces) func() { // four chains: hardly anything but the tables
			in, out := p.visible.Part(0, 4), p.hidden.Part(0, 4)
			return func() {
				for tile := range kernels.Tiles(p.hidden.Units) {
					kernels.SampleHidden(out, p.fixed, in, p.streams, p.ints, tile)
				}
			}
		}},
		{"part-tables-visible", func(p *pieces) func() {
			in, out := p.hidden.Part(0, 4), p.out.Part(0, 4)
			return func() {
				for tile := range kernels.Tiles(p.visible.Units) {
					kernels.SampleVisible(out, p.fixed, in, p.streams, p.ints, tile)
				}
			}
		}},
		{"part-fixed", func(p *pieces) func() { return func() { p.fixed.Set(p.w, p.b, p.c, still) } }},
		{"part-mean-hidden", func(p *pieces) func() {
			return func() {
				for tile := range kernels.Tiles(p.hidden.Units) {
					kernels.MeanHidden(p.means, p.fixed, p.visible, p.ints, 21, tile)
				}
			}
		}},
		{"part-transpose", func(p *pieces) func() { return func() { p.gather.From(p.visible) } }},
		{"part-correlate", func(p *pieces) func() {
			totals := make([]int32, kernels.Pad(p.hidden.Units))
			return func() {
				for tile := range kernels.Tiles(p.hidden.Units) {
					kernels.Correlate(p.sums, totals, p.gather, p.means, p.ints, tile)
				}
			}
		}},
		{"part-step", func(p *pieces) func() {
			v, h := make([]float32, kernels.Pad(p.visible.Units)), make([]float32, kernels.Pad(p.hidden.Units))
			s := kernels.Centred{W: p.w, D: p.sums, M: p.sums, PerD: 1e-9, PerM: 1e-9, VD: v, DV: v, GB: v, HD: h, DH: h, GC: h}
			return func() { s.Step(0, p.w.Rows) }
		}},
		{"part-batch", func(p *pieces) func() {
			return func() {
				for c := range p.out.Chains {
					p.out.CopyChain(c, p.visible, c*7%p.visible.Chains)
				}
			}
		}},
	}
	var all []*Case
	for _, l := range list {
		all = append(all, named(l.name, Result{NV: 784, NH: 500, Batch: 500, Chains: 500, K: 1},
			func(c *Case, assets *experiments.Assets) func() { return l.make(newPieces(c.trainer(assets))) }))
	}
	return all
}

// pieces are what the kernels of an update work on.
type pieces struct {
	w                    *kernels.Matrix
	fixed                *kernels.Fixed
	b, c                 []float32
	visible, hidden, out *kernels.Layer
	streams              *kernels.Streams
	tables               *kernels.Tables
	ints                 *kernels.IntTables
	means, sums          *kernels.IntMatrix
	gather               *kernels.Transposed
}

func newPieces(t *training.Binary) *pieces {
	for range 300 {
		t.Update(still)
	}
	nv, nh, chains := t.Machine.W.Rows, t.Machine.W.Cols, t.Chains.Chains
	p := &pieces{w: t.Machine.W, b: t.Machine.B, c: t.Machine.C, visible: t.Chains, hidden: t.Hidden, out: kernels.NewLayer(nv, chains),
		streams: t.Streams, tables: kernels.NewTables(nv), ints: kernels.NewIntTables(max(nv, chains)), fixed: kernels.NewFixed(nv, nh),
		means: kernels.NewIntMatrix(chains, nh), sums: kernels.NewIntMatrix(nv, nh), gather: kernels.NewTransposed(nv, chains)}
	p.fixed.Set(p.w, p.b, p.c, still)
	p.gather.From(p.visible)
	for tile := range kernels.Tiles(nh) {
		kernels.MeanHidden(p.means, p.fixed, p.visible, p.ints, 21, tile)
	}
	return p
}
