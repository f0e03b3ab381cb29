// Speech to text: by the transcription service where one is set, else by the browser's own
// recogniser. The words of the domain are put right, and the text is shown before it is asked.

import { call } from "./api.js";
import { button, h, tell } from "./dom.js";
import { work } from "./work.js";

const LONGEST_MS = 60000;
const FORMS = ["audio/webm;codecs=opus", "audio/webm", "audio/ogg;codecs=opus", "audio/mp4"];
const HOW = "要用语音：请管理员设置语音转写服务（SHUIWEN_SPEECH_URL）后重启，或换用带听写的浏览器（Chrome、Edge）。";

export class Voice {
  // `put(text)` fills the box, `asked` is the row of the box, `mic` the button.
  constructor(put, asked, mic) {
    this.put = put;
    this.asked = asked;
    this.mic = mic;
    this.stop = null;
    this.note = h("div", { class: "sw-heard", role: "status", hidden: true });
    asked.append(this.note);
    this.mark(false);
  }

  async toggle() {
    if (this.stop) { this.stop(); return; }
    this.note.hidden = true;
    const Recognition = window.SpeechRecognition || window.webkitSpeechRecognition;
    let service = false;
    try { ({ service } = await call("GET", "/speech")); } catch (error) { tell(error.message); return; }
    if (service) await this.record();
    else if (Recognition && navigator.onLine) this.recognise(new Recognition());
    else this.say(HOW);
  }

  async record() {
    if (!navigator.mediaDevices?.getUserMedia || !window.MediaRecorder) {
      this.say("浏览器只在 https 或本机地址上许可用麦克风。请用 https 打开本页，或直接打字。");
      return;
    }
    let sound;
    try { sound = await navigator.mediaDevices.getUserMedia({ audio: true }); } catch (error) {
      this.say(error.name === "NotFoundError" ? "没有找到麦克风。"
        : "没有得到用麦克风的许可。请在地址栏旁的网站设置里允许麦克风。");
      return;
    }
    const form = FORMS.find((one) => MediaRecorder.isTypeSupported(one));
    const recorder = new MediaRecorder(sound, form ? { mimeType: form } : {});
    const pieces = [];
    recorder.ondataavailable = (event) => pieces.push(event.data);
    recorder.onstop = () => {
      for (const track of sound.getTracks()) track.stop();
      this.ended();
      this.transcribe(new Blob(pieces, { type: recorder.mimeType }));
    };
    recorder.start();
    this.listening(() => recorder.stop());
  }

  async transcribe(recording) {
    const heard = await work("正在转写录音", ({ signal }) => call("POST", "/speech", recording, signal));
    if (heard) this.show(heard);
  }

  recognise(listening) {
    listening.lang = "zh-CN";
    listening.interimResults = true;
    let text = "";
    listening.onresult = (event) => {
      text = [...event.results].map((result) => result[0].transcript).join("");
      this.put(text);
    };
    listening.onerror = (event) => {
      if (["network", "service-not-allowed"].includes(event.error)) this.say(HOW);
      else this.say(event.error === "not-allowed"
        ? "没有得到用麦克风的许可。请在地址栏旁的网站设置里允许麦克风。" : "没有听清，请再说一次或直接打字。");
    };
    listening.onend = async () => {
      this.ended();
      if (!text) return;
      try { this.show(await call("POST", "/speech/text", { text })); } catch (error) { tell(error.message); }
    };
    listening.start();
    this.listening(() => listening.stop());
  }

  // Puts what was heard into the box, to be looked at; says what was put right.
  show(heard) {
    if (!heard.text) { this.say("没有听到话，请再说一次。"); return; }
    this.put(heard.text);
    if (!heard.changes.length) { this.say("请核对后按 Enter 提问。"); return; }
    const changes = heard.changes.map(({ text, became }) => `“${text}”→“${became}”`).join("，");
    this.say(`已按名录改正：${changes}。请核对后按 Enter 提问。`,
      button("用原话", () => { this.put(heard.heard); this.note.hidden = true; }));
  }

  say(text, ...more) {
    this.note.replaceChildren(h("span", {}, text), ...more,
      button("×", () => { this.note.hidden = true; }, { "aria-label": "关闭" }));
    this.note.hidden = false;
  }

  clear() { this.note.hidden = true; }

  listening(stop) {
    this.stop = stop;
    this.mark(true);
    this.say("正在听，说完请再点一次话筒。");
    this.timer = setTimeout(stop, LONGEST_MS);
  }

  ended() {
    clearTimeout(this.timer);
    this.stop = null;
    this.note.hidden = true;
    this.mark(false);
  }

  mark(on) {
    this.mic.classList.toggle("listening", on);
    this.mic.setAttribute("aria-label", on ? "说完了" : "语音提问");
    this.mic.setAttribute("aria-pressed", String(on));
    this.mic.title = on ? "说完了，点一下转成文字" : "语音提问";
  }
}
