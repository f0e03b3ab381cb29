// Starts the page once Gradio has put its elements in place.

import { call } from "./api.js";
import { Board } from "./board.js";
import { Evaluation } from "./evaluation.js";
import { offerProse } from "./prose.js";
import { Sessions } from "./sessions.js";
import { Thread } from "./thread.js";
import { Voice } from "./voice.js";
import { stopWork } from "./work.js";

function placed(id) {
  return new Promise((ready) => {
    const look = () => {
      const found = document.getElementById(id);
      if (found) ready(found);
      return found !== null;
    };
    if (look()) return;
    const watch = new MutationObserver(() => { if (look()) watch.disconnect(); });
    watch.observe(document.documentElement, { childList: true, subtree: true });
  });
}

const [threadAt, sessionsAt, boxAt, askAt, micAt] = await Promise.all(
  ["sw-thread", "sw-sessions", "sw-box", "sw-ask", "sw-mic"].map(placed));
const thread = new Thread(threadAt, (id) => sessions.changed(id));
const sessions = new Sessions(sessionsAt, {
  open: (id) => thread.open(id), fresh: () => thread.clear(),
});
let board = null;
placed("sw-board").then((at) => { board = new Board(at); }); // made when its tab is first opened
placed("sw-evaluation").then((at) => new Evaluation(at)); // only evaluators have it
const box = () => boxAt.querySelector("textarea, input");

function put(text) {
  const field = box();
  Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value").set.call(field, text);
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}

offerProse(askAt);
const voice = new Voice(put, askAt, micAt);
window.shuiwen = { ask: (text) => { voice.clear(); thread.ask(text); }, voice };
document.addEventListener("sw-edit", (event) => put(event.detail));
document.addEventListener("sw-fresh", (event) => {
  const tab = [...document.querySelectorAll("button[role=tab]")].find((one) =>
    one.textContent.startsWith("看板"));
  if (tab) tab.dataset.fresh = event.detail || "";
});
call("GET", "/notices?unseen=true").then((fresh) => document.dispatchEvent(
  new CustomEvent("sw-fresh", { detail: fresh.length }))).catch(() => {});
document.addEventListener("keydown", (event) => {
  const writing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
  if (event.key === "/" && !writing) { event.preventDefault(); box().focus(); }
  if (event.key === "Escape" && !stopWork()) thread.cancel();
  if (event.key === "ArrowUp" && event.target === box() && box().value === "" && thread.last()) {
    event.preventDefault();
    put(thread.last());
  }
  if (event.altKey && event.key.toLowerCase() === "n") { thread.clear(); box().focus(); }
});
const dark = new MutationObserver(() => { thread.redraw(); board?.redraw(); });
dark.observe(document.body, { attributeFilter: ["class"] });
if (window.innerWidth < 768) {
  box().placeholder = "问一句…"; // one line of it
  box().style.height = "";
}
if (window.innerWidth < 768) document.querySelector(".sidebar.open .toggle-button")?.click();
const before = decodeURIComponent(window.location.hash.slice(1));
if (!before || !await sessions.show(before)) thread.clear();
document.documentElement.dataset.ready = "true";
box().focus();
