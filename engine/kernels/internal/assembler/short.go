package assembler

// VS is a constant: n in all eight lanes.
func VS(n int16) Vec { return VI(uint32(uint16(n)) * 0x10001) }

// SplatS puts the lower half of a number into all eight lanes.
func (a Int) SplatS() Vec { return Vec{operation(vectorOp(16), a.expression)} }

// AddS returns a + b.
func (a Vec) AddS(b Vec) Vec { return a.with(142, b) }

// AddSatS returns a + b, or the nearest number there is.
func (a Vec) AddSatS(b Vec) Vec { return a.with(143, b) }

// SubS returns a - b.
func (a Vec) SubS(b Vec) Vec { return a.with(145, b) }

// TimesS returns the lower half of a b.
func (a Vec) TimesS(b Vec) Vec { return a.with(149, b) }

// MulS returns a b / 2^15, rounded, ties upwards, or the largest number there is.
func (a Vec) MulS(b Vec) Vec { return a.with(130, b) }

// RelaxedMulS is MulS in one instruction, of "relaxed" SIMD: -2^15 times -2^15 may be anything.
func (a Vec) RelaxedMulS(b Vec) Vec { return a.with(273, b) }

// AbsS returns |a|, without sign.
func (a Vec) AbsS() Vec { return Vec{operation(vectorOp(128), a.expression)} }

// AtMostS returns the smaller of two numbers without sign.
func (a Vec) AtMostS(b Vec) Vec { return a.with(151, b) }

// SarS returns a >> n with sign.
func (a Vec) SarS(n int32) Vec { return Vec{operation(vectorOp(140), a.expression, I(n).expression)} }

// NarrowI returns four integers of 32 bits from a, then four from b, each as 16 bits, or the nearest number there is.
func (a Vec) NarrowI(b Vec) Vec { return a.with(133, b) }

// NarrowS does the same from 16 bits to 8.
func (a Vec) NarrowS(b Vec) Vec { return a.with(101, b) }

// SignsB returns the highest bits of the 16 bytes.
func (a Vec) SignsB() Int { return Int{operation(vectorOp(100), a.expression)} }
