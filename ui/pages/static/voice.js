// Speech to text by the browser's own recogniser, where it has one; shown for editing, never sent.

import { tell } from "./dom.js";

export class Voice {
  constructor(put) {
    this.put = put;
    this.listening = null;
  }

  toggle() {
    const Recognition = window.SpeechRecognition || window.webkitSpeechRecognition;
    if (!Recognition) {
      tell("这个浏览器不能听写。请用带听写的浏览器，或请管理员设置语音转写服务。");
      return;
    }
    if (this.listening) { this.listening.stop(); return; }
    const listening = new Recognition();
    listening.lang = "zh-CN";
    listening.interimResults = true;
    listening.onresult = (event) =>
      this.put([...event.results].map((result) => result[0].transcript).join(""));
    listening.onerror = (event) => tell(event.error === "not-allowed"
      ? "没有得到用麦克风的许可。" : "没有听清，请再说一次或直接打字。");
    listening.onend = () => { this.listening = null; this.mark(false); };
    this.listening = listening;
    this.mark(true);
    listening.start();
  }

  mark(on) {
    document.getElementById("sw-mic")?.classList.toggle("listening", on);
  }
}
