// Package engine is the statistical physics of learning in energy-based models: who makes the data, the machines that
// learn them, how they learn, what theory says they do, and the instruments that look. It is plain Go, without clock,
// environment, goroutines or global state, and just as useful in a terminal as behind a page.
//
// # The model
//
// A restricted Boltzmann machine (RBM) has Nv visible units v_i and Nh hidden units h_a,
//
//	E(v,h) = - sum_ia v_i W_ia h_a - sum_i b_i v_i - sum_a c_a h_a,   p(v,h) = e^-E / Z.
//
// It learns data by ascending the mean log-likelihood; its gradient is a difference of two averages,
//
//	dLL/dW_ia = <v_i h_a>_data - <v_i h_a>_model.
//
// Learning is a series of second-order phase transitions: in the singular value decomposition W = sum_k w_k u_k ubar_k'
// one mode after the other grows exponentially from the initial noise, at a rate set by the data's covariance along u_k;
// when w_k passes its critical value the model's distribution splits along u_k, its susceptibility peaks, and its chains
// slow down.
//
// # Units, signs, scales
//
// All quantities are dimensionless and the temperature of the student is 1: it is the weights that grow. Time is counted
// in parameter updates; a rate is ln of the growth in one update. Vectors over units are columns; batches are rows.
//
//	symbol   code               meaning
//	N, Nv    n, Units           visible units
//	Nh       hidden             hidden units
//	v, h     Layer              states; {0,1} ("binary"), +-1 ("spin") or real ("Gaussian")
//	W, w_a   W                  weights, visible x hidden; column of hidden unit a
//	b, c     B, C               visible and hidden biases
//	sigma_h2 Variance           prior variance of a Gaussian hidden unit: 1/N (the paper's text) or 1 (its Fig. 1 caption)
//	beta     Beta               inverse temperature of the teacher
//	kappa    kappa              correlation of two patterns, xi1.xi2/N
//	xi       pattern            pattern of the teacher, +-1
//	eta      Vectors            principal direction of the data
//	m        Magnetisation      sum_i xi_i v_i / N
//	U        overlap            xi.w/sqrt(N), in the scale sigma_h2 = 1/N
//	q        q, Norm2           |w|^2/N, in the same scale: the student's own inverse temperature; critical at 1
//	f_k      Fraction           share of the sites on which mode k of a teacher lives
//	a_k      amplitudes         mean weight on those sites, a vector over the hidden units
//	f(h)     FreeEnergy         -ln p(h)/N of the hidden values; its minima are the lumps of the distribution
//	w_k      Values, sigma      singular value k of W; the critical one of a {0,1} machine is 2/sqrt(u'Du), at least 4
//	u, ubar  U, V               left (visible) and right (hidden) singular vectors
//	rho_k    rho                w_k^2 (u'Dv u)(ubar'Dh ubar): the linear instability in the state that the modes before k leave (D without what they explain), critical at 1
//	D        dv, dh             diagonal of the units' variances, f(1-f)
//	C        PCA                covariance matrix of the data
//	chi      Susceptibility     N Var(m): response of the magnetisation along a mode
//	q_ab     ReplicaOverlaps    overlap of two chains, v.v'/N
//	eps      lr, Rate           learning rate
//	k        k, K               Gibbs sweeps per update
//	h*       SaddlePoint        hidden value that dominates p(h) at large N
//	t_c      Crossing           update at which the transition happens
//
// # Where things live
//
//	portable     float64 functions with the same bits on every target
//	kernels      float32 hot loops: bit-packed layers, subset-sum tables, fused sigmoid and sampling
//	teachers     who makes the data
//	models       units, and the machine built of two layers
//	training     gradients and updates
//	theory       closed forms, saddle points, solved trajectories; never sees a machine
//	observables  averages with honest errors, spectra, susceptibilities, likelihoods
//	experiments  what can be run: parameters, links, sessions, records
//
// # Reproducibility
//
// Every random number comes from a generator derived from the run's seed and a purpose (training.StreamData, ...), and
// every chain has its own, so that adding a chain changes neither the data nor the other chains. All arithmetic that
// reaches a weight, a chain or a plot is written so that amd64, arm64 and wasm compute the same bits: products that are
// added are rounded first, exponentials are our own. A link therefore gives one hash everywhere.
//
// # References
//
//	[CPT]  D. Bachtis, G. Biroli, A. Decelle, B. Seoane, "Cascade of phase transitions in the training of energy-based
//	       models", NeurIPS 2024, arXiv:2405.14689. Equation and figure numbers are those of this paper. Where a formula
//	       here deviates from the printed one, the comment says so.
//	[DFF]  A. Decelle, G. Fissore, C. Furtlehner, "Spectral dynamics of learning in restricted Boltzmann machines",
//	       EPL 119, 60001 (2017).
//	[SM]   R. Salakhutdinov, I. Murray, "On the quantitative analysis of deep belief networks", ICML 2008.
package engine
