package browser

import "cascade/ui/plot"

// annotated puts into a picture what it shows and where it comes from.
func annotated(file []byte, title, origin, build string) ([]byte, error) {
	return plot.Annotate(file, [][2]string{{"Title", title}, {"Description", origin}, {"Software", "Cascade, build " + build}})
}
