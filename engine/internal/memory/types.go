package memory

import (
	"reflect"
	"unsafe"
)

// traits is what a walk wants to know of a type.
type traits struct {
	plain  bool  // its values hold no pointer, so that they may be copied as bytes
	leads  bool  // its values may lead to other memory that is to be saved
	fields []int // of a struct: those that lead on
}

// library remembers the traits of types.
type library map[reflect.Type]*traits

func (l library) of(t reflect.Type) *traits {
	if known := l[t]; known != nil {
		return known
	}
	k := &traits{}
	l[t] = k // a type that contains itself does so through a pointer, which leads anyway
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Interface, reflect.Map:
		k.leads = true
	case reflect.Array:
		*k = *l.of(t.Elem())
		k.fields = nil
	case reflect.Struct:
		k.plain = true
		for i := range t.NumField() {
			f := t.Field(i)
			kf := l.of(f.Type)
			k.plain = k.plain && kf.plain
			if kf.leads && f.Tag.Get(Tag) != "-" {
				k.leads = true
				k.fields = append(k.fields, i)
			}
		}
	default:
		k.plain = t.Kind() >= reflect.Bool && t.Kind() <= reflect.Complex128
	}
	return k
}

// place is an allocation, or a part of one, as the walk meets it.
type place struct {
	at    unsafe.Pointer
	kind  reflect.Type // of the elements
	count int
}

func (p place) size() int { return int(p.kind.Size()) * p.count }

// bytes returns the live memory of a place without pointers.
func (p place) bytes() []byte { return unsafe.Slice((*byte)(p.at), p.size()) }

// slice returns the live memory of a place.
func (p place) slice() reflect.Value {
	header := struct {
		at       unsafe.Pointer
		len, cap int
	}{p.at, p.count, p.count}
	return reflect.NewAt(reflect.SliceOf(p.kind), unsafe.Pointer(&header)).Elem()
}
