// The chart of an answer: its kind can be switched; it is drawn anew in the colours of the page.

import { button, h, menu } from "./dom.js";

const CONFIG = { displaylogo: false, responsive: true, displayModeBar: false, locale: "zh-CN" };
const KINDS = [["柱状图", "bar"], ["条形图", "hbar"], ["折线图", "line"], ["饼图", "pie"]];

export class Chart {
  constructor(figure, name) {
    this.figure = figure;
    this.name = name;
    this.kind = "";
    this.log = false;
    this.plot = h("div", { class: "sw-plot", role: "img", "aria-label": `图：${name}` });
    const kinds = this.plain() ? [menu("换图", KINDS.map(([text, kind]) => [text,
      () => this.draw(kind)]))] : [];
    this.element = h("figure", { class: "sw-chart" }, this.plot, h("figcaption", {}, ...kinds,
      !this.plain() ? null : button("对数轴", (event) => {
        this.log = !this.log;
        event.target.setAttribute("aria-pressed", String(this.log));
        this.draw();
      }, { "aria-pressed": "false" }),
      menu("存图", [["PNG 图片", () => this.save("png")], ["SVG 矢量图", () => this.save("svg")]])));
  }

  // A chart of names and figures can be drawn as another kind; a map or a heat map cannot.
  plain() {
    return this.figure.data.every((trace) => ["bar", "scatter", "pie"].includes(trace.type));
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
    if (this.log) full[values] = { ...full[values], type: "log" };
    await window.Plotly.react(this.plot, data, full, CONFIG);
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
      if (this.kind === "pie") return { ...common, type: "pie", labels: x, values: y };
      if (this.kind === "line") {
        return { ...common, type: "scatter", mode: "lines+markers", x, y, connectgaps: false };
      }
      return this.kind === "hbar" ? { ...common, type: "bar", orientation: "h", x: y, y: x }
        : { ...common, type: "bar", x, y };
    });
    const title = [data[0], layout].map((of) => (lying(of) ? layout.xaxis : layout.yaxis)?.title)[0];
    const along = this.kind === "hbar" ? { xaxis: { title } } : { yaxis: { title } };
    return {
      data: this.kind === "pie" ? made.slice(0, 1) : made,
      layout: { ...layout, xaxis: {}, yaxis: {}, shapes: [], ...along },
    };
  }

  save(format) {
    window.Plotly.downloadImage(this.plot, {
      format, filename: this.name.slice(0, 40), width: 1200, height: 640, scale: 2,
    });
  }
}

// Charts follow the page when it turns dark or light.
export function redrawAll(charts) {
  for (const chart of charts) if (chart.plot.isConnected) chart.draw();
}
