package ui

// Root is the whole page.
type Root struct {
	Model   *Model
	Actions *Actions
}

// starting says whether there is nothing to show yet, not even a failure.
func (c *Root) starting() bool {
	return len(c.Model.Panels) == 0 && c.Model.Failure == "" && c.Model.Wanted == ""
}

// class tells the style sheet how much of the page to show.
func (c *Root) class() string {
	class := "cascade"
	if len(c.Model.Panels) == 0 {
		class += " empty"
	}
	if c.Model.Wanted != "" {
		class += " inviting"
	}
	if c.Model.View.Explaining {
		class += " explaining"
	}
	if c.Model.View.Presenting {
		return class + " presenting"
	}
	switch c.Model.UI {
	case Basic, None:
		return class + " ui-" + c.Model.UI
	}
	return class + " ui-full"
}

// source is where a printed page comes from.
func (c *Root) source() string { return "Cascade · " + c.Model.State.Link }
