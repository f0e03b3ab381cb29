// The chart of an answer: its kind can be switched; it is drawn anew in the colours of the page.

import { button, h, menu } from "./dom.js";
import { keep } from "./work.js";

const CONFIG = { displaylogo: false, responsive: true, displayModeBar: false, locale: "zh-CN" };
const NARROW = 520;
const MANY = 15;
const KINDS = [["柱状图", "bar"], ["条形图", "hbar"], ["折线图", "line"], ["饼图", "pie"]];

export class Chart {
  constructor(figure, name, kind = "") {
    this.figure = figure;
    this.name = name;
    this.kind = kind;
    this.log = false;
    this.plot = h("div", { class: "sw-plot", role: "img", "aria-label": `图：${name}` });
    const kinds = this.plain() ? [menu("换图 ▾", KINDS.filter(([, kind]) => kind !== "pie" || this.adds())
      .map(([text, kind]) => [text, () => this.draw(kind)]))] : [];
    this.element = h("figure", { class: "sw-chart" }, this.plot, h("figcaption", {}, ...kinds,
      !this.plain() ? null : button("对数轴", (event) => {
        this.log = !this.log;
        event.target.setAttribute("aria-pressed", String(this.log));
        this.draw();
      }, { "aria-pressed": "false" }),
      menu("存图 ▾", [["PNG 图片", () => this.save("png")], ["SVG 矢量图", () => this.save("svg")],
        ["图中数据 CSV", () => this.data()]])));
  }

  // A chart of names and figures can be drawn as another kind; a map or a heat map cannot.
  plain() {
    return this.figure.data.every((trace) => ["bar", "scatter", "pie"].includes(trace.type));
  }

  // Shares and rates are no parts of a whole.
  adds() {
    const { xaxis, yaxis } = this.figure.layout;
    return ![xaxis, yaxis].some((axis) => /%|百分点/.test(axis?.title?.text ?? ""));
  }

  async draw(kind = this.kind) {
    this.kind = kind;
    const { data, layout } = this.turned();
    const style = getComputedStyle(this.plot);
    const ink = style.getPropertyValue("--sw-ink-soft").trim();
    const line = style.getPropertyValue("--sw-line").trim();
    const axis = { gridcolor: line, linecolor: line, zerolinecolor: line, automargin: true };
    const full = {
      ...layout, font: { ...layout.font, color: ink }, autosize: true,
      xaxis: { ...axis, ...layout.xaxis, gridcolor: line },
      yaxis: { ...axis, ...layout.yaxis, gridcolor: line },
    };
    const values = data[0]?.orientation === "h" ? "xaxis" : "yaxis";
    const names = values === "xaxis" ? "yaxis" : "xaxis";
    if (this.plot.clientWidth < NARROW && this.plain()) full[names].title = ""; // the room is for bars
    if (data[0]?.type === "pie") full.showlegend = false; // its names stand beside its parts
    const bars = data[0]?.orientation === "h" ? data[0].y.length : 0;
    if (bars > MANY) full.height = 120 + 18 * bars;
    if (this.log) full[values] = { ...full[values], type: "log" };
    await window.Plotly.react(this.plot, data, full, CONFIG);
  }

  // What is drawn, as a file: a row a point.
  data() {
    const rows = [["系列", "名称", "数值"]];
    for (const trace of this.figure.data) {
      const [names, values] = trace.orientation === "h" ? [trace.y, trace.x]
        : [trace.labels ?? trace.x, trace.values ?? trace.y];
      const told = trace.text ?? [];
      for (const [n, name] of [...names ?? []].entries()) {
        rows.push([trace.name ?? "", this.plain() ? name : `${told[n] ?? ""} ${name}`.trim(), values[n]]);
      }
    }
    const quoted = (cell) => `"${String(cell ?? "").replaceAll('"', '""')}"`;
    keep(new Blob(["\ufeff", rows.map((row) => row.map(quoted).join(",")).join("\r\n")],
      { type: "text/csv" }), `${this.name.slice(0, 40)}.csv`);
  }

  turned() {
    const { data, layout } = structuredClone(this.figure);
    if (!this.kind) return { data, layout };
    const lying = (trace) => trace.orientation === "h";
    const names = (trace) => trace.labels ?? (lying(trace) ? trace.y : trace.x);
    const values = (trace) => trace.values ?? (lying(trace) ? trace.x : trace.y);
    const made = data.map((trace) => {
      const common = { name: trace.name };
      const [x, y] = [names(trace), values(trace)];
      if (this.kind === "pie") {
        return { ...common, type: "pie", labels: x, values: y, hole: 0.4, sort: false,
          direction: "clockwise", textinfo: "label+percent", automargin: true };
      }
      if (this.kind === "line") {
        return { ...common, type: "scatter", mode: "lines+markers", x, y, connectgaps: false };
      }
      return this.kind === "hbar" ? { ...common, type: "bar", orientation: "h", x: y, y: x }
        : { ...common, type: "bar", x, y };
    });
    const was = lying(data[0]);
    const now = this.kind === "hbar";
    if (was !== now) {
      for (const trace of made) { // bars that lie are listed from below
        for (const axis of ["x", "y"]) if (Array.isArray(trace[axis])) trace[axis].reverse();
      }
      made.reverse();
    }
    const [values_, names_] = was ? [layout.xaxis, layout.yaxis] : [layout.yaxis, layout.xaxis];
    const along = { title: values_?.title };
    const across = { title: names_?.title, type: names_?.type, nticks: names_?.nticks };
    const pie = this.kind === "pie";
    const turn = (of) => (pie ? [] : (of ?? []).map((one) => (was === now ? one : across_(one))));
    return {
      data: pie ? made.slice(0, 1) : made,
      layout: { ...layout, legend: { ...layout.legend, traceorder: now ? "reversed" : "normal" },
        shapes: turn(layout.shapes), annotations: turn(layout.annotations),
        xaxis: now ? along : across, yaxis: now ? across : along, height: now ? Math.max(300, 26 * (made[0].y?.length ?? 0) + 120) : 380 },
    };
  }

  save(format) {
    window.Plotly.downloadImage(this.plot, {
      format, filename: this.name.slice(0, 40), width: 1200, height: 640, scale: 2,
    });
  }
}

// A line or note along one axis, along the other.
function across_(one) {
  const turned = {};
  for (const [name, value] of Object.entries(one)) {
    const to = { x: "y", y: "x" }[name[0]];
    turned[/^[xy](0|1|ref)?$/.test(name) ? to + name.slice(1) : name] = value;
  }
  return turned;
}

// On paper a chart is as wide as the page; afterwards as wide as its place again.
const PAPER = { width: 640, height: 360 };
const drawn = () => [...document.querySelectorAll(".sw-plot.js-plotly-plot")];
window.addEventListener("beforeprint", () => {
  for (const plot of drawn()) window.Plotly.relayout(plot, { autosize: false, ...PAPER });
});
window.addEventListener("afterprint", () => {
  for (const plot of drawn()) window.Plotly.relayout(plot, { autosize: true, width: null, height: null });
});

// Charts follow the page when it turns dark or light.
export function redrawAll(charts) {
  for (const chart of charts) if (chart.plot.isConnected) chart.draw();
}
