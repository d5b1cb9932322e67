package browser

import "cascade/ui/plot"

// themeOf returns the theme of that name; "auto" and anything unknown follow the system.
func themeOf(name string, systemIsDark bool) *plot.Theme {
	for _, t := range []*plot.Theme{&plot.Light, &plot.Dark, &plot.Projector} {
		if t.Name == name {
			return t
		}
	}
	if systemIsDark {
		return &plot.Dark
	}
	return &plot.Light
}
