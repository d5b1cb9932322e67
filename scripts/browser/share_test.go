package browser

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"cascade/scripts/internal/chromium"
)

// TestSharedPage makes a link in the dialog, saves the page as one file from a server and from a file, opens what was saved, and finds the
// link in force; what the reader then puts behind # counts more.
func TestSharedPage(t *testing.T) {
	for name, url := range map[string]string{"served": serve(t, "/", nil), "file": singleFile()} {
		t.Run(name, func(t *testing.T) {
			p := ready(t, url, "mattis?n=60&samples=50&chains=20&updates=80", 1280, 720)
			p.Do(`document.querySelector(".copy").click()`)
			p.Do(`document.querySelector("#share [data-do=share]").click()`)
			p.Wait(`document.querySelector("#share-link[open] svg.code")`)
			p.Do(`document.getElementById("share-lock-beta").click()`)
			p.Do(`document.getElementById("share-hide-lr").click()`)
			p.Do(`document.getElementById("share-present").click()`)
			const link = "mattis?n=60&samples=50&chains=20&updates=80&view=present&hide=lr&lock=beta"
			p.Wait(`document.getElementById("share-url").value.endsWith("#` + link + `")`)
			if name == "served" {
				if got := p.Text(`document.getElementById("share-url").value`); got != url+"#"+link {
					t.Errorf("the link is %s, want %s#%s", got, url, link)
				}
			}
			p.Do(`document.querySelector("#share-link [data-close]").click()`)
			page := p.Text(`await (await cascadeBoot.whole("` + link + `")).text()`)
			file := filepath.Join(t.TempDir(), "saved.html")
			if err := os.WriteFile(file, []byte(page), 0o600); err != nil {
				t.Fatal(err)
			}
			saved := open(t, 1280, 720)
			opens(saved, "file://"+file, link)
			saved.Wait(`document.querySelector(".presenting")`)
			keys(t, saved)(kb.Escape)
			saved.Wait(`!document.querySelector(".presenting") && document.querySelector(".row.locked #param-beta")`)
			if n := saved.Number(`document.querySelectorAll(".row:has(#param-lr)").length + [...document.querySelectorAll(".row.locked :is(input, select)")].filter((e) => !e.disabled).length`); n != 0 {
				t.Errorf("%v controls are there that are hidden or locked", n)
			}
			if u := saved.Number(`(await cascade.run()).update`); u != 80 {
				t.Errorf("the saved page runs to update %v", u)
			}
			again := saved.Text(`await (await cascadeBoot.whole("mattis")).text()`)
			if n := strings.Count(again, `<meta name="link"`); n != 1 {
				t.Errorf("saved again it holds %d links", n)
			}
			if err := os.WriteFile(file, []byte(again), 0o600); err != nil {
				t.Fatal(err)
			}
			other := open(t, 1280, 720)
			opens(other, "file://"+file, "mattis")
			head, _, _ := strings.Cut(again, "<title>")
			if got := other.Text(`(await (await cascadeBoot.whole("mattis")).text()).split("<title>")[0]`); got != head {
				t.Errorf("saved once more the head is %q, and was %q", got, head)
			}
			opens(other, "file://"+file+"#mattis?n=70", "mattis?n=70")
		})
	}
}

func opens(p *chromium.TestPage, url, link string) {
	p.Goto(url)
	p.Wait(booted)
	p.Wait(`cascade.state().link === "` + link + `"`)
}

// TestLongLinkHasNoCode says so, and keeps the rest of the dialog.
func TestLongLinkHasNoCode(t *testing.T) {
	p := ready(t, serve(t, "/", nil), "mattis?n=60&updates=2000&samples=50&chains=20", 1280, 720)
	p.Do(`document.querySelector(".copy").click()`)
	p.Do(`document.querySelector("#share [data-do=share]").click()`)
	p.Wait(`document.querySelector("#share-link[open] svg.code")`)
	p.Do(`(() => { const b = document.getElementById("share-base"); b.value = "https://example.org/" + "x".repeat(4000); b.dispatchEvent(new Event("change", { bubbles: true })); })()`)
	p.Wait(`document.querySelector("#share-link").textContent.includes("too long for a QR code") && !document.querySelector("#share-link svg.code") && document.getElementById("share-copy")`)
}
