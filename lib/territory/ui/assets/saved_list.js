// The scenarios that were saved in this browser, kept in its own storage, which nothing but this list reads. What the
// storage holds may be anything: only ids, short names and dates are taken from it, and shown as text.
const KEY = "territory.saved"
const ID = /^[0-9a-hjkmnp-tv-z]{16,52}$/
const DATE = /^\d{4}-\d{2}-\d{2}$/
const MOST = 200
const LONGEST_NAME = 120
const LONGEST_PACE = 40

let remembered = "" // the saving that was taken note of last: forgetting its scenario must not bring it back
let gone = [] // forgotten while the page is open: they can be put back
const drawers = new Map()

function valid(entry) {
  return ID.test(entry?.id) && typeof entry.name === "string" && DATE.test(entry.date) && !isNaN(new Date(entry.date))
}

// What tells versions of one name apart, where it is known: when it was saved, to the minute, and the pace.
function kept({ id, name, date, at, pace }) {
  const time = Number.isFinite(at) && !isNaN(new Date(at)) ? { at } : {}
  const said = typeof pace === "string" && pace ? { pace: pace.slice(0, LONGEST_PACE) } : {}
  return { id, name: name.slice(0, LONGEST_NAME), date, ...time, ...said }
}

// The list, the newest first; null where the browser allows no storage.
function read() {
  let text
  try {
    text = window.localStorage.getItem(KEY)
  } catch {
    return null
  }
  try {
    const found = JSON.parse(text ?? "[]")
    const entries = Array.isArray(found) ? found.filter(valid) : []
    const known = new Map(entries.map((entry) => [entry.id, kept(entry)]))
    return [...known.values()].slice(0, MOST)
  } catch {
    return []
  }
}

function write(entries) {
  try {
    window.localStorage.setItem(KEY, JSON.stringify(entries.slice(0, MOST)))
    return true
  } catch {
    return false
  }
}

const without = (entries, id) => entries.filter((entry) => entry.id !== id)

function remember(saved) {
  const entries = read()
  if (saved.turn === remembered || entries === null || !valid(saved)) return
  remembered = saved.turn
  gone = without(gone, saved.id)
  write([kept({ ...saved, at: Date.now() }), ...without(entries, saved.id)])
}

function when(entry, language) {
  if (entry.at === undefined) return new Date(entry.date).toLocaleDateString(language, { dateStyle: "long", timeZone: "UTC" })
  return new Date(entry.at).toLocaleString(language, { dateStyle: "long", timeStyle: "short" })
}

const isOfSeveral = (entry, all) => all.some((other) => other !== entry && other.name === entry.name)

function element(name, text, kind) {
  const made = document.createElement(name)
  if (text) made.textContent = text
  if (kind) made.className = kind
  return made
}

function button(text, name, act) {
  const made = element("button", text)
  made.type = "button"
  made.setAttribute("aria-label", `${text}: ${name}`)
  made.onclick = act
  return made
}

function row(entry, alike, said, status, draw) {
  const item = element("li")
  const isGone = gone.includes(entry)
  const title = element(isGone ? "s" : "a", entry.name || entry.id, "name")
  if (!isGone) title.href = `${window.location.pathname}?s=${entry.id}`
  const told = [when(entry, said.language), entry.pace].filter(Boolean).join(" · ")
  const about = element("p", `${told} · ${entry.id}`)
  const label = alike ? `${entry.name}, ${told}` : entry.name
  const words = element("div", "", "words")
  words.append(title, about)
  item.append(words)
  const again = (text) => {
    draw()
    status.textContent = text
  }
  if (isGone) {
    item.append(button(said.back, label, () => {
      gone = gone.filter((other) => other !== entry)
      write([entry, ...without(read() ?? [], entry.id)])
      again("")
    }))
    return item
  }
  const copy = async () => {
    const link = `${window.location.origin}${window.location.pathname}?s=${entry.id}`
    try {
      await navigator.clipboard.writeText(link)
      status.textContent = said.copied
    } catch {
      status.textContent = link
    }
  }
  const forget = () => {
    gone.push(entry)
    write(without(read() ?? [], entry.id))
    again(said.forgotten)
  }
  const acts = element("div", "", "acts")
  acts.append(button(said.copy, label, copy), button(said.forget, label, forget))
  item.append(acts)
  return item
}

export default function savedList({ data, parentElement }) {
  let root = parentElement.querySelector(".saved-list")
  if (!root) {
    root = element("div", "", "saved-list")
    root.append(element("p", "", "about"), element("ul"), element("p", "", "status"))
    root.lastChild.setAttribute("role", "status")
    parentElement.appendChild(root)
  }
  const [about, list, status] = root.children
  if (data.kept) remember(data.kept)
  const draw = () => {
    const focused = [...list.querySelectorAll("button, a")].indexOf(root.getRootNode().activeElement)
    const entries = read()
    about.textContent = entries === null ? data.blocked : entries.length + gone.length ? data.about : data.empty
    const all = [...(entries ?? []), ...gone].sort((one, other) => (one.date < other.date) - (one.date > other.date))
    list.replaceChildren(...all.map((entry) => row(entry, isOfSeveral(entry, all), data, status, draw)))
    const places = [...list.querySelectorAll("button, a")]
    if (focused >= 0) places[Math.min(focused, places.length - 1)]?.focus()
  }
  draw()
  drawers.set(root, draw)
  for (const known of drawers.keys()) if (!known.isConnected) drawers.delete(known)
}

window.addEventListener("storage", (event) => event.key === KEY && drawers.forEach((draw) => draw()))
