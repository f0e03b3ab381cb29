// Talks to the service: JSON in, JSON out, and answers as they come over server-sent events.

export class ServiceError extends Error {
  constructor(message, suggestions = [], status = 0) {
    super(message);
    this.suggestions = suggestions;
    this.status = status;
  }
}

export async function call(method, path, body, signal) {
  let reply;
  try {
    reply = await fetch(`/api/v1${path}`, {
      method, signal,
      headers: body === undefined ? {} : { "Content-Type": body instanceof Blob ? body.type : "application/json" },
      body: body === undefined || body instanceof Blob ? body : JSON.stringify(body),
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ServiceError("连不上服务。请看看网络是否通、服务是否在运行，然后重试。");
  }
  if (reply.status === 204) return null;
  const data = await reply.json().catch(() => ({}));
  if (!reply.ok) {
    throw new ServiceError(data.message || `服务出错（${reply.status}），请稍后再试。`,
      data.suggestions || [], reply.status);
  }
  return data;
}

// Asks and calls on[event](data) for each event; resolves with the whole answer.
export async function stream(body, on, signal) {
  let id = null;
  let answer = null;
  try {
    const reply = await fetch("/api/v1/ask/stream", {
      method: "POST", signal, headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!reply.ok) {
      const data = await reply.json().catch(() => ({}));
      throw new ServiceError(data.message || `服务出错（${reply.status}）。`, data.suggestions);
    }
    for await (const [name, data] of events(reply.body)) {
      id = data.answer_id;
      on.begun?.(id);
      if (name === "error") throw new ServiceError(data.message, data.suggestions);
      if (name === "done") answer = data.answer;
      if (on[name]) on[name](data);
    }
  } catch (error) {
    if (error.name === "AbortError" || error instanceof ServiceError) throw error;
  }
  // The line broke before the end: the service goes on and keeps the answer.
  if (answer === null) {
    on.broken?.();
    answer = await stored(id, signal);
  }
  return answer;
}

async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    rest += value;
    const blocks = rest.split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) {
      const fields = Object.fromEntries(block.split("\n").map((line) => {
        const at = line.indexOf(": ");
        return [line.slice(0, at), line.slice(at + 2)];
      }));
      yield [fields.event, JSON.parse(fields.data)];
    }
  }
}

const WAITS_MS = [300, 700, 1500, 3000, 5000, 8000];

async function stored(id, signal) {
  if (id !== null) {
    for (const wait of WAITS_MS) {
      await new Promise((go) => setTimeout(go, wait));
      try {
        return (await call("GET", `/answers/${encodeURIComponent(id)}`, undefined, signal)).answer;
      } catch (error) {
        if (error.name === "AbortError") throw error;
      }
    }
  }
  throw new ServiceError("连接中断，没有收到答案。请检查网络后重问一次。");
}
