package ui

// Failure says in one sentence what went wrong, for which link, and offers to try again.
type Failure struct {
	Model   *Model
	Actions *Actions
}

// link is what was being run or asked for.
func (c *Failure) link() string {
	if c.Model.FailureLink != "" {
		return c.Model.FailureLink
	}
	if c.Model.State.Link != "" {
		return c.Model.State.Link
	}
	return c.Model.Loaded.Link
}

func (c *Failure) retry() {
	if c.Model.Dead {
		call(c.Actions.RestartWorker)
		return
	}
	call1(c.Actions.Load, c.link())
}

// canReset says whether starting the present run again is a way out: what failed is that run, and not a link.
func (c *Failure) canReset() bool {
	present := c.Model.State.Link
	return !c.Model.Dead && present != "" && (c.Model.FailureLink == "" || c.Model.FailureLink == present)
}

// dismiss hides a failure that the page has survived; a dead worker stays in sight until there is another.
func (c *Failure) dismiss() {
	c.Model.Failure, c.Model.FailureLink = "", ""
	call(c.Actions.DismissFailure)
}
