// The list of conversations: found, opened, renamed, exported, deleted.

import { call } from "./api.js";
import { button, h, menu, tell } from "./dom.js";
import { download } from "./work.js";

const MOST = 50;
const FORMS = [["Word", "docx"], ["Markdown", "md"], ["Excel", "xlsx"]];

export class Sessions {
  constructor(element, { open, fresh }) {
    this.open = open;
    this.fresh = fresh;
    this.current = null;
    this.most = MOST;
    this.list = h("ul", { class: "sw-list" });
    this.search = h("input", { type: "search", placeholder: "找会话", "aria-label": "找会话" });
    let wait;
    this.search.addEventListener("input", () => {
      clearTimeout(wait);
      wait = setTimeout(() => this.load(), 200);
    });
    element.replaceChildren(button("＋ 新的会话", () => { this.current = null; this.fresh(); this.mark(); },
      { class: "sw-new", title: "Alt+N" }), this.search, this.list);
    this.load();
  }

  async load() {
    try {
      const words = encodeURIComponent(this.search.value.trim());
      const found = await call("GET", `/sessions?search=${words}&limit=${this.most}`);
      const held = [];
      let day = "";
      for (const one of found.filter(({ turns }) => turns > 0)) {
        if (dayOf(one.updated_at) !== day) {
          day = dayOf(one.updated_at);
          held.push(h("li", { class: "sw-day" }, day));
        }
        held.push(this.item(one));
      }
      const more = found.length < this.most ? [] : [h("li", {}, button("更早的会话…", () => {
        this.most += MOST;
        this.load();
      }))];
      const none = h("li", { class: "sw-none" }, words ? "没有找到" : "还没有会话");
      this.list.replaceChildren(...held.length ? held : [none], ...more);
      this.mark();
    } catch (error) { tell(error.message); }
  }

  item(info) {
    const at = `/sessions/${encodeURIComponent(info.session_id)}`;
    const name = button(info.title, () => this.show(info.session_id), {
      class: "sw-name", title: `${info.title}（${info.turns} 问）` });
    const rename = () => {
      const field = h("input", { value: info.title, "aria-label": "会话名", maxlength: "60" });
      const done = async (keep) => {
        if (!field.isConnected) return;
        field.replaceWith(name);
        if (!keep || !field.value.trim() || field.value === info.title) return;
        try { await call("PATCH", at, { title: field.value }); } catch (error) { tell(error.message); }
        this.load();
      };
      field.addEventListener("keydown", (event) => {
        if (event.key === "Enter") done(true);
        if (event.key === "Escape") done(false);
      });
      field.addEventListener("blur", () => done(true));
      name.replaceWith(field);
      field.select();
    };
    const remove = async () => {
      if (!window.confirm(`删除“${info.title}”？删了找不回来。`)) return;
      try { await call("DELETE", at); } catch (error) { tell(error.message); }
      if (this.current === info.session_id) { this.current = null; this.fresh(); }
      this.load();
    };
    return h("li", { "data-session": info.session_id }, name, menu("⋯", [["改名", rename],
      ...FORMS.map(([label, form]) => [`导出 ${label}`,
        () => download(`正在导出“${info.title}”`, `${at}/file?form=${form}`)]),
      ["删除", remove]], { "aria-label": "会话操作" }));
  }

  async show(id) {
    try {
      await this.open(id);
      this.current = id;
      this.mark();
      return true;
    } catch (error) { tell(error.message); return false; }
  }

  mark() {
    for (const item of this.list.querySelectorAll("[data-session]")) {
      item.classList.toggle("current", item.dataset.session === this.current);
    }
  }

  changed(id) {
    this.current = id;
    this.load();
  }
}

// 今天, 昨天, or the date, of a time as the service tells it.
function dayOf(time) {
  const day = time.slice(0, 10);
  const ago = Math.round((new Date(new Date().toDateString()) - new Date(`${day}T00:00`)) / 86400000);
  return ago <= 0 ? "今天" : ago === 1 ? "昨天" : `${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`;
}
