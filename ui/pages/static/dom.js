// Builds elements; text is always set as text, never as markup.

export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else if (name in element && typeof value !== "string") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

export function button(text, onclick, attributes = {}) {
  return h("button", { type: "button", onclick, ...attributes }, ...[text].flat());
}

// A menu that opens below its button and closes on Escape, on a choice, or on a click elsewhere.
export function menu(label, choices, attributes = {}) {
  const list = h("div", { class: "sw-menu", role: "menu", hidden: true });
  const opener = button(label, () => (list.hidden ? open() : close()), {
    "aria-haspopup": "menu", "aria-expanded": "false", ...attributes,
  });
  const outside = (event) => { if (!box.contains(event.target)) close(); };
  function open() {
    list.hidden = false;
    opener.setAttribute("aria-expanded", "true");
    document.addEventListener("click", outside);
    list.querySelector("button, a")?.focus();
  }
  function close() {
    list.hidden = true;
    opener.setAttribute("aria-expanded", "false");
    document.removeEventListener("click", outside);
  }
  for (const [text, act] of choices) {
    list.append(typeof act === "string"
      ? h("a", { href: act, role: "menuitem", onclick: close, download: "" }, text)
      : button(text, () => { close(); opener.focus(); act(); }, { role: "menuitem" }));
  }
  const box = h("span", { class: "sw-menu-box" }, opener, list);
  box.addEventListener("keydown", (event) => {
    const items = [...list.querySelectorAll("button, a")];
    const at = items.indexOf(document.activeElement);
    if (event.key === "Escape") { close(); opener.focus(); }
    if (event.key === "ArrowDown" && !list.hidden) items[(at + 1) % items.length].focus();
    if (event.key === "ArrowUp" && !list.hidden) items.at(at - 1).focus();
    if (["ArrowDown", "ArrowUp"].includes(event.key)) event.preventDefault();
  });
  return box;
}

let told;

// One line at the bottom of the page that goes away by itself; read out by screen readers.
export function tell(text) {
  told ??= document.body.appendChild(h("div", { class: "sw-toast", role: "status" }));
  told.textContent = text;
  told.classList.add("shown");
  clearTimeout(told.timer);
  told.timer = setTimeout(() => told.classList.remove("shown"), 4000);
}

// Copies a text; pages that are not served over https have only the old way.
export async function copy(text) {
  if (navigator.clipboard) { await navigator.clipboard.writeText(text); return; }
  const held = document.body.appendChild(h("textarea", { class: "sw-offstage" }));
  held.value = text;
  held.select();
  document.execCommand("copy");
  held.remove();
}
