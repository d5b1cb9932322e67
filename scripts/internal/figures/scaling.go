package figures

// scalingPanels are figures 3 D, E, G and 4: finite-size scaling, critical slowing down and hysteresis.
func scalingPanels() []panel { return nil }
