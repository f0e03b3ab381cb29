// Whether a few sentences by the language model are wanted beside each answer; asked only where there is one.

import { call } from "./api.js";
import { h } from "./dom.js";

const KEPT = "sw-prose";
let box = null;

export function wantsProse() {
  return Boolean(box && box.checked);
}

// Puts the box beside the place where questions are typed.
export function offerProse(askAt) {
  call("GET", "/health").then((health) => {
    if (health.llm === "off") return;
    box = h("input", { type: "checkbox" });
    box.checked = localStorage.getItem(KEPT) === "yes";
    box.addEventListener("change", () => localStorage.setItem(KEPT, box.checked ? "yes" : "no"));
    const told = "附几句语言模型写的说明，数字逐个核对过；要多等几秒";
    askAt.append(h("label", { class: "sw-prose-wish", title: told }, box, "附说明"));
  }).catch(() => {});
}
