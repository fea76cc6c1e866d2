// The one owner of the address bar: it shows the current scenario's link and never adds a step to the history,
// so that Back leaves the page. Safari refuses more than 100 changes in 10 seconds, hence the pause between two.
const PAUSE_MS = 250
const KEPT = ["embed", "embed_options"]

let wanted = ""
let full = "" // the same scenario as a full link, where the address has a short one
let page = null
let session = null
let waiting = false
let place = null

function write() {
  const kept = new URLSearchParams(window.location.search)
  const foreign = KEPT.flatMap((key) => kept.getAll(key).map((value) => `&${key}=${encodeURIComponent(value)}`))
  const reached = place?.pathname === window.location.pathname
  const address = window.location.pathname + wanted + foreign.join("") + (reached ? place.hash : window.location.hash)
  if (reached) place = null
  if (address !== window.location.pathname + window.location.search + window.location.hash) {
    window.history.replaceState(window.history.state, "", address)
  }
}

// Back to where an in-page link was followed brings an older address: the scenario is still the current one.
window.addEventListener("popstate", () => page !== null && setTimeout(write))

export default function address({ data, setTriggerValue }) {
  const gone = session !== null && session !== data.session
  session = data.session
  // The session that the page had is gone (its process ended, or nobody was heard of for long): the new one is told
  // what it had, and answers with that. It may wait for that, with the page left as it is.
  if (data.awaits || (gone && wanted && wanted !== data.query)) {
    setTriggerValue("had", { query: wanted, link: full })
    return
  }
  full = data.link ?? ""
  document.dispatchEvent(new CustomEvent("territory:link", { detail: data.link ?? data.query }))
  if (data.query === wanted && data.page === page) return
  const arrived = data.page !== page
  if (arrived) requestAnimationFrame(() => document.querySelector(".t-here")?.scrollIntoView({ block: "nearest", inline: "center" }))
  wanted = data.query
  page = data.page
  if (waiting) return
  if (arrived) write() // a move is painted first
  waiting = true
  setTimeout(() => {
    waiting = false
    write()
  }, PAUSE_MS)
}

// A documented figure leads to its entry on another page. It is followed within this session, by the row of pages, so
// that nothing is lost; in a tab of its own the address carries the scenario.
const CITED = "a.t-cite:not([target=_blank])"
const SETTLING_MS = 1500
const HANDS = ["wheel", "touchstart", "pointerdown", "keydown"]

document.addEventListener("click", (event) => {
  const link = event.target.closest?.(CITED)
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
  place = { pathname: link.pathname, hash: link.hash }
  if (link.pathname === window.location.pathname) write()
  else {
    const ways = [...document.querySelectorAll(".st-key-ways a")]
    const way = ways.find((each) => each.pathname === link.pathname)
    if (!way) return
    way.click()
  }
  event.preventDefault()
  seek(link.hash.slice(1))
})
for (const kind of ["pointerdown", "focusin"]) {
  document.addEventListener(kind, (event) => {
    const link = event.target.closest?.(CITED)
    if (link && wanted) link.search = wanted
  })
}

// Goes to an entry once it is there, and stays with it until the page above it has been quiet for a while.
function seek(id) {
  const stopped = new AbortController()
  let [found, settling] = [null, 0]
  const look = () => {
    const entry = document.getElementById(id)
    if (!entry) return
    if (entry !== found) {
      if (entry.tagName === "DETAILS") entry.open = true
      const focused = entry.querySelector("summary") ?? entry
      if (focused === entry) entry.tabIndex = -1
      focused.focus({ preventScroll: true })
      sizes.disconnect()
      sizes.observe(document.querySelector("[data-testid=stMain] [data-testid=stVerticalBlock]") ?? entry)
      found = entry
    }
    entry.scrollIntoView({ block: "start" })
    clearTimeout(settling)
    settling = setTimeout(() => stopped.abort(), SETTLING_MS)
  }
  const observer = new MutationObserver(look)
  const sizes = new ResizeObserver(look) // what is drawn late above the entry changes no node of the page's own
  stopped.signal.addEventListener("abort", () => [observer, sizes].forEach((each) => each.disconnect()))
  observer.observe(document.body, { childList: true, subtree: true })
  for (const kind of HANDS) window.addEventListener(kind, () => stopped.abort(), { once: true, signal: stopped.signal })
  // Streamlit scrolls to the top of a page that it has gone to, if need be after all else is there.
  document.addEventListener("scroll", look, { capture: true, signal: stopped.signal })
  look()
}

if (window.location.hash) seek(window.location.hash.slice(1))
