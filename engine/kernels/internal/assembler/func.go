package assembler

import "bytes"

// Func is a function under construction: its methods append statements.
type Func struct {
	params []Kind
	locals []Kind
	body   bytes.Buffer
}

// IntArg takes the next parameter, an integer or an address. It panics when variables or statements have begun, as FloatArg does.
func (f *Func) IntArg() Int { return Int{f.arg(I32)} }

// FloatArg takes the next parameter, a float32.
func (f *Func) FloatArg() Float { return Float{f.arg(F32)} }

func (f *Func) arg(k Kind) expression {
	if len(f.locals) > 0 || f.body.Len() > 0 {
		panic("assembler: parameters come first")
	}
	f.params = append(f.params, k)
	return local(len(f.params) - 1)
}

func (f *Func) local(k Kind) expression {
	f.locals = append(f.locals, k)
	return local(len(f.params) + len(f.locals) - 1)
}

// Int declares a variable.
func (f *Func) Int(initial Int) Int {
	v := Int{f.local(I32)}
	f.Set(v, initial)
	return v
}

// Float declares a variable.
func (f *Func) Float(initial Float) Float {
	v := Float{f.local(F32)}
	f.SetFloat(v, initial)
	return v
}

// Vec declares a variable.
func (f *Func) Vec(initial Vec) Vec {
	v := f.NewVec()
	f.SetVec(v, initial)
	return v
}

// NewVec declares a variable that is zero at the function's start.
func (f *Func) NewVec() Vec { return Vec{f.local(V128)} }

// NewVecs declares so many of them.
func (f *Func) NewVecs(n int) []Vec {
	list := make([]Vec, n)
	for i := range list {
		list[i] = f.NewVec()
	}
	return list
}

// Set assigns to a variable; it panics on any other expression.
func (f *Func) Set(v, value Int) { f.set(v.expression, value.expression) }

// SetFloat assigns to a variable.
func (f *Func) SetFloat(v, value Float) { f.set(v.expression, value.expression) }

// SetVec assigns to a variable.
func (f *Func) SetVec(v, value Vec) { f.set(v.expression, value.expression) }

func (f *Func) set(v, value expression) {
	if !v.variable() {
		panic("assembler: only a variable can be assigned to")
	}
	f.body.Write(value)
	f.body.WriteByte(0x21) // local.set
	f.body.Write(v[1:])
}

// Inc adds to a variable.
func (f *Func) Inc(v Int, by Int) { f.Set(v, v.Add(by)) }

// While runs body as long as condition is not zero; it is evaluated before each round.
func (f *Func) While(condition Int, body func()) {
	// if condition { loop { body; br_if condition } }: one jump a round.
	f.body.Write(condition.expression)
	f.body.Write([]byte{0x04, 0x40, 0x03, 0x40})
	body()
	f.body.Write(condition.expression)
	f.body.Write([]byte{0x0d, 0, 0x0b, 0x0b})
}

// For runs body with i = 0, step, 2 step, ... below n; n is evaluated in each round.
func (f *Func) For(n Int, step int32, body func(i Int)) {
	i := f.Int(I(0))
	f.While(i.Below(n), func() {
		body(i)
		f.Inc(i, I(step))
	})
}

// Times runs body n times.
func (f *Func) Times(n Int, body func()) { f.For(n, 1, func(Int) { body() }) }

// If runs body when condition is not zero.
func (f *Func) If(condition Int, body func()) {
	f.body.Write(condition.expression)
	f.body.Write([]byte{0x04, 0x40})
	body()
	f.body.WriteByte(0x0b)
}

// Store8 writes the lowest byte of a value at an address plus offset.
func (f *Func) Store8(at Int, offset int, value Int) { f.store(0x3a, 0, at, offset, value.expression) }

// Store16 writes two bytes.
func (f *Func) Store16(at Int, offset int, value Int) { f.store(0x3b, 1, at, offset, value.expression) }

// Store writes four bytes.
func (f *Func) Store(at Int, offset int, value Int) { f.store(0x36, 2, at, offset, value.expression) }

// StoreFloat writes a float32.
func (f *Func) StoreFloat(at Int, offset int, value Float) {
	f.store(0x38, 2, at, offset, value.expression)
}

// StoreVec writes a vector. The address needs no alignment beyond that of its lanes.
func (f *Func) StoreVec(at Int, offset int, value Vec) {
	f.body.Write(at.expression)
	f.body.Write(value.expression)
	f.body.Write(vectorOp(11))
	f.body.Write(access(2, offset))
}

func (f *Func) store(op, alignment byte, at Int, offset int, value expression) {
	f.body.Write(at.expression)
	f.body.Write(value)
	f.body.WriteByte(op)
	f.body.Write(access(alignment, offset))
}

// access is the argument of loads and stores: log2 of the alignment, and the offset.
func access(alignment byte, offset int) []byte {
	return append([]byte{alignment}, unsigned(offset)...)
}

// code encodes the locals, in runs of the same kind, and the body.
func (f *Func) code() []byte {
	var runs []byte
	n := 0
	for i := 0; i < len(f.locals); n++ {
		j := i
		for j < len(f.locals) && f.locals[j] == f.locals[i] {
			j++
		}
		runs = append(append(runs, unsigned(j-i)...), byte(f.locals[i]))
		i = j
	}
	return append(append(vector(n, runs), f.body.Bytes()...), 0x0b)
}
