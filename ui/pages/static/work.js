// Long work: a bar at the foot of the page with what is done, how far it is, and a way to stop it.

import { button, h, tell } from "./dom.js";
import { ServiceError } from "./api.js";

const AT_ONCE_MS = 400; // what is done sooner needs no bar
let shelf;
const under = new Set();

// Runs act({signal, at(done, of)}) under a bar; resolves with what it gives, or with null where it
// was stopped or failed (which is told).
export async function work(label, act) {
  const stop = new AbortController();
  const bar = h("progress", { "aria-label": label });
  const text = h("span", { role: "status" }, label);
  const row = h("div", { class: "sw-work" }, bar, text, button("取消", () => stop.abort(), { title: "Esc" }));
  shelf ??= document.body.appendChild(h("div", { class: "sw-works" }));
  const shown = setTimeout(() => shelf.append(row), AT_ONCE_MS);
  under.add(stop);
  try {
    return await act({ signal: stop.signal, at: (done, of) => {
      bar.max = of;
      bar.value = done;
      text.textContent = `${label} ${done}/${of}`;
    } });
  } catch (error) {
    tell(error.name === "AbortError" ? `${label}：已取消` : error.message);
    return null;
  } finally {
    clearTimeout(shown);
    under.delete(stop);
    row.remove();
  }
}

// Stops the latest work; returns whether there was any.
export function stopWork() {
  const last = [...under].pop();
  last?.abort();
  return last !== undefined;
}

// Fetches a file under a bar and hands it to the browser to keep; an error is told on the page.
export function download(label, path) {
  return work(label, async ({ signal }) => {
    const reply = await fetch(`/api/v1${path}`, { signal }).catch((error) => {
      if (error.name === "AbortError") throw error;
      throw new ServiceError("连不上服务，文件没有下载成。请检查网络后重试。");
    });
    if (!reply.ok) {
      const data = await reply.json().catch(() => ({}));
      throw new ServiceError(data.message || `文件没有做成（${reply.status}），请稍后再试。`);
    }
    keep(await reply.blob(), nameOf(reply));
    return true;
  });
}

export function keep(blob, name) {
  const link = h("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

function nameOf(reply) {
  const told = (reply.headers.get("content-disposition") || "").match(/filename\*=UTF-8''([^;]+)/);
  return told ? decodeURIComponent(told[1]) : "水问";
}
