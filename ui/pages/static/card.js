// The answer card: sentence, chart, table, proof, what to ask next.

import { call } from "./api.js";
import { Chart } from "./chart.js";
import { button, copy, h, menu, tell } from "./dom.js";
import { links } from "./figures.js";
import { pinForm } from "./pin_form.js";
import { proof } from "./proof.js";
import { Table } from "./table.js";
import { download } from "./work.js";

const STATUS = {
  clarify: "请再说明一下", no_data: "没有数据", refused: "不能回答", not_permitted: "没有权限",
  failed: "没有答成",
};

// Returns the card; `ask(question)` asks anew, `charts` collects what is to be redrawn.
export function card(answer, ask, charts) {
  const parts = answer.parts.length ? answer.parts : [answer];
  const box = h("section", { class: `sw-card ${answer.status}`, "data-answer": answer.answer_id });
  if (STATUS[answer.status] && answer.route !== "courtesy") {
    box.append(h("p", { class: "sw-status" }, STATUS[answer.status]));
  }
  const bodies = parts.map((part) => body(part, charts));
  box.append(sentence(answer, bodies));
  if (answer.reading && answer.status !== "clarify") { // a choice says it there
    box.append(h("p", { class: "sw-reading" }, h("b", {}, "理解为"), answer.reading));
  }
  if (answer.narrative) {
    box.append(h("p", { class: "sw-prose" }, h("b", {}, "模型说明"), answer.narrative));
  }
  if (answer.alert) box.append(h("p", { class: "sw-lead-in" }, "要到了界限时提醒，请核对后放上看板："));
  const pin = answer.status === "answered" && answer.answer_id ? pinForm(answer, bodies[0].chart) : null;
  if (answer.alert && pin) box.append(pin.form);
  for (const { element } of bodies) box.append(element);
  if (answer.choices.length) box.append(asks("sw-choices", answer.choices.map((c) =>
    [c.label, c.question]), ask));
  const demo = answer.caveats.find((text) => answer.generated_data && text.startsWith("演示数据"));
  const caveats = answer.caveats.filter((text) => text && text !== demo);
  if (caveats.length) {
    box.append(h("ul", { class: "sw-caveats" }, caveats.map((text) => h("li", {}, text))));
  }
  if (demo) box.append(h("p", { class: "sw-demo" }, demo));
  if (answer.status === "answered") box.append(proof(answer));
  if (answer.answer_id) box.append(tools(answer, pin));
  if (answer.suggestions.length) {
    box.append(h("div", { class: "sw-next" }, h("span", {}, "还可以问"),
      asks("", answer.suggestions.map((text) => [text, text]), ask)));
  } else if (answer.status !== "answered" && !answer.choices.length) box.append(helped(ask));
  return box;
}

// Where nothing is offered, questions that surely work.
function helped(ask) {
  const box = h("div", { class: "sw-next" });
  examples ??= call("GET", "/start").then((start) => start.examples);
  examples.then((texts) => box.append(h("span", {}, "可以这样问"),
    asks("", texts.map((text) => [text, text]), ask))).catch(() => { examples = undefined; });
  return box;
}

let examples;

function body(part, charts) {
  const element = h("div", { class: "sw-part" });
  let table = null;
  let chart = null;
  if (part.chart) {
    chart = new Chart(part.chart, part.reading || part.text);
    charts.push(chart);
    element.append(chart.element);
    requestAnimationFrame(() => chart.draw());
  }
  if (part.columns.length && (part.rows.length > 1 || part.columns.length > 1)) {
    table = new Table(part.columns, part.rows);
    const few = part.rows.length <= 12 || !part.chart;
    element.append(h("details", { class: "sw-rows", open: few },
      h("summary", {}, `数据表（${part.rows.length} 行）`), table.element));
  }
  return { element, part, table, chart };
}

// The sentence; each figure that stands in a table leads to its cell.
function sentence(answer, bodies) {
  const box = h("div", { class: "sw-sentence" });
  for (const line of answer.text.split("\n").filter((text) => text.trim())) {
    const held = bodies.find(({ part }) => answer.parts.length === 0 || line.includes(part.text))
      ?? bodies[0];
    box.append(h("p", {}, linked(line.replaceAll("**", ""), held)));
  }
  return box;
}

function linked(text, { part, table, element }) {
  const pieces = [];
  let at = 0;
  for (const link of links(text, part.columns, part.rows)) {
    // A link, not a button: it breaks across lines as text does.
    pieces.push(text.slice(at, link.start), h("a", { href: "#", role: "button", class: "sw-figure",
      title: table ? "看它在表里的位置" : "看它的依据", onclick: (event) => {
      event.preventDefault();
      if (!table) { openProof(element); return; }
      const rows = element.querySelector(".sw-rows");
      rows.open = true;
      if (link.row === null) table.showAll();
      else table.show(link.row, link.column);
    } }, text.slice(link.start, link.end)));
    at = link.end;
  }
  return [...pieces, text.slice(at)];
}

// A figure that stands alone has no table: what backs it is shown.
function openProof(element) {
  const proof = element.closest(".sw-card").querySelector(".sw-proof");
  proof.open = true;
  proof.scrollIntoView({ block: "nearest", behavior: "smooth" });
}

function asks(name, choices, ask) {
  return h("div", { class: `sw-asks ${name}` }, choices.map(([label, question]) =>
    button(label, () => ask(question))));
}

function tools(answer, pin) {
  const file = (form) => () => download("正在导出",
    `/answers/${encodeURIComponent(answer.answer_id)}/file?form=${form}`);
  const judged = h("span", { class: "sw-judged", role: "status" });
  const judge = async (liked, reason = "") => {
    try {
      await call("POST", `/answers/${encodeURIComponent(answer.answer_id)}/judgement`,
        { liked, reason });
      judged.textContent = liked ? "谢谢" : "已记下，谢谢";
    } catch (error) { tell(error.message); }
  };
  const why = h("form", { class: "sw-why", hidden: true, onsubmit: (event) => {
    event.preventDefault();
    why.hidden = true;
    judge(false, why.querySelector("input").value);
  } }, h("input", { "aria-label": "哪里不对", placeholder: "哪里不对？（可不填）" }),
  h("button", { type: "submit" }, "提交"));
  const judging = h("span", { class: "sw-judge" },
    button("有用", () => judge(true), { title: "答得好" }),
    button("不对", () => { why.hidden = !why.hidden; why.querySelector("input").focus(); },
      { title: "答得不对" }), judged);
  if (pin === null) return h("div", { class: "sw-tools" }, judging, why);
  return h("div", { class: "sw-tools" },
    menu("下载", [["Excel（带单位与口径）", file("xlsx")], ["CSV（带单位与口径）", file("csv")]]),
    pin.opener,
    button("复制", async () => {
      await copy(`${answer.text}\n（${answer.reading}；数据截至 ${answer.as_of}）`);
      tell("答案已复制");
    }),
    judging, why, answer.alert ? null : pin.form);
}
