// The conversation: questions and cards in turn, with progress, cancelling and resuming.

import { call, stream } from "./api.js";
import { card } from "./card.js";
import { redrawAll } from "./chart.js";
import { button, h } from "./dom.js";
import { wantsProse } from "./prose.js";
import { startPage } from "./start.js";
import { download } from "./work.js";

export class Thread {
  constructor(element, changed) {
    this.element = element;
    this.changed = changed;
    this.session = null;
    this.charts = [];
    this.asking = null;
  }

  clear() {
    this.cancel();
    this.of(null);
    this.charts = [];
    this.element.replaceChildren(startPage((question) => this.ask(question), this.charts));
  }

  // The address names the conversation, so that it is there again after the page is loaded anew.
  of(session) {
    this.session = session;
    window.history.replaceState(null, "", session === null ? window.location.pathname : `#${encodeURIComponent(session)}`);
  }

  async open(id) {
    this.cancel();
    const session = await call("GET", `/sessions/${encodeURIComponent(id)}`);
    this.of(id);
    this.charts = [];
    this.element.replaceChildren();
    for (const turn of session.turns) {
      this.append(this.said(turn.question), this.cardOf(turn.answer));
    }
    this.toEnd();
  }

  async ask(question) {
    const text = question.trim();
    if (!text) return;
    this.cancel();
    if (this.session === null) {
      this.element.replaceChildren();
      this.of(crypto.randomUUID ? crypto.randomUUID() : `${Date.now()}-${Math.random()}`);
    }
    const asking = new AbortController();
    this.asking = asking;
    const bar = h("progress", { "aria-label": "进度", max: 5, value: 0 });
    const stage = h("span", { role: "status" }, "正在提问…");
    const wait = h("div", { class: "sw-wait" }, bar, stage,
      button("取消", () => this.cancel(), { title: "Esc" }));
    const said = this.said(text);
    this.append(said, wait);
    this.toEnd();
    try {
      const answer = await stream({ question: text, session_id: this.session,
        options: { narrative: wantsProse() } }, {
        broken: () => { bar.removeAttribute("value"); stage.textContent = "连接中断，正在取回答案…"; },
        begun: (id) => { asking.answer = id; },
        progress: (data) => {
          bar.value = ["wait", "read", "run", "write", "narrate"].indexOf(data.stage) + 1;
          stage.textContent = `${data.text}…`;
        },
      }, asking.signal);
      const made = this.cardOf(answer);
      wait.replaceWith(made);
      said.scrollIntoView({ block: "start", behavior: "smooth" });
      this.changed(this.session);
      this.exported(answer);
    } catch (error) {
      wait.replaceWith(error.name === "AbortError"
        ? h("p", { class: "sw-cancelled" }, "已取消。") : this.trouble(error, text));
    } finally {
      if (this.asking === asking) this.asking = null;
    }
  }

  // A file that was asked for in words.
  exported(answer) {
    if (["xlsx", "csv"].includes(answer.export)) {
      download("正在导出", `/answers/${encodeURIComponent(answer.answer_id)}/file?form=${answer.export}`);
    } else if (answer.export === "docx") {
      download("正在导出会话", `/sessions/${encodeURIComponent(this.session)}/file?form=docx`);
    }
  }

  // Stops the question under way, its query too.
  cancel() {
    const asking = this.asking;
    this.asking = null;
    asking?.abort();
    if (asking?.answer) {
      call("POST", `/answers/${encodeURIComponent(asking.answer)}/cancel`).catch(() => {}); // done by now
    }
  }

  trouble(error, question) {
    return h("section", { class: "sw-card failed" }, h("p", { class: "sw-status" }, "没有答成"),
      h("p", {}, error.message), ...(error.suggestions || []).map((text) => h("p", {}, text)),
      button("重问一次", () => this.ask(question)));
  }

  said(question) {
    return h("div", { class: "sw-said" }, h("p", {}, question), button("改一改再问", () =>
      document.dispatchEvent(new CustomEvent("sw-edit", { detail: question })),
    { class: "sw-again", title: "放回输入框" }));
  }

  cardOf(answer) {
    return card(answer, (question) => this.ask(question), this.charts);
  }

  // The question asked last.
  last() {
    return [...this.element.querySelectorAll(".sw-said p")].at(-1)?.textContent;
  }

  append(...children) {
    this.element.append(...children);
  }

  toEnd() {
    this.element.lastElementChild?.scrollIntoView({ block: "end" });
  }

  redraw() {
    redrawAll(this.charts);
  }
}
