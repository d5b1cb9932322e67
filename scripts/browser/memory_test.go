package browser

import "testing"

// largestFootprint is what a page with a machine of 784x500 units may hold of its own while it trains, in bytes: some 160 MB, and now
// and then 30 more. For ten minutes of it see make endurance.
const largestFootprint = 250 << 20

func TestALargeMachineFitsIntoATab(t *testing.T) {
	p := ready(t, serve(t, "/", nil), "digits?hidden=500&samples=10000&updates=100000", 1280, 720)
	p.Do(`cascade.play()`)
	p.Wait(`cascade.state().update >= 40`)
	f, err := chrome.Footprint()
	if err != nil {
		t.Skip(err) // not Linux
	}
	if t.Logf("%+v", f); f.Private > largestFootprint {
		t.Errorf("the page holds %d MB", f.Private>>20)
	}
}
