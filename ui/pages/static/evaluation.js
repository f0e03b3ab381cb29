// The page of evaluators: how the suites went, what users disliked, drafts of cases made of it.

import { call } from "./api.js";
import { button, h, tell } from "./dom.js";
import { select } from "./pin_form.js";
import { download } from "./work.js";

const EXPECT = [["answered", "应答出数"], ["clarify", "应反问"], ["refused", "应说不能答"],
  ["no_data", "应说没有数据"], ["not_permitted", "应说没有权限"]];
const STATUS = { answered: "答了", clarify: "反问", refused: "拒答", no_data: "无数据",
  not_permitted: "无权限", failed: "出错" };
const SUITES = { metric: "问题集 metric", query: "查询集 query", manager: "用户原题 manager",
  thread: "多轮对话 thread" };
const at = (time) => time.slice(0, 16).replace("T", " ");

export class Evaluation {
  constructor(element) {
    this.element = element;
    this.load();
  }

  async load() {
    try {
      const [suites, disliked, drafts] = await Promise.all(
        ["suites", "disliked", "drafts"].map((name) => call("GET", `/evaluation/${name}`)));
      this.element.replaceChildren(
        h("div", { class: "sw-head" }, h("h2", {}, `用户说“不对”的答案（${disliked.length}）`),
          button("刷新", () => this.load())),
        ...this.disliked(disliked), ...this.drafts(drafts), ...this.suites(suites));
    } catch (error) { tell(error.message); }
  }

  disliked(found) {
    if (!found.length) return [h("p", { class: "sw-none" }, "没有。用户在答案下面点“不对”，就会列在这里。")];
    return found.map((one) => this.one(one));
  }

  one(one) {
    const form = this.form(one.draft);
    return h("article", { class: "sw-tile", "data-answer": one.answer_id },
      h("h3", {}, one.question),
      ...one.draft.earlier.length ? [h("p", { class: "sw-small" }, `前文：${one.draft.earlier.join(" → ")}`)] : [],
      h("p", { class: "sw-reason" }, one.reason || "（没有写原因）"),
      h("dl", { class: "sw-pairs" }, h("dt", {}, STATUS[one.status] || one.status), h("dd", {}, one.text.replaceAll("**", "")),
        ...one.reading ? [h("dt", {}, "理解为"), h("dd", {}, one.reading)] : []),
      h("footer", {}, h("small", {}, `${at(one.given_at)}，编号 ${one.answer_id}`),
        one.drafted ? h("span", { class: "sw-done" }, "已转成草稿") : null,
        button(one.drafted ? "改草稿" : "转成评测题", () => {
          form.hidden = !form.hidden;
          if (!form.hidden) form.elements.area.focus();
        })), form);
  }

  form(draft) {
    const form = h("form", { class: "sw-draft", hidden: true, onsubmit: async (event) => {
      event.preventDefault();
      const fields = form.elements;
      try {
        await call("POST", "/evaluation/drafts", {
          ...draft, question: fields.question.value, area: fields.area.value,
          expect: fields.expect.value, gold_sql: fields.gold_sql.value, note: fields.note.value,
        });
        tell("草稿已存");
        this.load();
      } catch (error) { tell(error.message); }
    } },
    field("问题", "question", draft.question, 2), field("领域", "area", draft.area),
    select("expect", "期望", EXPECT, draft.expect),
    field("标准 SQL（手写，不抄系统的）", "gold_sql", draft.gold_sql, 5), field("备注", "note", draft.note, 2),
    h("button", { type: "submit" }, "存为草稿"));
    return form;
  }

  drafts(cases) {
    if (!cases.length) return [];
    return [h("div", { class: "sw-head" }, h("h2", {}, `评测题草稿（${cases.length}）`),
      button("下载 YAML", () => download("正在导出草稿", "/evaluation/drafts/file"))),
    h("ul", { class: "sw-drafts" }, cases.map((one) => h("li", {}, h("span", {}, one.question),
      h("small", {}, `${EXPECT.find(([key]) => key === one.expect)[1]}${one.gold_sql ? "" : "，缺标准 SQL"}`),
      button("删除", async () => {
        try { await call("DELETE", `/evaluation/drafts/${encodeURIComponent(one.id)}`); } catch (error) { tell(error.message); }
        this.load();
      }))))];
  }

  suites(reports) {
    const head = h("div", { class: "sw-head" }, h("h2", {}, "评测集最近一次的结果"));
    if (!reports.length) {
      return [head, h("p", { class: "sw-none" }, "还没有结果：运行 shuiwen eval run metric query thread 后在这里看。")];
    }
    return [head, ...reports.map((report) => h("details", { class: "sw-suite" },
      h("summary", {}, h("b", {}, SUITES[report.suite] || report.suite),
        h("span", {}, `正确 ${share(report.right, report.all)}`), h("span", {}, `答错 ${share(report.wrong, report.all)}`),
        h("span", { class: report.shortfalls.length ? "sw-short" : "sw-done" },
          report.shortfalls.length ? "未达门槛" : "达标"), h("small", {}, at(report.ran_at))),
      h("ul", {}, [...report.shortfalls.map((text) => h("li", { class: "sw-short" }, text)),
        ...report.lines.map((text) => h("li", {}, text))]),
      h("div", { class: "sw-scroll sw-table" }, h("table", {}, h("thead", {}, h("tr", {},
        ["编号", "问题", "判定", "理解为"].map((text) => h("th", {}, text)))),
      h("tbody", {}, report.misses.map((miss) => h("tr", {},
        [miss.id, miss.question, miss.verdict, miss.reading].map((text) => h("td", { title: text }, text)))))))))];
  }
}

function field(label, name, value, rows) {
  return h("label", {}, label, rows ? h("textarea", { name, rows: String(rows) }, value)
    : h("input", { name, value, maxlength: "60" }));
}

function share(some, all) {
  return all ? `${some}/${all}（${(100 * some / all).toFixed(1)}%）` : "—";
}
