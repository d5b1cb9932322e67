package assembler

// VB is a constant of 16 bytes.
func VB(bytes [16]byte) Vec { return Vec{append(expression(vectorOp(12)), bytes[:]...)} }

// AddSatB returns a + b in 16 signed bytes, or the nearest number there is.
func (a Vec) AddSatB(b Vec) Vec { return a.with(111, b) }

// SubSatB returns a - b, or the nearest number there is.
func (a Vec) SubSatB(b Vec) Vec { return a.with(114, b) }

// GreaterB sets all bits of the signed bytes where a > b, and clears the others.
func (a Vec) GreaterB(b Vec) Vec { return a.with(39, b) }

// LookUpB returns for each byte of a the byte of table that it counts, 0 beyond the 16th.
func (a Vec) LookUpB(table Vec) Vec { return table.with(14, a) }

// LowerB returns the lower eight bytes of a, each followed by one of b; UpperB the upper ones.
func (a Vec) LowerB(b Vec) Vec { return a.interleave(b, 0) }

// UpperB returns the upper eight bytes of a, each followed by one of b.
func (a Vec) UpperB(b Vec) Vec { return a.interleave(b, 8) }

func (a Vec) interleave(b Vec, from byte) Vec {
	e := operation(vectorOp(13), a.expression, b.expression)
	for i := from; i < from+8; i++ {
		e = append(e, i, 16+i)
	}
	return Vec{e}
}

// DotS returns in four lanes the sums of two products each, those of the signed 16 bits in the same lane of a and of b.
func (a Vec) DotS(b Vec) Vec { return a.with(186, b) }

// ShrS returns eight times a >> n without sign.
func (a Vec) ShrS(n int32) Vec { return Vec{operation(vectorOp(141), a.expression, I(n).expression)} }

// ShlByI returns a << n, n modulo 32.
func (a Vec) ShlByI(n Int) Vec { return Vec{operation(vectorOp(171), a.expression, n.expression)} }
