// The proof of an answer: what each word became, 口径, query, SQL, as-of, time spent.

import { button, copy, h, tell } from "./dom.js";

const ROUTES = {
  parser: "规则解析（未用大模型）", by_hand: "手写查询", pinned: "看板重查", llm: "大模型规划",
  free_sql: "自由查询（未核验）", courtesy: "寒暄，未查数据", restatement: "按复述读回",
  router: "分派给别的工具，未查数据",
};
const STAGES = { read: "理解", compile: "编译", run: "查询", write: "成文", narrate: "说明",
  free_sql: "自由查询", total: "合计" };

export function proof(answer) {
  const parts = answer.parts.length ? answer.parts : [answer];
  const rows = [];
  const row = (label, ...content) => {
    if (content.length) rows.push(h("dt", {}, label), h("dd", {}, content));
  };
  row("词语", ...(answer.words.length ? [h("table", { class: "sw-words" }, h("tbody", {},
    answer.words.map(({ text, became }) => h("tr", {}, h("th", {}, text), h("td", {}, became)))))]
    : []));
  row("口径", ...unique(parts.flatMap((part) => part.definitions)).map((text) =>
    h("p", {}, text)));
  row("数据截至", answer.as_of || "—");
  row("路径", `${ROUTES[answer.route] || answer.route}，把握 ${Math.round(answer.confidence * 100)}%`);
  row("用时", Object.entries(answer.timings_ms).filter(([name]) => STAGES[name])
    .map(([name, ms]) => `${STAGES[name]} ${Math.round(ms)} 毫秒`).join("，") || "—");
  for (const [n, part] of parts.entries()) {
    const mark = parts.length > 1 ? `（${n + 1}）` : "";
    if (part.metric_query) row(`语义查询${mark}`, code(JSON.stringify(part.metric_query, null, 1)));
    if (part.sql) row(`SQL${mark}`, code(part.sql));
  }
  row("编号", answer.answer_id);
  return h("details", { class: "sw-proof" }, h("summary", {}, "依据"), h("dl", {}, rows));
}

function code(text) {
  return h("div", { class: "sw-code" }, button("复制", async () => {
    await copy(text);
    tell("已复制");
  }), h("pre", {}, h("code", {}, text)));
}

function unique(items) {
  return [...new Set(items)];
}
