package experiments

import (
	"errors"
	"fmt"

	"cascade/engine/teachers"
)

// Assets keeps the files that experiments need, decoded once. The zero value is empty.
type Assets struct{ digits *teachers.Digits }

// Put decodes the bytes of a named file: "digits", the pack of handwritten digits. The error is one sentence that says what
// is wrong with the bytes.
func (a *Assets) Put(name string, p []byte) error {
	if name != "digits" {
		return fmt.Errorf("there is no file %s to load", quote(name))
	}
	d, err := teachers.ParseDigits(p)
	if err != nil {
		return err
	}
	if d.Count() == 0 {
		return errors.New("the file of digits holds no picture")
	}
	a.digits = &d
	return nil
}

// Missing returns the first file that e needs and a does not hold, or "".
func (a *Assets) Missing(e *Experiment) string {
	for _, name := range e.Needs {
		if name == "digits" && a.digits == nil {
			return name
		}
	}
	return ""
}
