// Package memory saves everything that a pointer leads to, and puts it back in place.
//
// An [Image] holds a copy of each allocation that is reachable through pointers, slices (up to their length) and interfaces,
// unexported fields included; a map would be a panic. Restore copies back into the same allocations, so that whoever points to
// them sees the old contents, and what shared memory before shares it again. What does not change between two images is held once.
//
// A field with the tag `memory:"-"` is copied itself, but not what it leads to: data sets that stay as they are, and scratch
// memory that is written before it is read. What derives such memory from the rest implements [Deriver]. Functions and channels are
// copied as they are, not what they hold.
package memory

import (
	"bytes"
	"reflect"
)

// Tag is the key of the struct tag; the value "-" ends the walk there.
const Tag = "memory"

// Deriver is something whose memory is not saved as a whole. Restored is called after all has been put back.
type Deriver interface{ Restored() }

var deriver = reflect.TypeFor[Deriver]()

// Image is the contents of memory at a moment.
type Image struct {
	blocks   map[place]*block
	derivers []Deriver
	types    library
	size     int
	fresh    int // bytes of it that the image before does not share
}

// block is a saved place. Memory with pointers is kept with its type, for the garbage collector.
type block struct {
	plain []byte
	typed reflect.Value // a slice
	mark  *int          // of the last Size that counted it
}

// Take saves what root, a pointer, leads to. What is the same as in before, which may be nil, is shared with it. Cost: one look at all
// of that memory, and a copy of what has changed. It gives up, and returns nil, when the image holds more than limit bytes.
func Take(root any, before *Image, limit int) *Image {
	m := &Image{blocks: map[place]*block{}, types: library{}}
	if before != nil {
		m.types = before.types
	}
	t := taking{Image: m, before: before, limit: limit}
	t.follow(reflect.ValueOf(root))
	if m.size > limit {
		return nil
	}
	return m
}

// Restore puts everything back where it was. The image stays good for another time.
func (m *Image) Restore() {
	for p, b := range m.blocks {
		if b.plain != nil {
			copy(p.bytes(), b.plain)
		} else {
			reflect.Copy(p.slice(), b.typed)
		}
	}
	for _, d := range m.derivers {
		d.Restored()
	}
}

// Fresh returns the bytes that are not shared with the image before.
func (m *Image) Fresh() int { return m.fresh }

// Size returns the bytes of all images together, what they share counted once.
func Size(images []*Image) int {
	total, mark := 0, new(int)
	for _, m := range images {
		for p, b := range m.blocks {
			if b.mark != mark {
				b.mark = mark
				total += p.size()
			}
		}
	}
	return total
}

// taking is a walk in progress.
type taking struct {
	*Image
	before *Image
	limit  int
}

// follow walks on behind a value: a reference, or something that contains some.
func (t *taking) follow(v reflect.Value) {
	k := t.types.of(v.Type())
	if t.size > t.limit || !k.leads {
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			t.save(place{v.UnsafePointer(), v.Type().Elem(), 1})
		}
	case reflect.Slice:
		if v.Len() > 0 {
			t.save(place{v.UnsafePointer(), v.Type().Elem(), v.Len()})
		}
	case reflect.Interface:
		if !v.IsNil() {
			t.follow(v.Elem())
		}
	case reflect.Map:
		panic("memory: maps are not saved")
	case reflect.Array:
		for i := range v.Len() {
			t.follow(v.Index(i))
		}
	case reflect.Struct:
		for _, i := range k.fields {
			t.follow(v.Field(i))
		}
	}
}

// save copies a place and walks on behind what it holds.
func (t *taking) save(p place) {
	if t.blocks[p] != nil || p.kind.Size() == 0 {
		return
	}
	if t.size += p.size(); t.size > t.limit {
		return
	}
	if t.types.of(p.kind).plain {
		live := p.bytes()
		if old := t.old(p); old != nil && bytes.Equal(old.plain, live) {
			t.blocks[p] = old
		} else {
			t.blocks[p] = &block{plain: bytes.Clone(live)}
			t.fresh += p.size()
		}
		return
	}
	if p.count == 1 && reflect.PointerTo(p.kind).Implements(deriver) {
		t.derivers = append(t.derivers, reflect.NewAt(p.kind, p.at).Interface().(Deriver))
	}
	live := p.slice()
	b := &block{typed: reflect.MakeSlice(reflect.SliceOf(p.kind), p.count, p.count)}
	reflect.Copy(b.typed, live)
	t.blocks[p] = b
	t.fresh += p.size()
	for i := range p.count {
		t.follow(live.Index(i))
	}
}

func (t *taking) old(p place) *block {
	if t.before == nil {
		return nil
	}
	return t.before.blocks[p]
}
