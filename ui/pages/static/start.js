// The first page: what can be asked, how things stand today, how fresh the data are.

import { call } from "./api.js";
import { Chart } from "./chart.js";
import { button, h } from "./dom.js";
import { number } from "./figures.js";

const ROLES = { manager: "管理人员", editor: "公报编辑", auditor: "审计监管人员", evaluator: "评测人员",
  operator: "驻场技术人员", admin: "系统管理员" };

export function startPage(ask, charts) {
  const lead = h("p", { class: "sw-lead" });
  const examples = h("div", { class: "sw-asks" });
  const news = h("div", { class: "sw-news" });
  const today = h("div", { class: "sw-today" });
  const facts = h("div", { class: "sw-data" });
  today.append(h("h2", {}, "目前情况"), h("p", { class: "sw-wait", role: "status" },
    h("progress", { "aria-label": "正在汇总" }), "正在汇总今天的情况…"));
  call("GET", "/start").then((start) => {
    lead.textContent = start.lead;
    examples.replaceChildren(...start.examples.map((text) => button(text, () => ask(text))));
    notices(news, start.notices);
    today.querySelector("h2").append(h("small", {}, `数据截至 ${start.as_of}`));
    fresh(facts, start);
  }).catch((error) => news.append(h("p", { class: "sw-trouble" }, error.message)));
  call("GET", "/start/today").then((found) => filled(today, found, ask, charts))
    .catch(() => today.replaceChildren()); // what is wrong is told above
  return h("section", { class: "sw-start" }, h("h1", {}, "水问"), lead, examples, news, today, facts);
}

function filled(today, { tiles, map }, ask, charts) {
  today.querySelector(".sw-wait").remove();
  today.append(h("div", { class: "sw-tiles" }, tiles.map((tile) =>
    button([h("span", {}, tile.name), h("b", {}, number(round(tile.value)), h("small", {}, tile.unit))],
      () => ask(tile.question), { class: tile.warns ? "warns" : "", title: tile.text }))));
  if (!map || !today.isConnected) return;
  const chart = new Chart(map, map.layout.title.text);
  charts.push(chart);
  today.append(chart.element);
  requestAnimationFrame(() => chart.draw());
}

function notices(news, found) {
  if (!found.length) return;
  news.append(h("h2", {}, "提醒"), h("ul", {}, found.map((one) => h("li", {},
    h("time", {}, one.raised_at.slice(5, 16).replace("T", " ")), one.text))));
}

function fresh(facts, start) {
  const rows = start.rows;
  const held = [["计量站点", rows.station], ["取水许可证", rows.permit], ["名录单位", rows.survey_unit]]
    .filter(([, count]) => count).map(([label, count]) => `${label} ${number(count)}`).join("，");
  facts.append(h("p", {}, `${held ? `在库：${held}。` : ""}以${ROLES[start.role] || start.role}的权限查看。`));
  if (start.generated_data) {
    facts.append(h("p", { class: "sw-demo" }, "演示数据（程序生成），不是真实监测结果。"));
  }
}

function round(value) {
  return Math.abs(value) >= 100 ? Math.round(value * 10) / 10 : Number(value.toFixed(2));
}
