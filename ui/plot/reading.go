package plot

import "strings"

// Reading says what a panel shows where its curves are no series of the catalogue: a formula in TeX, and where the paper has it.
type Reading struct{ Formula, Source string }

// readings by the panel's ID, less its number.
var readings = []struct {
	id string
	Reading
}{
	{"waterfall", Reading{`p(m)=\frac1R\sum_{c=1}^{R}\delta(m-m_c)`, "Fig. 2 D, over all updates"}},
	{"histogram", Reading{`p(m)=\frac1R\sum_{c=1}^{R}\delta(m-m_c)`, "Fig. 2 D"}},
	{"landscape", Reading{`f(h)=\frac{h^2}{2}-\frac1N\sum_i\ln2\cosh(hw_i),\quad p(h)\propto e^{-Nf(h)}`, "App. C, for one hidden unit"}},
	{"free_energy", Reading{`f=\frac{h_1^2+h_2^2}{2}-\frac1N\sum_i\ln2\cosh(h_1w_i^1+h_2w_i^2)`, "App. C, Fig. 6 right"}},
	{"magnetisations", Reading{`m_k=\frac{1}{N_k}\sum_{i\in k}\xi_iv_i`, "section 4.2"}},
	{"projections", Reading{`F(x_1,x_2)=-\ln p(\mathbf{u}_1\cdot\mathbf{v}=x_1,\ \mathbf{u}_2\cdot\mathbf{v}=x_2)`, "Fig. 2 D; the free energy is ours"}},
	{"samples", Reading{`\mathbf{v}\sim p(\mathbf{v}|\mathbf{h})`, "section 3"}},
	{"modes", Reading{`W=\sum_\alpha w_\alpha\mathbf{u}_\alpha\bar{\mathbf{u}}_\alpha^{\mathsf{T}}`, "section 5"}},
	{"data", Reading{"", "App. E"}},
	{"plane", Reading{`\beta_c=1,\quad\beta(1\pm\kappa)=1\ \text{for two patterns}`, "sections 4.1 and 4.2; the dashed lines are ours"}},
}

// What is the key of the explanation of a curve of p.
func (p *Panel) What(c *Curve) string { return "curve " + p.ID + " " + c.Source }

// WhatOf is the key of the explanation of what stands at the edges of a surface: a name, or a number, which needs none.
func (p *Panel) WhatOf(text string) string {
	switch text {
	case p.X.Label:
		return "x " + p.ID
	case p.Y.Label:
		return "y " + p.ID
	case p.Height:
		return "heights " + p.ID
	}
	return ""
}

// Reading returns what p shows beside its curves.
func (p *Panel) Reading() (r Reading) {
	id := strings.TrimRight(p.ID, "0123456789")
	for i := range readings {
		if readings[i].id == id {
			r = readings[i].Reading
		}
	}
	return r
}

// Formulas lists the formulas of all panels.
func Formulas() []string {
	var list []string
	for _, r := range readings {
		list = append(list, r.Formula)
	}
	return list
}
