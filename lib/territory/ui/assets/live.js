// While an assumption moves, the page follows: words, dots and charts are looked up in what the server has worked out
// along that assumption, which is fetched when its control is touched. Nothing is sent while it moves, and nothing is
// computed here but straight lines between two charts of the server's. The exact answer takes the place of all of it.
const HOVER_MS = 120
const IDLE_MS = 1500 // after the page is painted, before its first assumption is asked about
const AGAIN_MS = 5000 // a server that has too much to do is not asked again at every move
const LATE_MS = 600 // a chart that the exact answer leaves as it was is put back by then
const NEAR_MS = 20 * 86_400_000
const REST = 1 // after a chart for as long as it took
const SOON_MS = 250 // once a move is sent, the exact charts mostly come before these could be of use
const OPEN = "\ufffc" // stands where the number of the pace belongs
const FIRST = "rate"
const [FOLLOWING, LATE] = ["t-following", "t-late"] // what cannot follow is pale meanwhile

let given = null // what the page shows: the link, the reader's date and units
let anchor = null // our own place on the page, as long as Explore is shown
let last = null // the last move of an assumption
const known = new Map() // by assumption: a promise of what the server says along it, then that itself
const changed = new Map() // by element: what the exact answer has in it
const drawn = new Map() // by chart: the exact answer's figure, and the one that is shown instead

function ask(name) {
  if (!given || !anchor?.isConnected || known.has(name)) return
  const { query, ...rest } = given.shown
  const address = new URL("live", document.baseURI)
  address.search = `${query}&${new URLSearchParams({ along: name, ...rest })}`
  const asked = { stop: new AbortController() }
  known.set(name, asked)
  fetch(address, { signal: asked.stop.signal })
    .then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status)))
    .then((said) => {
      asked.said = said
      if (last?.name === name) catchUp()
    })
    .catch(() => setTimeout(() => known.get(name) === asked && known.delete(name), AGAIN_MS)) // exact answers come anyway
}

function forget(all) {
  for (const [name, asked] of known) {
    if (!all && name === last?.name && last.committed) continue // its own value is no part of what is said along it
    asked.stop.abort()
    known.delete(name)
  }
}

// The place of the value that is nearest.
function nearest(values, value) {
  let [low, high] = [0, values.length - 1]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (values[middle] <= value) low = middle
    else high = middle
  }
  return value - values[low] <= values[high] - value ? low : high
}

// The last of the places that is not beyond this one.
function before(places, place) {
  let [low, high] = [0, places.length]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (places[middle] <= place) low = middle
    else high = middle
  }
  return low
}

let waiting = false
let behind = new Set() // charts that do not show the last move yet
let rested = 0 // when the next one may be drawn, so that words are not held up

// Words and dots in the next frame, then one chart a frame.
function catchUp() {
  behind = new Set([...behind, ...document.querySelectorAll(".t-plot")])
  follow()
}

function follow() {
  if (waiting) return
  waiting = true
  requestAnimationFrame(() => {
    waiting = false
    paint()
  })
}

function paint() {
  const said = last && known.get(last.name)?.said
  if (!said || !anchor?.isConnected) return
  const { value } = last
  const ends = [said.values[0], said.values.at(-1)]
  if (last.exact || value < ends[0] || value > ends[1]) return restore()
  const place = nearest(said.values, value)
  document.documentElement.classList.add(FOLLOWING)
  write(said, place, value)
  const unsure = isUnsure(said, place)
  if (!last.painted) {
    last.painted = true
    document.dispatchEvent(new CustomEvent("territory:followed", { detail: { name: last.name, value } }))
  }
  for (const root of behind) if (!inSight(root)) behind.delete(root)
  const [root] = behind
  if (!root) return
  const began = performance.now()
  const soon = last.committed ? last.at + SOON_MS - began : 0
  if (soon > 0) return void setTimeout(follow, soon)
  if (began >= rested) {
    behind.delete(root)
    if (unsure) withholdChart(root)
    else draw(root, said, value)
    rested = performance.now() + REST * (performance.now() - began)
  }
  if (behind.size) follow()
}

function inSight(root) {
  const box = root.getBoundingClientRect()
  return box.bottom > 0 && box.top < window.innerHeight && box.width > 0
}

const isUnsure = ({ unsure }, place) => unsure.some(([first, last]) => place >= first && place <= last)

function write(said, place, value) {
  const unsure = isUnsure(said, place)
  for (const element of document.querySelectorAll("[data-live]")) {
    const name = element.dataset.live
    const line = said.lines[name]
    if (line) {
      const text = line[1][before(line[0], place)]
      if (text === null) withhold(element)
      else tell(element, said.open ? text.replaceAll(OPEN, number(said, value)) : text)
    } else if (said.dots.of[name]) {
      if (unsure) withhold(element)
      else stand(element, said.dots.of[name][before(said.dots.at, place)])
    }
  }
}

function number({ open }, value) {
  return open.texts[Math.min(Math.max(Math.round((value - open.low) / open.step), 0), open.texts.length - 1)]
}

// What an element has in it now, kept for the time after.
function exact(element) {
  if (!changed.has(element)) {
    const parts = [...element.childNodes]
    const marked = parts.filter((part) => part.nodeType === Node.ELEMENT_NODE)
    changed.set(element, { parts, marked, shown: element.textContent })
  }
  return changed.get(element)
}

// What is not known closely enough is not said: the last exact answer stays, pale.
function withhold(element) {
  const kept = changed.get(element)
  if (kept) putBack(element, kept)
  changed.delete(element)
  element.classList.add(LATE)
}

function withholdChart(root) {
  redraw(root)
  root.classList.add(LATE)
}

// A text, with the names and figures in it that the exact answer has in colour or as links.
function tell(element, text) {
  const kept = exact(element)
  element.classList.remove(LATE)
  if (kept.shown === text) return
  kept.shown = text
  const pieces = []
  let rest = text
  for (const part of kept.marked) {
    const at = rest.indexOf(part.textContent)
    if (at < 0) continue
    pieces.push(rest.slice(0, at), part.cloneNode(true))
    rest = rest.slice(at + part.textContent.length)
  }
  element.replaceChildren(...pieces, rest)
}

function stand(element, dots) {
  const kept = exact(element)
  element.classList.remove(LATE)
  if (kept.dots === dots) return
  kept.dots = dots
  element.style.visibility = dots ? "" : "hidden"
  if (!dots) return
  if (!kept.plot) {
    const copies = kept.parts.map((part) => part.cloneNode(true))
    element.replaceChildren(...copies)
    kept.plot = element.querySelector(".t-dots-plot")
    kept.axis = element.querySelector(".t-dots-axis")
    kept.by = element.querySelector(".t-by")
    kept.each = [...element.querySelectorAll("i")]
  }
  kept.plot.style.setProperty("--t-height", dots.height)
  dots.dots.forEach(([across, up, kind], i) => {
    const dot = kept.each[i]
    dot.className = `t-dot-${kind}`
    dot.style.left = `${across}%`
    dot.style.setProperty("--t-place", up)
  })
  const texts = dots.axis.map(([across, text]) => {
    const drawn = document.createElement("span")
    drawn.style.left = `${across}%`
    drawn.textContent = text
    return drawn
  })
  kept.axis.replaceChildren(...texts)
  if (kept.by) {
    kept.by.hidden = dots.by === null
    kept.by.style.left = `${dots.by}%`
    kept.by.classList.toggle("t-by-left", dots.by > 50)
  }
}

function draw(root, said, value) {
  const key = /st-key-(chart\S+)/.exec(root.closest('[class*="st-key-chart"]')?.className ?? "")?.[1]
  const name = Object.keys(said.charts.of).find((each) => each.replace(".", "-") === key)
  const Plotly = window.Plotly
  if (!name || !Plotly || !root._fullLayout) return
  const kept = drawn.get(root)
  const isOurs = kept?.shown === root.data
  if (!isOurs && isCloser(root)) return root.classList.add(LATE)
  root.classList.remove(LATE)
  const { at, of } = said.charts
  const values = at.map((place) => said.values[place])
  const low = Math.min(before(values, value), values.length - 2)
  const part = (value - values[low]) / (values[low + 1] - values[low])
  const figure = between(of[name][low], of[name][low + 1], Math.min(Math.max(part, 0), 1), Date.parse(said.charts.start))
  const whole = isOurs ? kept : { data: root.data, layout: root.layout }
  const held = (axis) => ({ ...whole.layout[axis], range: [...root._fullLayout[axis].range], autorange: false })
  const layout = { ...whole.layout, ...figure.layout, xaxis: held("xaxis"), yaxis: held("yaxis") }
  drawn.set(root, { ...whole, shown: figure.data })
  Plotly.react(root, figure.data, layout)
}

// Whether the reader has drawn a part of the chart larger, which is the reader's to leave.
function isCloser({ _fullLayout: { xaxis, yaxis, _preGUI: before } }) {
  const low = before?.["yaxis.range[0]"]
  return !xaxis.autorange || (typeof low === "number" && low !== yaxis.range[0])
}

const mixed = (one, other, part) => (one === null || other === null ? null : one + part * (other - one))

// Days from the start are mixed as 1/(days + some), in which a pace moves them in a straight line.
function mixedDates(one, other, part, start) {
  if (one.every((each, i) => each === other[i])) return [...one]
  const near = (date) => 1 / (Math.max(Date.parse(date) - start, 0) + NEAR_MS)
  const date = (each) => new Date(start + 1 / each - NEAR_MS).toISOString().slice(0, 10)
  return one.map((each, i) => date(mixed(near(each), near(other[i]), part)))
}

// Dots of a kind that both charts have as many of lie between theirs; the one that only one of them has is left out.
function mixDots(trace, one, other, part, start) {
  const places = ({ hovertemplate }, kind) => hovertemplate.flatMap((each, i) => (each === kind ? [i] : []))
  const kept = []
  for (const kind of new Set(trace.hovertemplate)) {
    const [here, a, b] = [trace, one, other].map((each) => places(each, kind))
    if (a.length === b.length) {
      const x = mixedDates(a.map((i) => one.x[i]), b.map((i) => other.x[i]), part, start)
      here.forEach((i, k) => {
        trace.x[i] = x[k]
        trace.y[i] = mixed(one.y[a[k]], other.y[b[k]], part)
      })
    } else if (here.length === 1) continue
    kept.push(...here)
  }
  const pick = (values) => kept.map((i) => values[i])
  Object.assign(trace, { x: pick(trace.x), y: pick(trace.y), hovertemplate: pick(trace.hovertemplate) })
  trace.marker = { ...trace.marker, color: pick(trace.marker.color), size: pick(trace.marker.size) }
}

// A chart between two that are drawn alike; the nearer one where they are not.
function between(one, other, part, start) {
  const near = structuredClone(part < 0.5 ? one : other)
  const alike = (a, b) => a && b && a.name === b.name && a.x.length === b.x.length && a.meta === b.meta
  near.data.forEach((trace, i) => {
    const [a, b] = [one.data[i], other.data[i]]
    if (a && b && Array.isArray(trace.hovertemplate)) return mixDots(trace, a, b, part, start)
    if (!alike(a, b)) return
    trace.x = mixedDates(a.x, b.x, part, start)
    trace.y = a.y.map((each, place) => mixed(each, b.y[place], part))
  })
  near.layout.annotations?.forEach((note, i) => {
    const [a, b] = [one.layout.annotations?.[i], other.layout.annotations?.[i]]
    if (typeof note.y === "number" && a && b && a.text === b.text) note.y = mixed(a.y, b.y, part)
  })
  return near
}

// Back to the exact answer: what it has replaced by itself is gone from the page, or a figure of its own.
function restore() {
  for (const [element, kept] of changed) if (element.isConnected) putBack(element, kept)
  changed.clear()
  document.documentElement.classList.remove(FOLLOWING)
  for (const root of document.querySelectorAll(`.${LATE}`)) root.classList.remove(LATE)
  for (const root of [...drawn.keys()]) redraw(root)
}

function putBack(element, kept) {
  element.replaceChildren(...kept.parts)
  element.style.visibility = ""
}

function redraw(root) {
  const kept = drawn.get(root)
  drawn.delete(root)
  if (kept && root.isConnected && root.data === kept.shown) window.Plotly.react(root, kept.data, kept.layout)
}

function moved(event) {
  const { name } = event.detail
  ask(name)
  last = { ...event.detail, at: performance.now() }
  catchUp()
}

// What the server says of the whole page comes after all else that it says: the exact answer stands.
function take(data) {
  const before = given
  given = data
  if (!before || JSON.stringify({ ...before.shown, query: "" }) !== JSON.stringify({ ...data.shown, query: "" })) {
    forget(true)
  } else if (before.shown.query !== data.shown.query) forget(false)
  if (last && (!last.committed || (data.answered[last.name] ?? 0) < last.turn)) {
    for (const element of changed.keys()) if (!element.isConnected) changed.delete(element)
    return catchUp()
  }
  last = null
  const figures = [...drawn.keys()]
  for (const root of figures) drawn.get(root).leaving = true
  setTimeout(() => figures.forEach((root) => drawn.get(root)?.leaving && redraw(root)), LATE_MS)
  const kept = new Map(drawn)
  drawn.clear()
  restore()
  for (const [root, figure] of kept) drawn.set(root, figure)
}

const touched = (event) => event.target.closest?.(".t-assumption")?.querySelector("input[type=range]")?.id
const named = (id) => id?.replace(/^assumption-/, "")
let hovering

document.addEventListener("territory:assumption", moved)
for (const kind of ["pointerdown", "focusin"]) {
  document.addEventListener(kind, (event) => touched(event) && ask(named(touched(event))))
}
document.addEventListener("pointerover", (event) => {
  clearTimeout(hovering)
  const id = touched(event)
  if (id) hovering = setTimeout(() => ask(named(id)), HOVER_MS)
})

export default function live({ data, parentElement }) {
  const first = given === null
  anchor = parentElement
  take(data)
  if (first) setTimeout(() => ask(FIRST), IDLE_MS)
}
