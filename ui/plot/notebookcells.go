package plot

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
)

// notebookTools is the cell with the functions that the cells of figures call.
func notebookTools(hues string) string {
	return "HUES = " + hues + `  # told apart by colour-blind readers

def numbers(values):
    return np.array([np.nan if v is None else v for v in values], float)

series = {name: (numbers(s["x"]), numbers(s["y"])) for name, s in record["series"].items()}
fields = {name: numbers(f["z"]).reshape(f["rows"], f["cols"]) for name, f in record["fields"].items()}
extents = {name: f["x"] + f["y"] for name, f in record["fields"].items()}  # x from, x to, y from, y to
transitions = {t["name"]: t for t in record["transitions"]}
changes = [int(e.split(".")[0]) for part in record["link"].split("?")[-1].split("&") if part.startswith("events=") for e in part[7:].split(",")]
changes = sorted({u for u in changes if u <= record["update"]})

def grid(count, height=3.2):
    """Axes for so many plots, two in a row."""
    rows = -(-count // 2)
    fig, axes = plt.subplots(rows, min(count, 2), figsize=(11, height * rows), squeeze=False, layout="constrained")
    for ax in axes.flat[count:]:
        ax.remove()
    return fig, list(axes.flat[:count])

def frame(ax, title, xlabel, ylabel, x=(None, None), y=(None, None), xlog=False, ylog=False, square=False):
    ax.set_title(title, loc="left", fontsize=10, pad=20 if ax.get_legend() else 6)
    ax.set_xlabel(xlabel)
    ax.set_ylabel(ylabel)
    ax.spines[["top", "right"]].set_visible(False)
    if xlog: ax.set_xscale("log")
    if ylog: ax.set_yscale("log")
    else: ax.ticklabel_format(axis="y", useOffset=False)
    if x != (None, None): ax.set_xlim(*x)
    if y != (None, None): ax.set_ylim(*y)
    if square: ax.set_aspect("equal")
    name_ends(ax)

ends = {}  # of each plot's curves: place, name, hue

def name_ends(ax, gap=0.075):
    """Names curves beside the plot, as high as they end; names that would meet are stacked."""
    ax.autoscale_view()
    place, stacks = ax.transData - ax.transAxes, []
    middle = lambda stack: max(np.mean([y for y, *_ in stack]), gap * (len(stack) - 1) / 2)
    for y, *name in sorted((place.transform(xy)[1], *name) for xy, *name in ends.pop(ax, [])):
        if not -0.5 < y < 1.5: continue
        stacks.append([(min(max(y, 0), 1), *name)])
        while len(stacks) > 1 and middle(stacks[-1]) - middle(stacks[-2]) < gap * (len(stacks[-1]) + len(stacks[-2])) / 2:
            stacks[-2:] = [stacks[-2] + stacks[-1]]
    for stack in stacks:
        for i, (y, label, hue) in enumerate(stack):
            ax.annotate(label, (1, middle(stack) + gap * (i - (len(stack) - 1) / 2)), (4, 0), xycoords="axes fraction",
                        textcoords="offset points", color=HUES[hue], va="center", annotation_clip=False)

def curve(ax, xy, hue, label=None, dash=False):
    x, y = xy
    known = np.flatnonzero(np.isfinite(y))
    ax.plot(x, y, color=HUES[hue], lw=1.2 if dash else 1.8, ls="--" if dash else "-")
    if len(known) == 1: ax.plot(x, y, "o", color=HUES[hue], ms=5, clip_on=False)
    if label and len(known):
        ends.setdefault(ax, []).append(((x[known[-1]], y[known[-1]]), label, hue))

def points(ax, xy, hue, label=None, marker="o", size=9, alpha=0.6):
    face = dict(facecolors="none", edgecolors=HUES[hue]) if marker == "ring" else dict(color=HUES[hue])
    ax.scatter(*xy, s=size, marker="o" if marker == "ring" else marker, alpha=alpha, lw=1.2, label=label, zorder=3, **face)

def bars(ax, xy, hue, label=None):
    x, y = xy
    width = x[1] - x[0] if len(x) > 1 else 1
    ax.bar(x, y, width, color=HUES[hue], alpha=0.4, edgecolor=HUES[hue], lw=0.8, label=label)

def marks(ax, *names):
    """Moments of transitions: measured solid, predicted dashed; dotted: changes of parameters."""
    for at in changes:
        ax.axvline(at, color="0.4", ls=":", lw=0.8)
    for hue, name in names:
        t = transitions.get(name, {})
        for key, style in (("update", "-"), ("theory", "--")):
            if t.get(key) is not None:
                ax.axvline(t[key], color=HUES[hue], ls=style, lw=0.9, alpha=0.7)
        at = t.get("update") if t.get("update") is not None else t.get("theory")
        if at is not None:
            base, _, sub = name.partition("_")
            ax.annotate(f"${base}_{{{sub}}}$", (at, 1), (2, -2), xycoords=("data", "axes fraction"), textcoords="offset points",
                        color=HUES[hue], va="top", fontsize=9, annotation_clip=True)

def heat(ax, name, label, walls=0):
    """Heights above the lowest point as colours, up to the walls of the valleys, with contour lines."""
    f = fields[name] - np.nanmin(fields[name])
    cap = np.nanquantile(f, walls) if walls else np.nanmax(f)
    x0, x1, y0, y1 = extents[name]
    x, y = np.linspace(x0, x1, f.shape[1]), np.linspace(y0, y1, f.shape[0])
    shown = ax.pcolormesh(x, y, np.minimum(f, cap), cmap="Blues_r", shading="gouraud")
    if cap > 0:
        ax.contour(x, y, f, levels=np.linspace(0, cap, 11)[1:], colors="k", linewidths=0.5, alpha=0.35)
    ax.figure.colorbar(shown, ax=ax, label=label, shrink=0.8)

def waterfall(ax, name, columns, hue):
    """Histograms over time: each column as dark as its densest bin allows."""
    counts = fields[name]
    shade = (counts / np.maximum(counts.max(axis=0), 1)) ** 0.6
    _, _, low, high = extents[name]
    x = series[columns][0]
    middle = (x[1:] + x[:-1]) / 2
    edges = np.concatenate([x[:1], middle, [x[-1] + (x[-1] - middle[-1] if len(x) > 1 else 0.5)]])
    ink = plt.matplotlib.colors.LinearSegmentedColormap.from_list("ink", ["white", HUES[hue]])
    ax.pcolormesh(edges, np.linspace(low, high, counts.shape[0] + 1), shade, cmap=ink)
    for branch in fields.get(name + ".theory", []):
        ax.plot(x, branch, color="k", ls="--", lw=0.9)

def pictures(ax, name, signed=False, captions=()):
    """Square pictures side by side, or rows of units."""
    rows, side = fields[name], int(extents[name][1])
    span = np.abs(rows).max() if signed else 1
    look = dict(cmap="RdBu" if signed else "Greys", vmin=-span if signed else 0, vmax=span, interpolation="nearest")
    if side * side != rows.shape[1]:
        ax.imshow(rows, aspect="auto", **look)
        ax.set_xlabel("unit")
        return
    across = min(len(rows), 8)
    down = -(-len(rows) // across)
    sheet = np.full((down * (side + 1), across * (side + 1)), np.nan)
    for i, row in enumerate(rows):
        y, x = i // across * (side + 1), i % across * (side + 1)
        sheet[y:y + side, x:x + side] = row.reshape(side, side)
        if i < len(captions):
            ax.text(x + side / 2, y + side, captions[i], ha="center", va="top", fontsize=8)
    ax.imshow(sheet, **look)
    ax.axis("off")
`
}

// replot writes the cells that plot panels again.
type replot struct {
	record         *recorded
	curves, fields []string // the code of a panel each
}

// panel adds the code of a panel, if the record holds something of it.
func (r *replot) panel(p *Panel) {
	var body []string
	add := func(format string, args ...any) { body = append(body, fmt.Sprintf(format, args...)) }
	time := p.X.Time
	switch p.Kind {
	case Plane:
		return
	case Heat:
		if !r.has(p.Field, true) {
			return
		}
		add("heat(ax, %s, %s, walls=%g)", python(p.Field), python(p.Height), p.Walls)
	case Columns:
		columns := r.columnsOf(p.Field)
		if columns == "" {
			return
		}
		add("waterfall(ax, %s, %s, hue=%d)", python(p.Field), python(columns), p.Hue)
	case Pictures:
		if !r.has(p.Field, true) {
			return
		}
		signed, captions := "", ""
		if p.Signed {
			signed = ", signed=True"
		}
		if p.Caption != "" {
			captions = fmt.Sprintf(`, captions=[f"$%s_{{{i+1}}}$ = {series[n][1][-1]:.3g}" for i, n in enumerate(f"%s{k}" for k in range(1, 11)) if n in series]`, p.Symbol, p.Caption)
		}
		add("pictures(ax, %s%s%s)", python(p.Field), signed, captions)
	}
	named := false
	for i := range p.Curves {
		code, labelled := r.curve(p, &p.Curves[i])
		if code != "" {
			body = append(body, code)
			named = named || labelled
		}
		time = time && !p.Curves[i].Field
	}
	if len(body) == 0 {
		return
	}
	if r.has(p.VerticalField, true) {
		add("for at in fields[%s].flat: ax.axvline(at, color=\"k\", ls=\"--\", lw=1)", python(p.VerticalField))
	}
	if len(p.Marks) > 0 {
		var list []string
		for _, name := range p.Marks {
			list = append(list, fmt.Sprintf("(%d, %s)", max(p.hueOf(name), 0)%MaxHues, python(name)))
		}
		add("marks(ax, %s)", strings.Join(list, ", "))
	}
	if named {
		add(`ax.legend(fontsize=8, frameon=False, loc="lower right", bbox_to_anchor=(1, 1), borderaxespad=0, ncol=4, columnspacing=1, handletextpad=0)`)
	}
	code := "ax = axes.pop(0)\n" + strings.Join(body, "\n") + "\n" + r.frame(p)
	if p.Kind == Lines && (time || !r.ofFields(p)) {
		r.curves = append(r.curves, code)
	} else {
		r.fields = append(r.fields, code)
	}
}

func (r *replot) ofFields(p *Panel) bool {
	for i := range p.Curves {
		if p.Curves[i].Field {
			return true
		}
	}
	return false
}

// frame writes the call that names a plot's axes.
func (r *replot) frame(p *Panel) string {
	if p.Kind == Pictures {
		return fmt.Sprintf("ax.set_title(%s, loc=\"left\", fontsize=10)\n", python(p.Title))
	}
	var options strings.Builder
	for _, a := range []struct {
		name string
		*Axis
	}{{"x", &p.X}, {"y", &p.Y}} {
		low := a.Min
		if a.Log && !(low > 0) {
			low = math.NaN()
		}
		if low == low || a.Max == a.Max {
			fmt.Fprintf(&options, ", %s=(%s, %s)", a.name, pythonNumber(low), pythonNumber(a.Max))
		}
		if a.Log {
			fmt.Fprintf(&options, ", %slog=True", a.name)
		}
	}
	if p.Square {
		options.WriteString(", square=True")
	}
	return fmt.Sprintf("frame(ax, %s, %s, %s%s)\n", python(p.Title), symbol(p.X.Label), symbol(p.Y.Label), options.String())
}

// curve writes the call that draws a curve, and whether it needs a legend.
func (r *replot) curve(p *Panel, c *Curve) (code string, named bool) {
	if !r.has(c.Source, c.Field) || p.Kind == Columns { // a waterfall draws its own lines
		return "", false
	}
	source := "series[" + python(c.Source) + "]"
	if c.Field {
		source = "fields[" + python(c.Source) + "][:2]"
	}
	arguments := fmt.Sprintf("ax, %s, hue=%d", source, max(c.Hue, 0)%MaxHues)
	if c.Label != "" {
		arguments += ", label=" + symbol(c.Label)
	}
	switch {
	case c.Bars:
		return "bars(" + arguments + ")", c.Label != ""
	case c.Points && c.Rings:
		return "points(" + arguments + `, marker="ring", size=50, alpha=1)`, c.Label != ""
	case c.Points && c.Cross:
		return "points(" + arguments + `, marker="x")`, c.Label != ""
	case c.Points:
		return "points(" + arguments + ")", c.Label != ""
	case c.Dash:
		return "curve(" + arguments + ", dash=True)", false
	}
	return "curve(" + arguments + ")", false
}

// has says whether the record holds a series or a field.
func (r *replot) has(name string, field bool) bool {
	if field {
		_, ok := r.record.Fields[name]
		return ok
	}
	_, ok := r.record.Series[name]
	return ok
}

// columnsOf names a series with a point for each column of a waterfall, "" if there is none.
func (r *replot) columnsOf(name string) string {
	var f struct{ Cols int }
	if json.Unmarshal(r.record.Fields[name], &f) != nil || f.Cols == 0 {
		return ""
	}
	best := ""
	for series, p := range r.record.Series {
		var s struct {
			XName string
			X     []json.RawMessage
		}
		if json.Unmarshal(p, &s) == nil && s.XName == "" && len(s.X) == f.Cols && (best == "" || series < best) && !strings.HasSuffix(series, ".theory") {
			best = series
		}
	}
	return best
}

// figure writes a cell with a figure of these panels.
func (r *replot) figure(name string, panels []string) string {
	if len(panels) == 0 {
		return "# The run holds none of these.\n"
	}
	return fmt.Sprintf("fig, axes = grid(%d)\n\n%s\nfig.savefig(%s, dpi=150)\nplt.show()\n", len(panels), strings.Join(panels, "\n"), python(name+".png"))
}
