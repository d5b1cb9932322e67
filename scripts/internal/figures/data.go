package figures

// dataPanels are figures 2, 3 A-C and F, and 7: machines trained on data.
func dataPanels() []panel { return nil }
