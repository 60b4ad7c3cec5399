// One picture that is worked on here: what is known of it, and the part of it that is marked.
import { Mark } from "./mark.js";

const PREVIEW = 1000;
const WORDS = {
  busy: "Working on it, on this device.",
  done: "Ready. Only its fingerprints will be sent.",
  part: "Ready. Only the fingerprints of the marked part will be sent.",
  page: "This looks like a screenshot of a page. Mark the picture on it, or say that this is the picture itself.",
  kind: "This file cannot be worked on here. Choose another way above, or leave it out.",
  damaged: "This file seems cut short or damaged. Choose another way above, or leave it out.",
};
let numbered = 0;

export class Card {
  constructor(form, { file, asked, leave }) {
    Object.assign(this, { file, asked });
    this.root = form.parentElement.querySelector("template[data-card]").content.cloneNode(true).firstElementChild;
    this.words = { ...WORDS, ...this.root.dataset };
    this.part("[data-name]").textContent = file.name;
    this.part("[data-open]").addEventListener("click", () => this.open());
    this.part("[data-out]").addEventListener("click", () => leave(this));
    this.part("[data-as-it-is] input").addEventListener("change", () => this.tell());
    this.part("[data-trim]").addEventListener("click", () => this.trim());
    this.root.addEventListener("redress:marked", () => this.tell());
    this.number();
    this.found = this.asked(file, null).then((answer) => this.take(answer));
  }

  part(what) {
    return this.root.querySelector(what);
  }

  // Labels and inputs of each card belong together.
  number() {
    numbered += 1;
    for (const label of this.root.querySelectorAll("label[for]")) {
      const input = this.part(`#${label.htmlFor}`);
      label.htmlFor = input.id = `${input.id}-${numbered}`;
    }
  }

  take(answer) {
    this.answer = answer;
    this.part("[data-open]").hidden = this.part("[data-as-it-is]").hidden = true;
    if (!answer.fault) this.part("[data-open]").hidden = false;
    this.part("[data-as-it-is]").hidden = !answer.page;
    this.part("[data-trim]").hidden = !answer.trim;
    this.tell();
  }

  get state() {
    if (!this.answer) return "busy";
    if (this.answer.fault) return this.answer.sha256 && this.root.dataset.file ? "file" : this.answer.fault;
    if (this.mark?.region) return "part";
    return this.answer.page && !this.part("[data-as-it-is] input").checked ? "page" : "done";
  }

  tell() {
    const line = this.part("[data-state]");
    if (line.textContent !== this.words[this.state]) line.textContent = this.words[this.state];
  }

  // The picture is drawn on this page only; nothing of it is given an address.
  async open() {
    const area = this.part("[data-mark]");
    area.hidden = !area.hidden;
    this.part("[data-open]").setAttribute("aria-expanded", String(!area.hidden));
    if (area.hidden || this.mark) return;
    const [width, height] = this.answer.stated.size;
    const scale = Math.min(1, PREVIEW / Math.max(width, height));
    const picture = await createImageBitmap(this.file, { resizeWidth: Math.max(1, Math.round(width * scale)), resizeQuality: "high" });
    const canvas = this.part("canvas");
    Object.assign(canvas, { width: picture.width, height: picture.height });
    canvas.getContext("2d").drawImage(picture, 0, 0);
    picture.close();
    this.mark = new Mark(area, { width, height });
    this.part("[data-box]").focus();
  }

  trim() {
    const [left, top, right, bottom] = this.answer.trim;
    this.mark.set([left, top, right - left, bottom - top]);
  }

  // Of a file that cannot be worked on, its digest alone, where the page takes that.
  async stated() {
    if (this.state === "file") return { version: 2, sha256: this.answer.sha256 };
    const region = this.mark?.region;
    if (!region) return this.answer.stated;
    const answer = await this.asked(this.file, region);
    if (answer.fault) this.take(answer);
    return answer.stated;
  }
}
