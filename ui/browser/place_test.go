package browser

import "testing"

// TestBeside: wherever a thing stands, its explanation is inside the window and does not cover it.
func TestBeside(t *testing.T) {
	const w, h = 1280.0, 720.0
	for _, target := range []rect{{10, 10, 60, 30}, {1200, 10, 1270, 40}, {1200, 690, 1270, 715}, {10, 690, 200, 715}, {600, 300, 640, 320}, {0, 330, 1280, 390}, {300, 5, 600, 715}} {
		for _, size := range [][2]float64{{200, 60}, {380, 300}, {380, 640}, {380, 2000}} {
			x, y, allowed := beside(target, size[0], size[1], w, h)
			height := min(size[1], allowed)
			box := rect{x, y, x + size[0], y + height}
			if box.left < 0 || box.top < 0 || box.right > w || box.bottom > h || height < 60 {
				t.Errorf("%v, %v: the box is at %v", target, size, box)
			}
			if box.left < target.right && box.right > target.left && box.top < target.bottom && box.bottom > target.top {
				t.Errorf("%v, %v: the box at %v covers it", target, size, box)
			}
		}
	}
}
