// The table of an answer: sorted by a heading, filtered by text, paged; figures to the right.

import { button, h } from "./dom.js";
import { shown } from "./figures.js";

const PAGE = 12;
const PRINTED = 200;

export class Table {
  constructor(columns, rows) {
    this.columns = columns;
    this.rows = rows.map((cells, index) => ({ cells, index }));
    this.order = null;
    this.words = "";
    this.page = 0;
    this.body = h("tbody");
    this.foot = h("div", { class: "sw-pager" });
    this.element = h("div", { class: "sw-table" }, this.filter(), h("div", { class: "sw-scroll" },
      h("table", {}, h("thead", {}, h("tr", {}, columns.map((c, n) => this.heading(c, n)))),
        this.body)), this.foot);
    this.element.table = this;
    this.draw();
  }

  filter() {
    if (this.rows.length <= PAGE) return null;
    return h("input", {
      type: "search", class: "sw-filter", placeholder: `在 ${this.rows.length} 行里找…`,
      "aria-label": "筛选表格",
      oninput: (event) => { this.words = event.target.value.trim(); this.page = 0; this.draw(); },
    });
  }

  heading(column, place) {
    const sort = () => {
      const down = this.order?.place === place ? !this.order.down : column.type === "number";
      this.order = { place, down };
      this.page = 0;
      this.draw();
    };
    const unit = column.unit ? h("span", { class: "sw-unit" }, `（${column.unit}）`) : null;
    return h("th", { class: column.type, scope: "col", "aria-sort": "none" },
      h("button", { type: "button", onclick: sort, title: "排序" }, column.label, unit));
  }

  found() {
    const words = this.words.split(/\s+/).filter(Boolean);
    const rows = this.rows.filter(({ cells }) => words.every((word) =>
      cells.some((cell, n) => shown(cell, this.columns[n]).includes(word))));
    if (!this.order) return rows;
    const { place, down } = this.order;
    const sign = down ? -1 : 1;
    return rows.toSorted((a, b) => {
      const [x, y] = [a.cells[place], b.cells[place]];
      if (x === y) return 0;
      if (x === null) return 1; // what has no data comes last either way
      if (y === null) return -1;
      return sign * (typeof x === "number" ? x - y : String(x).localeCompare(String(y), "zh-CN"));
    });
  }

  draw() {
    const rows = this.found();
    const page = this.printing ? PRINTED : PAGE;
    const pages = Math.max(1, Math.ceil(rows.length / page));
    this.page = Math.min(this.page, pages - 1);
    const from = this.page * page;
    this.body.replaceChildren(...rows.slice(from, from + page).map(({ cells, index }) =>
      h("tr", { "data-row": String(index) }, cells.map((cell, n) =>
        h("td", { class: this.columns[n].type, "data-column": String(n),
          title: typeof cell === "string" && cell.length > 12 ? cell : null },
          shown(cell, this.columns[n]))))));
    for (const [n, th] of [...this.element.querySelectorAll("th")].entries()) {
      const way = this.order?.place === n ? (this.order.down ? "descending" : "ascending") : "none";
      th.setAttribute("aria-sort", way);
    }
    const turn = (by) => () => { this.page += by; this.draw(); };
    this.foot.replaceChildren(...(pages === 1 ? [] : [
      button("上一页", turn(-1), { disabled: this.page === 0 }),
      h("span", {}, `第 ${this.page + 1}/${pages} 页，共 ${rows.length} 行`),
      button("下一页", turn(1), { disabled: this.page === pages - 1 }),
    ]));
  }

  // Brings the whole table into sight.
  showAll() {
    this.unfiltered();
    this.draw();
    this.element.scrollIntoView({ block: "nearest", behavior: "smooth" });
    this.element.classList.add("marked");
    setTimeout(() => this.element.classList.remove("marked"), 2500);
  }

  unfiltered() {
    this.words = "";
    const filter = this.element.querySelector(".sw-filter");
    if (filter) filter.value = "";
  }

  // Turns to a cell and marks it.
  show(row, column) {
    this.unfiltered();
    this.page = Math.floor(this.found().findIndex(({ index }) => index === row) / PAGE);
    this.draw();
    const cell = this.body.querySelector(`tr[data-row="${row}"] td[data-column="${column}"]`);
    if (!cell) return;
    cell.scrollIntoView({ block: "nearest", behavior: "smooth" });
    cell.classList.add("marked");
    setTimeout(() => cell.classList.remove("marked"), 2500);
  }
}

// Paper has no pages to turn: all rows are on it, within reason.
for (const [event, printing] of [["beforeprint", true], ["afterprint", false]]) {
  window.addEventListener(event, () => {
    for (const { table } of document.querySelectorAll(".sw-table")) {
      if (table) { table.printing = printing; table.draw(); }
    }
  });
}
