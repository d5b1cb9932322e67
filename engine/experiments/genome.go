package experiments

import (
	"errors"
	"math/rand/v2"

	"cascade/engine/kernels"
	"cascade/engine/teachers"
	"cascade/engine/training"
)

// genomeExperiment is the paper's Fig. 2, and with coarser sites Fig. 4 C-D.
var genomeExperiment = &Experiment{
	Name:  "genome",
	Title: "Human haplotypes",
	Doc: "A machine of binary units learns which alleles people carry at some hundred sites of their genome. The data are made up, by drift and admixture, " +
		"so that they resemble those of the 1000 Genomes Project; import takes the real ones. First the machine tells Africa from the rest, then Europe from East Asia.",
	Params: trainedParams(shared{noun: "haplotypes", most: teachers.Haplotypes, hidden: 100, samples: teachers.Haplotypes, lr: 0.01, batch: 200, k: 2, chains: 200},
		[]Param{
			{Name: "source", Origin: &fromHaplotypes, Symbol: "S", Doc: "haplotypes that the program makes up, or those of a file of yours", Choices: []string{"synthetic", "import"}},
			{Name: "coarse", Origin: &fromCoarseGraining, Symbol: "c", Doc: "how often the sites are halved: each new one is the majority of three, 805 → 402 → 200 → 99", Unit: "times", Max: 3, Step: 1},
			{Name: "drift", Origin: &fromPopulations, Symbol: "F", Doc: "how different the populations are: as at the sites of the Human Genome Dataset, chosen for that, or as at sites taken at random", Choices: []string{"chosen", "random"}},
		}, nil),
	Series: trainedSeries(), Scalars: trainedScalars(cloudQuantities...),
	Updates: 600, MaxUpdates: 1_000_000,
	needs: func(in input) []string {
		if in.choice("source") == "import" {
			return []string{OwnFile}
		}
		return nil
	},
	notes: func(in input) []string {
		if in.choice("source") == "import" {
			return in.assets.table.Notes
		}
		return nil
	},
	advise: adviseTrained,
	start:  func(in input) run { return newTrained(in, genomeSource) },
}

var cloudQuantities = []Quantity{
	{Name: "clusters", Origin: &fromClustering, Symbol: "clusters", Doc: "number of separate clouds of the chains in the plane of the data's two principal components; theory is that of the data"},
	{Name: "accuracy", Origin: &fromClasses, Symbol: "accuracy", Doc: "share of the data that are nearest to the centroid of their own class in that plane; of the haplotypes made here, those from Africa, East Asia and Europe, since the others are mixtures"},
}

// genomeSource makes haplotypes, or takes them from a file, and coarse-grains them.
var genomeSource = source{
	clusters: true,
	apart:    3, // of teachers.Regions
	units: func(in input) int {
		sites := teachers.HaplotypeSites
		if in.choice("source") == "import" {
			sites = in.assets.table.Units
		}
		for range in.int("coarse") {
			sites = teachers.CoarseSites(sites)
		}
		return sites
	},
	load: func(in input, pause func()) (*dataset, error) {
		d, err := haplotypes(in, pause)
		if err != nil {
			return nil, err
		}
		for range in.int("coarse") {
			if teachers.CoarseSites(d.layer.Units) < 2 {
				return nil, errors.New("the file has too few sites to be coarse-grained so often")
			}
			coarser := kernels.NewLayer(teachers.CoarseSites(d.layer.Units), d.layer.Chains)
			teachers.Coarsen(coarser, d.layer, pause)
			d.layer = coarser
		}
		return d, nil
	},
}

// haplotypes returns them at all sites.
func haplotypes(in input, pause func()) (*dataset, error) {
	if in.choice("source") == "import" {
		d := tableData(in.assets.table, in.int("samples"), 0.5, pause)
		d.side = 0
		return d, nil
	}
	r := rand.New(rand.NewPCG(uint64(in.link.Seed), training.StreamData))
	drift := teachers.HaplotypeDrift
	if in.choice("drift") == "random" {
		drift = teachers.GenomeWideDrift
	}
	n := in.int("samples")
	d := &dataset{layer: kernels.NewLayer(teachers.HaplotypeSites, n), classes: make([]byte, n), classNames: teachers.Regions}
	teachers.NewGenome(drift, teachers.HaplotypeSites, r).Sample(d.layer, d.classes, r, pause)
	return d, nil
}
