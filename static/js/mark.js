// A box over a picture, marked by dragging, by arrow keys or by numbers. Numbers are in pixels of the picture itself.
// An area holds [data-stage] with [data-box], and inputs [data-side] for left, top, width and height.
const SIDES = ["left", "top", "width", "height"];
const LEAST = 16;
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const within = (value, low, high) => Math.min(Math.max(Math.round(value), low), Math.max(low, high));

export class Mark {
  constructor(area, { width, height }) {
    Object.assign(this, { area, width, height, box: null });
    this.stage = area.querySelector("[data-stage]");
    this.frame = area.querySelector("[data-box]");
    this.inputs = SIDES.map((side) => area.querySelector(`[data-side=${side}]`));
    this.stage.addEventListener("pointerdown", (event) => this.begin(event));
    this.frame.addEventListener("keydown", (event) => this.key(event));
    for (const input of this.inputs) input.addEventListener("input", () => this.typed());
    area.querySelector("[data-unmark]")?.addEventListener("click", () => this.set(null));
    if (this.inputs.every((input) => input.value)) this.typed();
    this.stage.classList.add("ready");
    for (const part of area.querySelectorAll("[data-script]")) part.hidden = false;
    if (!this.box) this.show();
  }

  // Left, top, right and bottom, or null where nothing is marked.
  get region() {
    if (!this.box) return null;
    const [left, top, width, height] = this.box;
    return [left, top, left + width, top + height];
  }

  set(box, { told = true } = {}) {
    this.box = box && this.fitted(box);
    if (told) this.inputs.forEach((input, at) => (input.value = this.box ? this.box[at] : ""));
    this.show();
    this.area.dispatchEvent(new Event("redress:marked", { bubbles: true }));
  }

  fitted([left, top, width, height]) {
    const [wide, high] = [within(width, LEAST, this.width), within(height, LEAST, this.height)];
    return [within(left, 0, this.width - wide), within(top, 0, this.height - high), wide, high];
  }

  show() {
    const [left, top, width, height] = this.box ?? [0, 0, this.width, this.height];
    this.frame.hidden = false;
    this.frame.classList.toggle("whole", !this.box);
    const share = (part, of) => `${(100 * part) / of}%`;
    const place = { left: share(left, this.width), top: share(top, this.height), width: share(width, this.width), height: share(height, this.height) };
    Object.assign(this.frame.style, place);
    const said = this.box ? `Marked: ${left} from the left, ${top} from the top, ${width} wide, ${height} high.` : "Nothing is marked yet.";
    this.area.querySelector("[data-said-box]").textContent = said;
  }

  at({ clientX, clientY }) {
    const { left, top, width, height } = this.stage.getBoundingClientRect();
    return [within(((clientX - left) * this.width) / width, 0, this.width), within(((clientY - top) * this.height) / height, 0, this.height)];
  }

  begin(event) {
    if (event.button !== 0) return;
    event.preventDefault();
    this.stage.setPointerCapture(event.pointerId);
    const [fromX, fromY] = this.at(event);
    const follow = (moved) => {
      const [x, y] = this.at(moved);
      this.set([Math.min(x, fromX), Math.min(y, fromY), Math.abs(x - fromX), Math.abs(y - fromY)]);
    };
    const end = () => {
      this.stage.removeEventListener("pointermove", follow);
      this.frame.focus();
    };
    this.stage.addEventListener("pointermove", follow);
    for (const kind of ["pointerup", "pointercancel"]) this.stage.addEventListener(kind, end, { once: true });
  }

  key(event) {
    const step = STEPS[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const unit = Math.max(1, Math.round(Math.max(this.width, this.height) / 100));
    const [x, y] = step.map((way) => way * unit);
    const [left, top, width, height] = this.box ?? [this.width / 4, this.height / 4, this.width / 2, this.height / 2];
    this.set(event.shiftKey ? [left, top, width + x, height + y] : [left + x, top + y, width, height]);
  }

  typed() {
    const numbers = this.inputs.map((input) => Number.parseInt(input.value, 10));
    if (numbers.every((number) => number >= 0)) this.set(numbers, { told: false });
    else if (this.inputs.every((input) => !input.value)) this.set(null, { told: false });
  }
}

function ready() {
  for (const area of document.querySelectorAll("[data-mark][data-width]:not([data-alive])")) {
    area.dataset.alive = "";
    new Mark(area, { width: Number(area.dataset.width), height: Number(area.dataset.height) });
  }
}

document.addEventListener("redress:swapped", ready);
ready();
