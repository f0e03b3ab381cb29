// Puts an answer on the board: its name, how often it is run again, and when to be told.

import { call } from "./api.js";
import { button, h, tell } from "./dom.js";

export const EVERY = [["day", "每天"], ["hour", "每小时"], ["week", "每周"], ["never", "不自动"]];
const WAYS = [["<", "低于"], ["<=", "不高于"], [">", "高于"], [">=", "不低于"]];

export function select(name, label, choices, value) {
  return h("label", {}, label, h("select", { name }, choices.map(([key, text]) =>
    h("option", { value: key, selected: key === value }, text))));
}

// The fields of a threshold on one of the columns; empty column = none.
export function alertFields(columns, alert) {
  const numbers = columns.filter((column) => column.type === "number");
  const units = Object.fromEntries(numbers.map((c) => [c.name, c.unit]));
  const unit = h("span", {}, units[alert?.column] || "");
  const box = h("span", { class: "sw-alert" },
    select("column", "提醒", [["", "不提醒"], ...numbers.map((c) => [c.name, c.label])],
      alert?.column),
    select("cmp", "", WAYS, alert?.cmp),
    h("input", { name: "value", type: "number", step: "any", size: "8", "aria-label": "界限",
      value: alert ? String(alert.value) : "" }), unit);
  const column = box.querySelector("[name=column]");
  const fit = () => {
    unit.textContent = units[column.value] || "";
    for (const field of box.querySelectorAll("[name=cmp], [name=value]")) {
      field.disabled = column.value === "";
    }
  };
  column.addEventListener("change", fit);
  fit();
  return box;
}

export function alertOf(form) {
  const fields = form.elements;
  if (!fields.column.value) return null;
  if (fields.value.value === "") throw new Error("请填提醒的界限");
  return {
    column: fields.column.value, cmp: fields.cmp.value, value: Number(fields.value.value),
  };
}

export function pinForm(answer, chart) {
  const form = h("form", { class: "sw-pin", hidden: !answer.alert, onsubmit: async (event) => {
    event.preventDefault();
    try {
      await call("POST", "/pins", {
        answer_id: answer.answer_id, title: form.elements.title.value,
        every: form.elements.every.value, alert: alertOf(form),
        chart: chart?.kind || "",
      });
      form.hidden = true;
      tell("已放上看板");
      document.dispatchEvent(new CustomEvent("sw-board"));
    } catch (error) { tell(error.message); }
  } },
  h("label", {}, "名称", h("input", { name: "title", maxlength: "60", placeholder: "不填用问题" })),
  select("every", "重查", EVERY, "day"), alertFields(answer.columns, answer.alert),
  h("button", { type: "submit" }, "放上看板"));
  const opener = button("放上看板", () => {
    form.hidden = !form.hidden;
    if (!form.hidden) form.elements.title.focus();
  });
  return { opener, form };
}
