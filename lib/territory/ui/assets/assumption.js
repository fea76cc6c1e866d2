// One assumption: a native slider over the usual range and a typed entry over the bounds, two views of one number.
// The server holds the number. While it moves it is shown here at once, and told to whoever listens to the page's
// `territory:assumption` events; the server is told at each release or key step, the newest value at most every
// PAUSE_MS. Each move has a turn, and an answer to an older turn never takes a newer move back.
const PAUSE_MS = 100
const AGAIN_MS = 3_000 // an answer that has not come by then may be lost with its server, which is told again
const LATE_MS = 60_000 // that long
const LABEL_GAP_PX = 8
const MOST_PUSHED_PX = 24
const ROW_PX = 15
const MINUS = "\u2212"

const PARTS =
  '<div class="t-a-head"><label></label>' +
  '<button type="button" class="t-a-reset" hidden></button>' +
  '<button type="button" class="t-a-ask" aria-expanded="false">?</button></div>' +
  '<p class="t-a-help" hidden></p>' +
  '<div class="t-a-body"><div class="t-a-entry">' +
  '<input type="text" inputmode="decimal" role="spinbutton" autocomplete="off" spellcheck="false">' +
  '<span></span></div>' +
  '<div class="t-a-track"><div class="t-a-ticks" aria-hidden="true"></div><input type="range">' +
  '<div class="t-a-marks" aria-hidden="true"></div></div></div>' +
  '<p class="t-a-compare"></p><p class="t-a-beyond"></p><p class="t-a-problem" aria-live="polite"></p>'

const ABSENT = { unit: "", text: "", problem: "", beyond: "", markers: [], compare: null, yearly: null }

// Whether two messages of the server differ in nothing but the value and what follows from it.
const MOVING = { value: 0, said: "", text: "", problem: "", beyond: "", answered: 0 }
const alike = (one, other) => JSON.stringify({ ...one, ...MOVING }) === JSON.stringify({ ...other, ...MOVING })

class Assumption {
  constructor(parent) {
    this.root = document.createElement("div")
    this.root.className = "t-assumption"
    this.root.innerHTML = PARTS
    parent.appendChild(this.root)
    const part = (name) => this.root.querySelector(name)
    this.range = part("input[type=range]")
    this.entry = part("input[type=text]")
    this.resetButton = part(".t-a-reset")
    this.problem = part(".t-a-problem")
    this.turn = 0
    this.sentAt = -PAUSE_MS
    this.waiting = null // the turn that is not answered yet, and since when
    this.moving = false // there are moves that were not sent
    this.typing = false // the entry holds what was typed and not yet sent
    this.listen()
    this.ask(part(".t-a-ask"), part(".t-a-help"))
    new ResizeObserver(() => this.place()).observe(part(".t-a-track"))
  }

  listen() {
    this.range.addEventListener("input", () => this.move(this.snapped(Number(this.range.value))))
    for (const end of ["change", "pointerup", "pointercancel"]) this.range.addEventListener(end, () => this.post())
    this.range.addEventListener("keydown", (event) => this.leap(event, this.range.min, this.range.max))
    this.range.addEventListener("blur", () => this.flush())
    this.entry.addEventListener("input", () => (this.typing = true))
    this.entry.addEventListener("change", () => this.type())
    this.entry.addEventListener("keydown", (event) => this.step(event))
    this.entry.addEventListener("blur", () => this.flush())
    this.resetButton.addEventListener("click", () => {
      this.range.focus() // the button goes away
      this.jump(this.data.default)
    })
  }

  ask(button, help) {
    button.addEventListener("click", () => {
      help.hidden = !help.hidden
      button.setAttribute("aria-expanded", String(!help.hidden))
    })
  }

  // What the server says: words and bounds at once, the value unless there is a newer move of the reader's own.
  take(given) {
    const before = this.data
    const data = (this.data = { ...ABSENT, ...given })
    if (!before || !alike(before, data)) this.describe(data)
    if (this.waiting && data.answered !== this.waiting.turn && Date.now() - this.waiting.since < LATE_MS) return
    clearInterval(this.again)
    // A value from elsewhere takes the place of what is being typed; an answer to an older move does not.
    if (!this.waiting && before && (before.value !== data.value || before.text !== data.text)) this.typing = false
    this.waiting = null
    this.value = data.value
    this.show(data.text)
    this.complain(data.problem)
  }

  describe(data) {
    const id = `assumption-${data.name}`
    const [label, button, help] = ["label", ".t-a-ask", ".t-a-help"].map((part) => this.root.querySelector(part))
    this.root.classList.toggle("t-a-wide", Boolean(data.compare))
    this.range.id = id
    label.htmlFor = id
    label.textContent = data.label
    help.id = `${id}-help`
    help.textContent = data.help
    button.setAttribute("aria-label", data.about)
    button.setAttribute("aria-controls", help.id)
    this.problem.id = `${id}-problem`
    this.entry.setAttribute("aria-label", data.typed)
    this.entry.setAttribute("aria-describedby", this.problem.id)
    this.entry.setAttribute("aria-valuemin", data.lowest)
    this.entry.setAttribute("aria-valuemax", data.highest)
    this.resetButton.textContent = data.reset
    this.resetButton.setAttribute("aria-label", `${data.reset}: ${data.label}`)
    this.range.min = data.low
    this.range.max = data.high
    this.range.step = data.step
    this.mark(data)
  }

  // Ticks for the values on record, and a line with its label for each documented value.
  mark(data) {
    const line = (value) => {
      const drawn = document.createElement("i")
      drawn.style.left = `${(100 * (value - data.low)) / (data.high - data.low)}%`
      return drawn
    }
    const within = (value) => value >= data.low && value <= data.high
    const [ticks, marks] = [".t-a-ticks", ".t-a-marks"].map((part) => this.root.querySelector(part))
    ticks.replaceChildren(...(data.compare?.ticks ?? []).filter(within).map(line))
    const labelled = data.markers.filter(([value, label]) => label && within(value)).sort((a, b) => a[0] - b[0])
    this.labels = labelled.map(([value, label]) => {
      const drawn = document.createElement("span")
      drawn.textContent = label
      drawn.share = (value - data.low) / (data.high - data.low)
      return drawn
    })
    marks.replaceChildren(...labelled.map(([value]) => line(value)), ...this.labels)
    this.place()
  }

  // Labels as near as can be to their lines, and out of each other's way.
  place() {
    const room = this.root.querySelector(".t-a-marks").clientWidth
    if (!room || !this.labels) return
    const wide = this.labels.map((label) => label.offsetWidth)
    const left = this.labels.map((label, i) => label.share * room - wide[i] / 2)
    const rows = this.rows(left, wide)
    for (const row of rows) {
      let lowest = 0
      for (const i of row) {
        left[i] = Math.max(left[i], lowest)
        lowest = left[i] + wide[i] + LABEL_GAP_PX
      }
      let highest = room
      for (const i of row.toReversed()) {
        left[i] = Math.min(left[i], highest - wide[i])
        highest = left[i] - LABEL_GAP_PX
        this.labels[i].style.left = `${left[i]}px`
        this.labels[i].style.marginTop = `${rows.indexOf(row) * ROW_PX}px`
      }
    }
    this.root.querySelector(".t-a-marks").style.marginBottom = `${(rows.length - 1) * ROW_PX}px`
  }

  // A label that would have to leave its line for the one before it stands in a second row.
  rows(left, wide) {
    const all = left.map((_, i) => i)
    const pushed = (i) => i > 0 && Math.max(left[i - 1], 0) + wide[i - 1] + LABEL_GAP_PX - left[i] > MOST_PUSHED_PX
    const below = all.filter(pushed)
    return below.length ? [all.filter((i) => !pushed(i)), below] : [all]
  }

  // A move of the reader's own: shown and told here; the server learns of it by `post`.
  move(value) {
    this.value = value
    this.typing = false
    this.moving = true
    this.turn = Math.max(this.turn, this.data.answered) + 1
    this.waiting = { turn: this.turn, since: Date.now() }
    this.show("")
    this.complain("")
    this.tell(false)
  }

  jump(value) {
    this.move(this.snapped(value))
    this.post()
  }

  post() {
    if (!this.moving || this.due) return
    const pause = this.sentAt + PAUSE_MS - performance.now()
    if (pause <= 0) this.flush()
    else this.due = setTimeout(() => this.flush(), pause)
  }

  flush() {
    clearTimeout(this.due)
    this.due = undefined
    if (!this.moving) return
    this.moving = false
    this.sentAt = performance.now()
    this.say({ turn: this.turn, value: this.value })
    this.tell(true)
  }

  // Tells the server. If that is gone, or what it was told is, it is told again; if no answer comes, its last one holds.
  say(message) {
    const since = Date.now()
    this.waiting = { turn: message.turn, since }
    this.send(message)
    clearInterval(this.again)
    this.again = setInterval(() => {
      if (!this.root.isConnected || this.waiting?.turn !== message.turn) return clearInterval(this.again)
      if (Date.now() - since < LATE_MS) return this.send(message)
      this.take(this.data)
      this.tell(true)
    }, AGAIN_MS)
  }

  // Words and numbers are read by the server, which knows what they may mean; what it cannot read stays here.
  type() {
    if (!this.typing) return
    this.flush()
    this.turn = Math.max(this.turn, this.data.answered) + 1
    this.typing = false
    this.say({ turn: this.turn, text: this.entry.value })
  }

  step(event) {
    if (event.key === "Escape" && this.typing) {
      this.typing = false
      this.show(this.data.text)
    }
    const direction = { ArrowUp: 1, ArrowDown: -1 }[event.key]
    if (!direction || this.typing) return this.leap(event, this.data.lowest, this.data.highest)
    event.preventDefault()
    this.by(direction, this.data.step, this.data.lowest, this.data.highest)
  }

  leap(event, lowest, highest) {
    const direction = { PageUp: 1, PageDown: -1 }[event.key]
    if (!direction || this.typing) return
    event.preventDefault()
    this.by(direction, this.data.leap, Number(lowest), Number(highest))
  }

  by(direction, length, lowest, highest) {
    const from = Math.round(this.value / this.data.step) * this.data.step
    const to = Number((from + direction * length).toFixed(8))
    const value = Math.min(Math.max(to, Math.min(lowest, this.value)), Math.max(highest, this.value))
    if (value !== this.value) this.jump(value)
  }

  snapped(value) {
    const known = [...this.data.markers.map(([marker]) => marker), this.data.default]
    return known.find((each) => Math.abs(each - value) < this.data.step / 2) ?? value
  }

  text(value) {
    const shown = Number((value * this.data.factor).toFixed(this.data.decimals))
    return String(Object.is(shown, -0) ? 0 : shown)
  }

  show(typed) {
    const { data, value } = this
    const text = value === data.value ? data.said : this.text(value).replace("-", MINUS)
    const compared = data.compare ? this.compared(value) : ""
    this.range.value = value
    if (!this.typing) this.entry.value = typed || text
    this.range.setAttribute("aria-valuetext", [text + data.unit, compared].filter(Boolean).join(", "))
    this.entry.setAttribute("aria-valuenow", value)
    this.entry.setAttribute("aria-valuetext", text + data.unit)
    this.resetButton.hidden = value === data.default
    this.root.querySelector(".t-a-compare").textContent = compared
    this.root.querySelector(".t-a-beyond").textContent = value === data.value ? data.beyond : ""
    this.root.querySelector(".t-a-entry span").textContent = data.yearly ? this.yearly(value) : ""
  }

  compared(value) {
    const { ticks, none, some, all, negative, negative_one: negativeOne } = this.data.compare
    const below = ticks.filter((tick) => tick < value).length
    const positive = below === 0 ? none : below === ticks.length ? all : some
    const sentence = value < 0 ? ((below === 1 ? negativeOne : negative) ?? positive) : positive
    return sentence.replace("{n}", below).replace("{of}", ticks.length)
  }

  yearly(value) {
    const [factor, unit] = this.data.yearly
    const whole = Math.round(value * factor) || 0
    return whole.toLocaleString("en-US").replace("-", MINUS) + unit
  }

  complain(why) {
    if (this.problem.textContent !== why) this.problem.textContent = why
    this.entry.setAttribute("aria-invalid", String(Boolean(why)))
  }

  tell(committed) {
    const exact = this.value === this.data.value
    const detail = { name: this.data.name, value: this.value, committed, turn: this.turn, exact }
    this.root.dispatchEvent(new CustomEvent("territory:assumption", { bubbles: true, composed: true, detail }))
  }
}

const drawn = new WeakMap()

export default function assumption({ data, parentElement, setTriggerValue }) {
  if (!drawn.has(parentElement)) drawn.set(parentElement, new Assumption(parentElement))
  const control = drawn.get(parentElement)
  control.send = (message) => setTriggerValue("moved", message)
  control.take(data)
}
