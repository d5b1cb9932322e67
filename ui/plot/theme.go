package plot

import "fmt"

// Theme is the colours and sizes of a figure. style.css declares the same colours for the page; a test compares them.
type Theme struct {
	Name                    string
	Paper, Ink, Muted, Grid string          // background, text, secondary text, grid lines: "#rrggbb"
	Hues                    [MaxHues]string // contrast with Paper at least 3:1, derived from Okabe and Ito's palette
	Low, High               string          // ends of the diverging scale around Paper
	FontSize, Line          float64         // pixels
}

// The themes of the page. Projector is Light for the back row of a lecture hall: larger text, thicker lines, full contrast.
var (
	Light = Theme{Name: "light", Paper: "#ffffff", Ink: "#1b1f26", Muted: "#59616e", Grid: "#e4e7ec",
		Hues: [MaxHues]string{"#0072b2", "#d55e00", "#008f68", "#b3498a", "#a06e00", "#4f46a8", "#2f87b5", "#8a2452", "#66751a", "#626a76"},
		Low:  "#0072b2", High: "#d55e00", FontSize: 12, Line: 2}
	Dark = Theme{Name: "dark", Paper: "#171a20", Ink: "#eceef2", Muted: "#a3abb8", Grid: "#2b3039",
		Hues: [MaxHues]string{"#56b4e9", "#ff8b3d", "#2fc79a", "#e39cc6", "#f0b429", "#a39bf7", "#8fd8ec", "#ec7fa6", "#bccb5f", "#a6aeba"},
		Low:  "#56b4e9", High: "#ff8b3d", FontSize: 12, Line: 2}
	Projector = Theme{Name: "projector", Paper: "#ffffff", Ink: "#000000", Muted: "#3c434e", Grid: "#d3d8df",
		Hues: Light.Hues, Low: Light.Low, High: Light.High, FontSize: 17, Line: 3.5}
)

// Pale returns the colour of a branch: the hue of the curve moved towards the paper.
func (t *Theme) Pale(hue int) string {
	c := mix(rgb(t.Colour(hue)), rgb(t.Paper), 0.5)
	return fmt.Sprintf("#%02x%02x%02x", c[0], c[1], c[2])
}

// BranchWidth is that of the line of a branch, in lines; FutureOpacity that of what a run that was brought back has yet to reach again.
const (
	BranchWidth   = 0.6
	FutureOpacity = 0.3
)

// Prediction returns the colour of a dashed theory line: the hue of its measurement moved towards the ink, so that the dashes
// still show where both lines coincide, as they should.
func (t *Theme) Prediction(hue int) string {
	c := mix(rgb(t.Colour(hue)), rgb(t.Ink), 0.4)
	return fmt.Sprintf("#%02x%02x%02x", c[0], c[1], c[2])
}

// AxisWidth and MarkWidth are the widths of axes and of vertical lines at moments in time, those that theory predicts being finer; in pixels, a
// part of that of curves, so that they are seen from the back row, too.
func (t *Theme) AxisWidth() float64 { return t.Line / 2 }

func (t *Theme) MarkWidth(theory bool) float64 {
	if theory {
		return 0.6 * t.Line
	}
	return 0.75 * t.Line
}
