// The first page: what can be asked, how fresh the data are, what has tripped.

import { call } from "./api.js";
import { Chart } from "./chart.js";
import { button, h } from "./dom.js";

export function startPage(ask, charts) {
  const box = h("section", { class: "sw-start" }, h("h1", {}, "问水"),
    h("p", { class: "sw-lead" }, "用平常的话问取水计量、用水统计、水资源公报和取水许可，得到能查证的数。"));
  const examples = h("div", { class: "sw-asks" });
  const news = h("div", { class: "sw-news" });
  const today = h("div", { class: "sw-today" });
  box.append(examples, news, today);
  call("GET", "/start/today").then(({ lines, map }) => {
    if (lines.length) {
      today.append(h("h2", {}, "今天"), h("ul", {}, lines.map(({ question, text }) =>
        h("li", {}, button(text, () => ask(question), { title: `问：${question}` })))));
    }
    if (map && today.isConnected) {
      const chart = new Chart(map, map.layout.title.text);
      charts.push(chart);
      today.append(chart.element);
      requestAnimationFrame(() => chart.draw());
    }
  }).catch(() => {});
  call("GET", "/start").then((start) => {
    examples.replaceChildren(...start.examples.map((text) => button(text, () => ask(text))));
    const facts = [["数据截至", start.as_of], ["计量站点", count(start.rows.station)],
      ["取水许可证", count(start.rows.permit)], ["名录单位", count(start.rows.survey_unit)]];
    news.append(h("dl", { class: "sw-facts" }, facts.filter(([, value]) => value).map(
      ([label, value]) => h("div", {}, h("dt", {}, label), h("dd", {}, value)))));
    if (start.generated_data) {
      news.append(h("p", { class: "sw-demo" }, "演示数据（程序生成），不是真实监测结果。"));
    }
    if (start.notices.length) {
      news.append(h("h2", {}, "提醒"), h("ul", {}, start.notices.map((notice) =>
        h("li", {}, notice.text))));
    }
  }).catch((error) => news.append(h("p", { class: "sw-trouble" }, error.message)));
  return box;
}

function count(value) {
  return value === undefined ? "" : value.toLocaleString("zh-CN");
}
