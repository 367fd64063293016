"use strict";
// Draws the figures of the page with uPlot. Without scripts the page shows still pictures instead.
(() => {
  const figures = JSON.parse(document.getElementById("figure-data").textContent);
  const LIGHT = ["#0072B2", "#D55E00", "#009E73", "#B85C94", "#3D94C9", "#C98300", "#222222", "#8F8500"];
  const DARK = ["#5BB4EA", "#FF8B45", "#3CC9A0", "#E59CC8", "#9AD4F5", "#F2BC55", "#E6E8EB", "#E2D85A"];
  const root = document.documentElement;
  root.classList.add("js");

  const css = name => getComputedStyle(root).getPropertyValue(name).trim();
  const systemDark = matchMedia("(prefers-color-scheme: dark)");
  const dark = () => (root.dataset.theme || (systemDark.matches ? "dark" : "light")) === "dark";
  const palette = () => (dark() ? DARK : LIGHT);

  const format = v => {
    if (v === null || v === undefined) return "–";
    return String(v); // every digit, as in result.json
  };

  const isVertical = s => s.mark.startsWith("VERTICAL");
  const isPoints = s => s.mark.endsWith("POINTS");
  const isDashed = s => s.mark.includes("DASHED");

  // A curve that turns back or stands upright, such as the edge of chaos, has several y at an x.
  const isCurve = s => s.mark.endsWith("LINE") && s.x.some((v, i) => i > 0 && v <= s.x[i - 1]);

  // Every series brings its own x; uPlot wants one common x: null is a gap of the series, undefined another's x.
  function tableOf(figure, yLog) {
    const ys = figure.series.flatMap(s => s.y).filter(v => !yLog || v > 0);
    const smallest = ys.length ? Math.min(...ys) : 1;
    const largest = ys.length ? Math.max(...ys) : 1;
    const floor = yLog ? smallest * 0.6 : 0;
    const columns = figure.series.map(s => {
      if (isVertical(s)) return [[s.x[0]], [largest]];
      if (s.mark === "HISTOGRAM") return [s.x, s.y.concat([s.y[s.y.length - 1]]).map(v => (v > 0 ? v : floor))];
      const order = s.x.map((_, i) => i).sort((a, b) => s.x[a] - s.x[b]);
      return [order.map(i => s.x[i]), order.map(i => (yLog && !(s.y[i] > 0) ? null : s.y[i]))];
    });
    const x = [...new Set(columns.flatMap(c => c[0]))].sort((a, b) => a - b);
    const at = new Map(x.map((v, i) => [v, i]));
    return [x, ...columns.map(([cx, cy]) => {
      const column = new Array(x.length).fill(undefined);
      cx.forEach((v, i) => { column[at.get(v)] = cy[i]; });
      return column;
    })];
  }

  // The number the result holds, not the one that was moved onto the axis.
  function exact(series, x) {
    if (isVertical(series)) return series.x[0];
    if (series.mark === "HISTOGRAM") {
      for (let i = 0; i < series.y.length; i++) if (x >= series.x[i] && x < series.x[i + 1]) return series.y[i];
      return null;
    }
    const i = series.x.indexOf(x);
    return i < 0 ? null : series.y[i];
  }

  function describe(figure, series, x) {
    const value = exact(series, x);
    if (value === null) return "–";
    if (isVertical(series)) return format(value);
    const i = series.x.indexOf(x);
    const error = series.error && i >= 0 && series.error[i] > 0 ? " ± " + format(series.error[i]) : "";
    const where = figure.x.scale === "CATEGORIES" ? figure.x.categories[x - 1] : format(x);
    if (where === undefined) return "–"; // the end of a reference line, beside the categories
    return format(value) + error + " at " + where;
  }

  function verticalPath(u, index) {
    const path = new Path2D();
    const data = u.data[index];
    for (let i = 0; i < data.length; i++) {
      if (data[i] == null) continue;
      const px = Math.round(u.valToPos(u.data[0][i], "x", true)) + 0.5;
      path.moveTo(px, u.bbox.top + (u.series[index].dash ? 0 : 0.2 * u.bbox.height));
      path.lineTo(px, u.bbox.top + u.bbox.height);
    }
    return { stroke: path, fill: null, clip: null, band: null, gaps: null, flags: 0 };
  }

  // Joins the points in the order given; uPlot itself would sort them by x.
  function curvePath(s) {
    return (u, index) => {
      const path = new Path2D();
      s.x.forEach((x, i) => {
        const px = u.valToPos(x, "x", true), py = u.valToPos(s.y[i], "y", true);
        if (i === 0) path.moveTo(px, py); else path.lineTo(px, py);
      });
      return { stroke: path, fill: null, clip: null, band: null, gaps: null, flags: 0 };
    };
  }

  function seriesOptions(figure, s, colors) {
    const color = colors[s.color];
    const o = {
      label: s.name, stroke: color, width: 2, spanGaps: false, points: { show: false },
      dash: isDashed(s) ? [7, 5] : undefined,
      value: (u, v, si, i) => (i === null ? "–" : describe(figure, s, u.data[0][i])),
    };
    if (isVertical(s)) o.paths = verticalPath;
    else if (isCurve(s)) o.paths = curvePath(s);
    else if (s.mark === "HISTOGRAM") { o.paths = uPlot.paths.stepped({ align: 1 }); o.fill = color + "66"; o.width = 1; }
    else if (s.mark === "STAIRS") o.paths = uPlot.paths.stepped({ align: -1 });
    else if (isPoints(s)) {
      const hollow = s.mark === "HOLLOW_POINTS";
      o.paths = () => null;
      o.points = { show: true, size: hollow ? 13 : 8, width: 2, fill: hollow ? "transparent" : color, stroke: color };
    }
    return o;
  }

  function errorBars(figure, colors) {
    return u => {
      figure.series.forEach((s, k) => {
        if (!s.error || !u.series[k + 1].show) return;
        u.ctx.save();
        u.ctx.strokeStyle = colors[s.color];
        u.ctx.lineWidth = 1.5 * devicePixelRatio;
        s.x.forEach((x, i) => {
          const px = u.valToPos(x, "x", true);
          const low = u.valToPos(s.y[i] - s.error[i], "y", true), high = u.valToPos(s.y[i] + s.error[i], "y", true);
          const cap = 5 * devicePixelRatio;
          u.ctx.beginPath();
          u.ctx.moveTo(px, low); u.ctx.lineTo(px, high);
          u.ctx.moveTo(px - cap, low); u.ctx.lineTo(px + cap, low);
          u.ctx.moveTo(px - cap, high); u.ctx.lineTo(px + cap, high);
          u.ctx.stroke();
        });
        u.ctx.restore();
      });
    };
  }

  const SUPER = "⁰¹²³⁴⁵⁶⁷⁸⁹";
  function decade(v) {
    const n = Math.round(Math.log10(v));
    if (Math.abs(Math.log10(v) - n) > 1e-6) return "";
    return n >= -2 && n <= 3 ? String(+Math.pow(10, n).toPrecision(1)) : "10" + (n < 0 ? "⁻" : "") + [...String(Math.abs(n))].map(d => SUPER[d]).join("");
  }

  // Whole decades, with what lies between them while there are few. uPlot's own rule never ends below 1e-16.
  function decadeSplits(min, max) {
    const first = Math.floor(Math.log10(min)), last = Math.ceil(Math.log10(max));
    const between = last - first <= 8, step = Math.max(1, Math.ceil((last - first) / 12));
    const list = [];
    for (let n = first; n <= last; n += step) {
      for (let d = 1; d < (between ? 10 : 2); d++) list.push(Number(d + "e" + n));
    }
    const shown = list.filter(v => v >= min && v <= max);
    return shown.length > 2 ? shown : [0, 1, 2, 3, 4].map(i => +(min + (max - min) * (i + 0.5) / 5).toPrecision(3));
  }

  function decadeLabels(splits) {
    const few = splits.filter(decade).length < 2; // then some of the values between are named as well
    const named = v => few && (splits.length <= 5 || "125".includes(v.toExponential()[0]));
    return splits.map(v => decade(v) || (named(v) ? String(+v.toPrecision(3)) : ""));
  }

  function axis(spec, log, label) {
    const o = {
      label, labelSize: 26, font: "13px system-ui, sans-serif", labelFont: "14px system-ui, sans-serif",
      stroke: css("--soft"), grid: { stroke: css("--grid"), width: 1 }, ticks: { stroke: css("--line"), width: 1 },
    };
    if (log) {
      o.splits = (u, i, min, max) => decadeSplits(min, max);
      o.filter = (u, splits) => splits;
      o.values = (u, splits) => decadeLabels(splits);
    } else if (spec.scale === "CATEGORIES" || spec.scale === "INTEGERS") {
      o.splits = (u, i, min, max) => {
        const list = [];
        const step = Math.max(1, Math.ceil((max - min) / 16));
        for (let v = Math.ceil(min); v <= max; v += step) list.push(v);
        return list;
      };
      o.values = (u, splits) => splits.map(v => (spec.scale === "CATEGORIES" ? spec.categories[v - 1] || "" : String(v)));
    } else o.values = (u, splits) => splits.map(v => format(+v.toPrecision(6)));
    return o;
  }

  function yRange(figure, yLog) {
    const shown = [];
    figure.series.forEach(s => s.y.forEach((v, i) => {
      const e = s.error ? s.error[i] : 0;
      [v - e, v + e].forEach(w => { if (!yLog || w > 0) shown.push(w); });
    }));
    if (!shown.length) return yLog ? [0.1, 10] : [0, 1];
    const low = Math.min(...shown), high = Math.max(...shown);
    const bars = figure.series.some(s => s.mark === "HISTOGRAM");
    if (yLog) return bars ? [low * 0.6, high * 1.8] : [low / 1.4, high * 1.4];
    const pad = 0.06 * (high - low || Math.abs(high) || 1);
    return [bars || (low >= 0 && low < 0.3 * high) ? Math.min(0, low) : low - pad, high + pad];
  }

  function xRange(figure, xLog) {
    if (figure.x.scale === "CATEGORIES") return [0.4, figure.x.categories.length + 0.6];
    const shown = figure.series.flatMap(s => s.x).filter(v => !xLog || v > 0);
    if (!shown.length) return xLog ? [0.1, 10] : [0, 1];
    const low = Math.min(...shown), high = Math.max(...shown);
    if (figure.x.scale === "INTEGERS") return [Math.floor(low) - 0.4, Math.ceil(high) + 0.4];
    if (xLog) { const f = Math.max(1.15, Math.pow(high / low, 0.04)); return [low / f, high * f]; }
    const pad = 0.04 * (high - low || 1);
    return [low - pad, high + pad];
  }

  function nearest(figure) {
    return (u, si, hovered, xValue) => {
      if (si === 0) return hovered;
      const column = u.data[si];
      if (figure.series[si - 1].mark === "HISTOGRAM") return hovered;
      const hoveredX = u.valToPos(u.data[0][hovered], "x");
      for (let d = 0; d < column.length; d++) {
        const near = [hovered - d, hovered + d].filter(i => i >= 0 && i < column.length);
        if (!near.length) break;
        const hit = near.filter(i => column[i] != null);
        if (hit.length) {
          return Math.abs(u.valToPos(u.data[0][hit[0]], "x") - hoveredX) < 60 || isVertical(figure.series[si - 1]) ? hit[0] : null;
        }
      }
      return null;
    };
  }

  function save(blobOrUrl, name) {
    const a = document.createElement("a");
    a.href = typeof blobOrUrl === "string" ? blobOrUrl : URL.createObjectURL(blobOrUrl);
    a.download = name;
    a.click();
    if (typeof blobOrUrl !== "string") setTimeout(() => URL.revokeObjectURL(a.href), 10000);
  }

  async function svgBlob(figure) {
    const bytes = Uint8Array.from(atob(figure.svg), c => c.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Blob([await new Response(stream).arrayBuffer()], { type: "image/svg+xml" });
  }

  class FigureChart {
    constructor(figure) {
      this.figure = figure;
      this.host = document.getElementById(figure.id);
      this.box = this.host.querySelector(".chart");
      this.live = this.host.querySelector(".live");
      this.log = { x: figure.x.scale === "LOGARITHMIC", y: figure.y.scale === "LOGARITHMIC" };
      this.canLog = { x: this.log.x, y: figure.series.every(s => s.y.every(v => v >= 0)) && figure.series.some(s => s.y.some(v => v > 0)) };
      this.hidden = new Set();
      this.at = null; // where the keys are, an index into the common x
      this.tools();
      this.keys();
      this.draw();
    }

    button(text, pressed, act) {
      const b = document.createElement("button");
      b.type = "button";
      b.textContent = text;
      if (pressed !== null) b.setAttribute("aria-pressed", pressed());
      b.addEventListener("click", () => { act(); if (pressed !== null) b.setAttribute("aria-pressed", pressed()); });
      this.host.querySelector(".tools").append(b);
    }

    tools() {
      for (const side of ["x", "y"]) {
        if (this.canLog[side]) this.button("logarithmic " + side, () => String(this.log[side]), () => { this.log[side] = !this.log[side]; this.draw(); });
      }
      for (const [origin, name] of [["MEASURED", "measured"], ["PREDICTED", "theory"]]) {
        if (this.figure.series.some(s => s.origin === origin) && this.figure.series.some(s => s.origin !== origin)) {
          this.button(name, () => String(!this.hidden.has(origin)), () => {
            if (!this.hidden.delete(origin)) this.hidden.add(origin);
            this.figure.series.forEach((s, i) => { if (s.origin === origin) this.plot.setSeries(i + 1, { show: !this.hidden.has(origin) }); });
          });
        }
      }
      this.button("whole range", null, () => this.reset());
      this.button("save PNG", null, () => save(this.png(), this.figure.id + ".png"));
      this.button("save SVG", null, async () => save(await svgBlob(this.figure), this.figure.id + ".svg"));
    }

    reset() {
      const [a, b] = xRange(this.figure, this.log.x), [c, d] = yRange(this.figure, this.log.y);
      this.plot.batch(() => { this.plot.setScale("x", { min: a, max: b }); this.plot.setScale("y", { min: c, max: d }); });
    }

    png() {
      const source = this.plot.ctx.canvas;
      const copy = document.createElement("canvas");
      copy.width = source.width;
      copy.height = source.height;
      const g = copy.getContext("2d");
      g.fillStyle = css("--paper");
      g.fillRect(0, 0, copy.width, copy.height);
      g.drawImage(source, 0, 0);
      return copy.toDataURL("image/png");
    }

    keys() {
      this.box.addEventListener("keydown", e => {
        const x = this.plot.data[0];
        const speaks = i => this.figure.series.some(s => describe(this.figure, s, x[i]) !== "–");
        const from = (i, step) => { while (x[i] !== undefined && !speaks(i)) i += step; return x[i] === undefined ? this.at : i; };
        let i = null;
        if (e.key === "Home" || (e.key === "ArrowRight" && this.at === null)) i = from(0, 1);
        else if (e.key === "End" || (e.key === "ArrowLeft" && this.at === null)) i = from(x.length - 1, -1);
        else if (e.key === "ArrowRight") i = from(this.at + 1, 1);
        else if (e.key === "ArrowLeft") i = from(this.at - 1, -1);
        else if (e.key === "Escape") { this.reset(); return; }
        else return;
        if (i === null) return;
        this.at = i;
        e.preventDefault();
        this.plot.setCursor({ left: this.plot.valToPos(x[i], "x"), top: this.plot.over.clientHeight / 2 });
        this.live.textContent = this.figure.series
          .map(s => [s.name, describe(this.figure, s, x[i])])
          .filter(([, text]) => text !== "–").map(([name, text]) => name + ": " + text).join("; ");
      });
    }

    size() {
      return { width: Math.max(280, this.box.clientWidth), height: Math.max(300, Math.min(460, 0.52 * this.box.clientWidth)) };
    }

    draw() {
      const { figure, log } = this;
      const colors = palette();
      if (this.plot) this.plot.destroy();
      this.at = null;
      const x = xRange(figure, log.x), y = yRange(figure, log.y);
      // What a zoom asks for, or everything; switching a series off must not move the axes.
      const keep = full => (u, low, high) => (low !== null && high > low ? [low, high] : full);
      const options = {
        ...this.size(),
        scales: {
          x: { time: false, distr: log.x ? 3 : 1, auto: false, min: x[0], max: x[1], range: keep(x) },
          y: { distr: log.y ? 3 : 1, auto: false, min: y[0], max: y[1], range: keep(y) },
        },
        axes: [axis(figure.x, log.x, figure.x.label), { ...axis(figure.y, log.y, figure.y.label), size: 64 }],
        series: [
          { label: figure.x.label, value: (u, v) => (v === null || v === undefined ? "–" : figure.x.scale === "CATEGORIES" ? figure.x.categories[v - 1] || "–" : format(v)) },
          ...figure.series.map(s => ({ ...seriesOptions(figure, s, colors), show: !this.hidden.has(s.origin) })),
        ],
        cursor: { drag: { x: true, y: true, uni: 20 }, dataIdx: nearest(figure), points: { size: 9 } },
        legend: { markers: { width: 3, dash: (u, i) => (i > 0 && isDashed(figure.series[i - 1]) ? "dashed" : "solid") } },
        hooks: {
          draw: [errorBars(figure, colors)],
        },
      };
      this.plot = new uPlot(options, tableOf(figure, log.y), this.box);
      this.plot.over.addEventListener("dblclick", () => this.reset());
    }
  }

  const charts = figures.flatMap(f => {
    try {
      return [new FigureChart(f)];
    } catch (e) {
      document.getElementById(f.id).classList.add("still-only");
      console.error("figure " + f.id + ": " + e.stack);
      return [];
    }
  });
  const redraw = () => charts.forEach(c => c.draw());
  const toggle = document.getElementById("theme");
  toggle.hidden = false;
  toggle.addEventListener("click", () => { root.dataset.theme = dark() ? "light" : "dark"; redraw(); });
  systemDark.addEventListener("change", redraw);
  let timer = 0;
  addEventListener("resize", () => { clearTimeout(timer); timer = setTimeout(() => charts.forEach(c => c.plot.setSize(c.size())), 120); });
})();
