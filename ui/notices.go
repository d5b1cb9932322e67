package ui

// Notices lists what was corrected in a link or a value, until the user dismisses it. It is a live region, so it stays in
// the page when it is empty.
type Notices struct {
	Model   *Model
	Actions *Actions
}

func (c *Notices) dismiss() {
	c.Model.Notices = nil
	call(c.Actions.DismissNotice)
}
