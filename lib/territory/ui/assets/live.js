// While an assumption moves, the page shows the server's answer at its newest value: words and dots, and the charts in
// sight in turn with them. One question is on its way at a time, and the server says how soon the next may follow. Once
// a move is sent to the page's own run, the answer of that takes the place of all of it.
const FRAME_MS = 16 // more often than this nothing is painted
const SLOW_MS = 100 // words that come later than that come first: charts wait for the assumption to rest
const CHARTS_REST = 3 // times as long as charts took, from one turn of theirs to the next while the assumption moves
const AGAIN_MS = 5000 // a server that cannot answer, and does not say for how long, is left alone meanwhile

let given = null // what the page shows: its link, the reader's date, units and theme; and which moves that answers
let anchor = null // our own place on the page, as long as Explore is shown
let last = null // the newest move
let shown = null // the move whose answer is shown, if it is not the page's own
let html = {} // the parts of that answer by their names
let following = false
const moves = new Map() // the last move of each assumption

const rest = (ms) => new Promise((done) => setTimeout(done, ms))
const hasTurn = ({ name, turn }) => (given.answered[name] ?? 0) >= turn // whether the page's own answer is as new
const isAnswered = (move) => move.committed && hasTurn(move)

// The answer at a move's value; without `html` where it does not stand, `null` where the server cannot say just now.
async function ask({ name, value }, charts) {
  const { query, ...shown } = given.shown
  const address = new URL("live", document.baseURI)
  address.search = `${query}&${new URLSearchParams({ ...shown, along: name, value, ...(charts && { charts: 1 }) })}`
  const said = await fetch(address).catch(() => null)
  if (said?.ok) return said.json()
  if (said && said.status < 500 && said.status !== 429) return { next_ms: 0 }
  await rest(1000 * Number(said?.headers.get("Retry-After")) || AGAIN_MS)
  return null
}

// Whether the newest move is one to ask about: the page's own run answers what was sent, and others before it.
function isOpen() {
  if (!last || last.committed || last.exact || !given || !anchor?.isConnected) return false
  return [...moves.values()].every((each) => each === last || !each.committed || isAnswered(each))
}

async function follow() {
  if (following) return
  following = true
  await rest(0) // a key's move is sent at once, and not to be asked about
  let [words, drawn, tookMs, chartsAt] = [null, null, 0, 0] // moves that are shown; when charts may come between words
  while (isOpen()) {
    const [move, began] = [last, performance.now()]
    const theirs = drawn !== move && (words === move || (words && tookMs < SLOW_MS && began > chartsAt))
    const plots = theirs ? [...document.querySelectorAll(".t-plot")].filter(inSight) : []
    if (words === move && !plots.length) break
    const answer = await ask(move, plots.length > 0)
    if (!answer || !isCurrent(move)) continue
    take(move, answer, plots)
    ;[words, tookMs] = [move, performance.now() - began]
    if (theirs) [drawn, chartsAt] = [move, began + CHARTS_REST * tookMs]
    const early = Math.max(answer.next_ms, FRAME_MS - tookMs)
    if (early > 0) await rest(early)
  }
  following = false
}

// Whether an answer may still be shown: a newer move of the same assumption will only be a little further on.
const isCurrent = (move) => last && last.name === move.name && !last.exact && anchor?.isConnected

function inSight(plot) {
  const box = plot.getBoundingClientRect()
  return box.bottom > 0 && box.top < window.innerHeight && box.width > 0
}

function take(move, answer, plots) {
  if (!answer.html) return restore()
  shown = move
  html = { ...html, ...answer.html } // keys to the lines of charts come with these only
  show()
  if (answer.charts) for (const plot of plots) draw(plot, answer.charts)
  document.dispatchEvent(new CustomEvent("territory:followed", { detail: { ...move, charts: Boolean(answer.charts) } }))
}

// Every part as the newest answer has it, and as the page has it where that has none.
function show() {
  for (const part of document.querySelectorAll("[data-live]")) {
    const text = html[part.dataset.live]
    if (part.text === text) continue
    const own = part.own ?? part
    const next = text === undefined ? own : Object.assign(made(text), { own, text })
    if (next !== part) part.replaceWith(next)
  }
}

function made(text) {
  const parsed = document.createElement("template")
  parsed.innerHTML = text
  return parsed.content.firstElementChild
}

function draw(plot, charts) {
  const name = Object.keys(charts).find((each) => plot.closest(`.st-key-${each.replace(".", "-")}`))
  if (name) plot.show?.(charts[name])
}

// Back to the page's own answer: what a run of it has replaced is there already, or on its way.
function restore() {
  ;[shown, html] = [null, {}]
  show()
  for (const plot of document.querySelectorAll(".t-plot")) if (plot.exact) plot.show(plot.exact)
}

document.addEventListener("territory:assumption", ({ detail }) => {
  last = detail
  moves.set(detail.name, detail)
  if (detail.exact) restore()
  else follow()
})

// What the server says of the whole page comes after all else that it says.
export default function live({ data, parentElement }) {
  given = data
  anchor = parentElement
  if (last && isAnswered(last)) last = null
  if (!last || (shown && hasTurn(shown))) restore()
  else show() // an answer to an older move does not take back what is shown
  follow()
}
