package experiments

// Origin says where a quantity comes from. It is part of the quantity's declaration: the page shows it beside the sentence of Doc. Declarations
// point to it: addresses are data and cost no code.
type Origin struct {
	Formula string `json:"formula,omitempty"` // in TeX, for one mode k or α of many; empty where there is nothing to calculate
	Source  string `json:"source,omitempty"`  // equation, figure or section of arXiv:2405.14689, with a word on how we differ; "ours" for what is not in it
}

// The machine and how it learns.
var (
	fromEnergy       = Origin{`E=-\sum_{ia}v_iW_{ia}h_a-\sum_ib_iv_i-\sum_ac_ah_a`, "section 3"}
	fromAscent       = Origin{`W\leftarrow W+\varepsilon\,\frac{\partial\mathcal{L}}{\partial W}`, "eq. (2)"}
	fromGradient     = Origin{`\frac{\partial\mathcal{L}}{\partial W_{ia}}=\langle v_ih_a\rangle_{\mathcal{D}}-\langle v_ih_a\rangle_{\mathcal{H}}`, "eq. (2), second term"}
	fromDataAverage  = Origin{`\langle f\rangle_{\mathcal{D}}=\frac1M\sum_{m=1}^{M}f(\mathbf{v}^{(m)})`, "eq. (2), first term"}
	fromBatchAverage = Origin{`\langle f\rangle_{\mathcal{D}}\approx\frac1B\sum_{m\,\text{in batch}}f(\mathbf{v}^{(m)})`, "eq. (2), first term"}
	fromChainAverage = Origin{`\langle f\rangle_{\mathcal{H}}\approx\frac1R\sum_{c=1}^{R}f(\mathbf{v}^{(c)},\mathbf{h}^{(c)})`, "eq. (2), second term"}
	fromGibbs        = Origin{`\mathbf{h}\sim p(\mathbf{h}|\mathbf{v}),\quad\mathbf{v}\sim p(\mathbf{v}|\mathbf{h})`, "section 3"}
	fromSmallStart   = Origin{`W_{ia}(0)\sim\mathcal{N}(0,\sigma_0^2)`, "section 4 asks for small weights; the value is ours"}
	fromLikelihood   = Origin{`\mathcal{L}=\frac1M\sum_{m=1}^{M}\ln p(\mathbf{v}^{(m)})`, "eq. (1)"}
)

// One pattern, section 4.1, and binary hidden units, appendix B.
var (
	fromCurieWeiss            = Origin{`p(\mathbf{v})\propto\exp\left[\frac{\beta}{2N}\left(\sum_i\xi_iv_i\right)^2\right]`, "section 4.1"}
	fromMagnetisation         = Origin{`m=\frac1N\sum_{i=1}^{N}\xi_iv_i`, "section 4.1"}
	fromGaussianUnit          = Origin{`p(\mathbf{v},h)\propto\exp\left[h\sum_iw_iv_i-\frac{h^2}{2\sigma_h^2}\right]`, "section 4.1; the caption of Fig. 1 needs the variance 1"}
	fromDataMagnetisation     = Origin{`m=\tanh(\beta m)`, "section 4.1"}
	fromGrowth                = Origin{`U\propto e^{\varepsilon\lambda t},\quad\lambda=N\sigma_h^2m^2`, "below eq. (3), Fig. 1; here with finite N and finite steps"}
	fromCrossing              = Origin{`\frac{|\mathbf{w}(t_c)|^2}{N}=1,\quad t_c\approx\frac{1}{\varepsilon\lambda}\ln\frac{\sqrt{N}}{U(0)}`, "section 4.1"}
	fromEndWeight             = Origin{`w=\sqrt{\beta}`, "section 4.1"}
	fromEndMagnetisation      = Origin{`m=\tanh(w^2m),\quad w^2=\beta`, "section 4.1"}
	fromPatternOverlap        = Origin{`U=\frac{1}{\sqrt{N}}\left|\sum_i\xi_iw_i\right|`, "below eq. (3)"}
	fromWeightNorm            = Origin{`q=\frac1N\sum_iw_i^2`, "section 4.1"}
	fromAlignment             = Origin{`\cos=\frac{|\boldsymbol{\xi}\cdot\mathbf{w}|}{|\boldsymbol{\xi}||\mathbf{w}|}`, "section 4.1, Fig. 5 right"}
	fromPatternSusceptibility = Origin{`\chi=\frac1N\sum_{ij}\xi_i\xi_j\left(\langle v_iv_j\rangle-\langle v_i\rangle\langle v_j\rangle\right)`, "below eq. (3), per spin"}
	fromOneSusceptibility     = Origin{`\chi=N\langle m^2\rangle=1+\frac{U^2/N}{1-q}\quad(q<1)`, "below eq. (3); deviation: the paper leaves the 1 of the diagonal out"}
	fromSaddlePoint           = Origin{`h^*=\frac1N\sum_iw_i\tanh(h^*w_i)`, "above eq. (3)"}
	fromChainMagnetisation    = Origin{`m=\left\langle\frac1N\left|\sum_i\xi_iv_i\right|\right\rangle_{\mathcal{H}}`, "section 4.1"}

	fromSharedWeights       = Origin{`H=-\frac{1}{N_h}\sum_iv_iw_i\sum_ah_a,\quad N_h=\alpha N`, "App. B"}
	fromSharedGrowth        = Origin{`\sinh\frac{mU}{\alpha\sqrt{N}}\propto e^{\varepsilon\lambda t},\quad\lambda=\frac{m^2}{\alpha}`, "App. B, Fig. 5"}
	fromSharedCrossing      = Origin{`t_c\approx\frac{\alpha}{\varepsilon m^2}\ln\frac{\sinh(m/\sqrt{\alpha})}{\sinh(mw_0/\alpha)}`, "App. B; deviation: the paper draws the pure exponential"}
	fromSharedEnd           = Origin{`w\tanh\frac{mw}{\alpha}=\beta m`, "App. B, from its two equations for the end of training"}
	fromSharedHidden        = Origin{`\tau=\tanh\frac{mw}{\alpha}`, "App. B"}
	fromSharedVisible       = Origin{`m=\tanh(w\tau)`, "App. B; deviation: the ξ printed in front is left out"}
	fromSharedSingular      = Origin{`s=\frac{|\mathbf{w}|}{\sqrt{N_h}}`, "App. B, Fig. 5 right"}
	fromHiddenMagnetisation = Origin{`\tau=\tanh\left[\frac{1}{N_h}\sum_jw_j\tanh(w_j\tau)\right]`, "App. B"}
)

// Several patterns, section 4.2 and appendix C, and our groups of spins.
var (
	fromHopfieldTeacher    = Origin{`p(\mathbf{v})\propto\exp\left[\frac{\beta}{2N}\sum_{\mu=1}^{2}\left(\sum_i\xi_i^\mu v_i\right)^2\right]`, "section 4.2"}
	fromPatternsOverlap    = Origin{`\kappa=\frac1N\sum_i\xi_i^1\xi_i^2`, "App. C; here exact, not only on average"}
	fromHopfieldSites      = Origin{`N_{1,2}=\frac{1\pm\kappa}{2}N`, "section 4.2"}
	fromHopfieldMachine    = Origin{`p(\mathbf{v})\propto\exp\left[\frac{1}{2N}\sum_{a=1}^{P}\left(\sum_iw_i^av_i\right)^2\right]`, "section 4.2"}
	fromSharedPart         = Origin{`r=\tanh(\beta(1+\kappa)r)`, "App. C; deviation: simpler than its r, and equal to it"}
	fromDifferingPart      = Origin{`p=\tanh(\beta(1-\kappa)p)`, "App. C; deviation: simpler than its p, and equal to it"}
	fromFirstRate          = Origin{`U_1\propto e^{\varepsilon\lambda_1t},\quad\lambda_1=\frac{1+\kappa}{2}r^2`, "section 4.2, Fig. 1 right"}
	fromSecondRate         = Origin{`U_2\propto e^{\varepsilon\lambda_2t},\quad\lambda_2=\frac{1-\kappa}{2}p^2`, "section 4.2, Fig. 1 right"}
	fromFirstCrossing      = Origin{`\frac{\sigma_1^2(t_I)}{N}=1,\quad t_I\approx\frac{1}{\varepsilon\lambda_1}\ln\frac{\sqrt{N}}{U_1(0)}`, "section 4.2; deviation: its sum runs over the hidden units"}
	fromSecondCrossing     = Origin{`\frac{\sigma_2^2(t_{II})}{N}=1,\quad t_{II}\approx\frac{1}{\varepsilon\lambda_2}\ln\frac{\sqrt{N}}{U_2(0)}`, "section 4.2; deviation: only what is orthogonal to mode 1 counts"}
	fromFreeEnergy         = Origin{`f=\frac{h_1^2+h_2^2}{2}-\frac1N\sum_i\ln2\cosh(h_1w_i^1+h_2w_i^2)`, "App. C, Fig. 6 right"}
	fromModeOverlap        = Origin{`U_k^2=\sum_a\frac{(\boldsymbol{\eta}_k\cdot\mathbf{w}^a)^2}{|\boldsymbol{\eta}_k|^2},\quad\boldsymbol{\eta}_{1,2}=\frac{\boldsymbol{\xi}^1\pm\boldsymbol{\xi}^2}{2}`, "App. C; deviation: summed over the hidden units"}
	fromModeStrength       = Origin{`J=\frac1N\sum_a\mathbf{w}^a(\mathbf{w}^a)^{\mathsf{T}},\quad J\mathbf{u}_k=\frac{\sigma_k^2}{N}\mathbf{u}_k`, "section 4.2, Fig. 6 left"}
	fromModeSusceptibility = Origin{`\chi_k=N_k\left(\langle m_k^2\rangle-\langle|m_k|\rangle^2\right)`, "eq. (5), for modes on sets of spins"}
	fromLumps              = Origin{`\text{lumps}=2^k\ \text{after}\ k\ \text{transitions}`, "section 4.2"}

	fromGroupsTeacher = Origin{`p(\mathbf{v})\propto\prod_{k=1}^{P}\exp\left[\frac{\beta}{2N_k}\left(\sum_{i\in k}v_i\right)^2\right]`, "ours, after section 4.2"}
	fromGroups        = Origin{`N=\sum_{k=1}^{P}N_k`, "ours, after section 4.2"}
	fromGroupRatio    = Origin{`r=\frac{N_{k+1}}{N_k}`, "ours, after section 4.2"}
	fromGroupRate     = Origin{`\lambda_k=\frac{N_k}{N}m^2,\quad m=\tanh(\beta m)`, "ours, after section 4.2"}
	fromGroupCrossing = Origin{`\frac{\sigma_k^2(t_k)}{N}=1,\quad t_k\approx\frac{1}{\varepsilon\lambda_k}\ln\frac{\sqrt{N}}{U_k(0)}`, "ours, after section 4.2"}
)

// Real data, section 5.
var (
	fromResizing              = Origin{"", "App. E"}
	fromThresholding          = Origin{`v_i=1\ \text{where}\ x_i\ge\theta`, "App. E; the level is ours"}
	fromHaplotypes            = Origin{"", "App. E; the drawn haplotypes are ours"}
	fromCoarseGraining        = Origin{`v'_j=1\ \text{where}\ v_{2j-1}+v_{2j}+v_{2j+1}\ge2`, "App. E; deviation: it prints above 2, with which the data die out"}
	fromPopulations           = Origin{"", "ours"}
	fromClustering            = Origin{"", "Fig. 2 A and D; the count is ours"}
	fromClasses               = Origin{"", "Fig. 2 A; the measure is ours"}
	fromSingularValues        = Origin{`W=\sum_\alpha w_\alpha\mathbf{u}_\alpha\bar{\mathbf{u}}_\alpha^{\mathsf{T}}`, "section 5, Figs. 2 B and 3 A"}
	fromInstability           = Origin{`\rho_\alpha=\text{squared singular value of}\ D_v^{1/2}WD_h^{1/2}`, "App. D; deviation: for any means, where D holds the variances of the units"}
	fromVisibleSusceptibility = Origin{`\chi_\alpha=\langle(\mathbf{u}_\alpha\cdot\mathbf{v})^2\rangle-\langle\mathbf{u}_\alpha\cdot\mathbf{v}\rangle^2`, "eq. (5)"}
	fromHiddenSusceptibility  = Origin{`\bar\chi_\alpha=\langle(\bar{\mathbf{u}}_\alpha\cdot\mathbf{h})^2\rangle-\langle\bar{\mathbf{u}}_\alpha\cdot\mathbf{h}\rangle^2`, "eq. (5), Fig. 4 A"}
	fromLargestSusceptibility = Origin{`\max_t\chi_\alpha(t)`, "Fig. 3 B"}
	fromPrincipalOverlap      = Origin{`|\mathbf{u}_\alpha\cdot\boldsymbol{\eta}_\alpha|`, "section 5, Fig. 2 C"}
	fromCovariance            = Origin{`C\boldsymbol{\eta}_\alpha=\lambda_\alpha\boldsymbol{\eta}_\alpha`, "section 5, Fig. 2 A"}
	fromKurtosis              = Origin{`\frac{\langle x^4\rangle}{\langle x^2\rangle^2}-3,\quad x=\mathbf{u}\cdot(\mathbf{v}-\langle\mathbf{v}\rangle)`, "ours"}
	fromBimodality            = Origin{`b=\left(\frac{\langle x^3\rangle^2}{\langle x^2\rangle^3}+1\right)\frac{\langle x^2\rangle^2}{\langle x^4\rangle},\quad x=\mathbf{u}\cdot(\mathbf{v}-\langle\mathbf{v}\rangle)`, "ours"}
	fromVisibleOverlaps       = Origin{`\chi_q=N_v\left(\langle q^2\rangle-\langle q\rangle^2\right),\quad q=\frac{1}{N_v}\sum_iv_iv'_i`, "Fig. 3 C; the paper does not define it, this is our guess"}
	fromHiddenOverlaps        = Origin{`\chi_{\bar q}=N_h\left(\langle\bar q^2\rangle-\langle\bar q\rangle^2\right),\quad\bar q=\frac{1}{N_h}\sum_ah_ah'_a`, "Fig. 3 C; the paper does not define it, this is our guess"}
	fromCriticalWeight        = Origin{`\chi_1=\frac{4}{w_c^2-w_1^2},\quad w_c=\frac{2}{\sqrt{\mathbf{u}\cdot D\mathbf{u}}}`, "eq. (6); deviation: means other than 1/2 move w_c from 4"}
)

// Protocols: machines of one growing mode, section 5 and appendix E.
var (
	fromRankOneMachine         = Origin{`W=w\,\mathbf{u}\bar{\mathbf{u}}^{\mathsf{T}}`, "App. D"}
	fromEffectiveSize          = Origin{`\frac{1}{N_e}=\sum_iu_i^4+\sum_a\bar u_a^4`, "eq. (7); deviation: the paper takes the root of Nᵥ Nₕ, which is right only at a fixed ratio"}
	fromProjections            = Origin{`m=\mathbf{u}\cdot\mathbf{v},\quad\bar m=\bar{\mathbf{u}}\cdot\mathbf{h}`, "eq. (5), Figs. 3 D and 4 A"}
	fromAnnealing              = Origin{"", "App. E.2.1"}
	fromHeating                = Origin{`\chi=\langle m^2\rangle-\langle m\rangle^2`, "eq. (5), App. E.2.1"}
	fromCriticalSusceptibility = Origin{`\chi=\langle m^2\rangle-\langle m\rangle^2=\frac{4}{w_c^2-w^2}\quad(w<w_c)`, "eqs. (5) and (6); deviation: its form in β lacks a factor 1/16"}
	fromCollapse               = Origin{`\chi=\chi_0\sqrt{N_e}\,\varphi(t),\quad t=\sqrt{N_e}\left(\frac{w^2}{w_c^2}-1\right)`, "eq. (7); deviation: Nₑ in place of N"}
	fromCriticalLaw            = Origin{`\chi=\frac{4}{w_c^2-w^2},\quad\text{hidden layer:}\ \frac{1}{\chi}=4\left(1-\frac{w^2}{w_c^2}\right)`, "eq. (6); that of the hidden layer is ours"}
	fromCriticalExponent       = Origin{`\chi\propto\left(1-\frac{w^2}{w_c^2}\right)^{-\gamma},\quad\gamma=1`, "eq. (6)"}
	fromCorrelationExponent    = Origin{`\chi(w_c)\propto N_e^{\gamma/(\nu d_u)},\quad\nu=\frac12`, "eq. (7)"}
	fromCollapseSpread         = Origin{`\left\langle\left(\frac{\varphi_1-\varphi_2}{\varphi}\right)^2\right\rangle_{|t|<4}^{1/2}`, "ours, for Fig. 3 E"}
	fromCriticalAmplitude      = Origin{`\varphi(0)=\sqrt{12}\,\frac{\Gamma(3/4)}{\Gamma(1/4)}=1.1708`, "eq. (7); the function itself is ours"}
	fromBinderCrossing         = Origin{`B=1-\frac{\langle m^4\rangle}{3\langle m^2\rangle^2}`, "ours"}
	fromRelaxationPath         = Origin{"", "Fig. 3 G"}
	fromAutocorrelation        = Origin{`\langle m(s)\,m(s+t)\rangle\propto e^{-t/\tau}`, "Fig. 3 G; the estimator is ours"}
	fromRelaxationTime         = Origin{`\tau=-\frac{1}{\ln(w^2/w_c^2)}\quad(w<w_c)`, "Fig. 3 G; deviation: near the transition its law, here also far from it"}
	fromDynamicExponent        = Origin{`\tau(w_c)\propto N_e^{z/d_u},\quad z=2`, "section 5"}
	fromCriticalPoint          = Origin{`\beta=\frac{w^2}{16},\quad\beta_c=1`, "App. D"}
	fromFieldAverage           = Origin{`m=\frac1T\sum_{s=1}^{T}m(s)`, "App. E.2.2"}
	fromTilt                   = Origin{`E_h=E-h\sum_iu_iv_i`, "App. E.2.2, Fig. 4 E"}
	fromFieldSteps             = Origin{`\Delta h=\frac{2h_{\max}}{n}`, "App. E.2.2"}
	fromMetastable             = Origin{`m=\tanh\left[\frac h2+\frac w4\tanh\frac{wm}{4}\right]`, "App. D, in a field; Fig. 4 E"}
	fromLoopArea               = Origin{`A=\frac{1}{4h_{\max}}\oint m\,dh`, "ours, for Fig. 4 E"}
	fromSpinodal               = Origin{`\frac{\partial h}{\partial m}=0`, "ours, for Fig. 4 E"}
)
