// The board: pinned answers, live, with their thresholds; and the notices these raised.

import { call } from "./api.js";
import { Chart, redrawAll } from "./chart.js";
import { button, h, tell } from "./dom.js";
import { alertFields, alertOf, EVERY, select } from "./pin_form.js";
import { Table } from "./table.js";
import { work } from "./work.js";

export class Board {
  constructor(element) {
    this.element = element;
    this.charts = [];
    document.addEventListener("sw-board", () => this.load());
    this.load();
  }

  async load() {
    try {
      const [pins, notices] = await Promise.all([call("GET", "/pins"), call("GET", "/notices")]);
      this.charts = [];
      this.element.replaceChildren(this.notices(notices), this.all(pins), pins.length
        ? h("div", { class: "sw-board" }, pins.map((pin) => this.tile(pin)))
        : h("p", { class: "sw-none" }, "看板还是空的：在答案下面点“放上看板”，它会按时重查，到了界限会提醒。"));
      this.badge(notices);
    } catch (error) { tell(error.message); }
  }

  all(pins) {
    if (pins.length < 2) return h("div");
    return h("p", { class: "sw-all" }, button("全部重查", () => work("重查看板", async ({ signal, at }) => {
      try {
        for (const [n, pin] of pins.entries()) {
          at(n, pins.length);
          await call("POST", `/pins/${encodeURIComponent(pin.pin_id)}/run`, undefined, signal);
        }
      } finally { this.load(); }
      return true;
    })));
  }

  badge(notices) {
    const fresh = notices.filter((notice) => !notice.seen).length;
    document.dispatchEvent(new CustomEvent("sw-fresh", { detail: fresh }));
  }

  notices(notices) {
    if (!notices.length) return h("div");
    return h("details", { class: "sw-notices", open: notices.some((n) => !n.seen) },
      h("summary", {}, `提醒（${notices.length}）`),
      h("ul", {}, notices.map((notice) => h("li", { class: notice.seen ? "seen" : "" },
        h("time", {}, notice.raised_at.slice(5, 16).replace("T", " ")), notice.text))),
      button("都看过了", async () => { await call("POST", "/notices/seen"); this.load(); }));
  }

  tile(pin) {
    const answer = pin.answer;
    const tile = h("article", { class: `sw-tile${pin.tripped ? " tripped" : ""}`,
      "data-pin": pin.pin_id }, h("h3", {}, pin.title), h("p", {}, answer?.text || ""));
    if (answer?.chart) {
      const chart = new Chart(answer.chart, pin.title, pin.chart);
      this.charts.push(chart);
      tile.append(chart.element);
      requestAnimationFrame(() => chart.draw());
    } else if (answer?.columns.length > 1) tile.append(new Table(answer.columns, answer.rows).element);
    const change = this.change(pin);
    const at = `/pins/${encodeURIComponent(pin.pin_id)}`;
    tile.append(h("footer", {},
      h("small", {}, `数据截至 ${answer?.as_of || "—"}，查于 ${(pin.refreshed_at || "").slice(0, 16).replace("T", " ")}`),
      button("重查", async () => {
        await work(`重查“${pin.title}”`, ({ signal }) => call("POST", `${at}/run`, undefined, signal));
        this.load();
      }),
      button("设置", () => { change.hidden = !change.hidden; }),
      button("移走", () => this.doing(() => call("DELETE", at)))), change);
    return tile;
  }

  change(pin) {
    const form = h("form", { class: "sw-pin", hidden: true, onsubmit: (event) => {
      event.preventDefault();
      this.doing(() => call("PATCH", `/pins/${encodeURIComponent(pin.pin_id)}`, {
        title: form.elements.title.value || null, every: form.elements.every.value,
        alert: alertOf(form),
      }));
    } }, h("label", {}, "名称", h("input", { name: "title", value: pin.title, maxlength: "60" })),
    select("every", "重查", EVERY, pin.every), alertFields(pin.answer?.columns || [], pin.alert),
    h("button", { type: "submit" }, "保存"));
    return form;
  }

  async doing(act) {
    try { await act(); } catch (error) { tell(error.message); }
    this.load();
  }

  redraw() {
    redrawAll(this.charts);
  }
}
