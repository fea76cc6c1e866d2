// The one owner of the address bar: it shows the current scenario's link and never adds a step to the history,
// so that Back leaves the page. Safari refuses more than 100 changes in 10 seconds, hence the pause between two.
const PAUSE_MS = 250
const KEPT = ["embed", "embed_options"]

let wanted = ""
let page = null
let waiting = false

function write() {
  const kept = new URLSearchParams(window.location.search)
  const foreign = KEPT.flatMap((key) => kept.getAll(key).map((value) => `&${key}=${encodeURIComponent(value)}`))
  const address = window.location.pathname + wanted + foreign.join("") + window.location.hash
  if (address !== window.location.pathname + window.location.search + window.location.hash) {
    window.history.replaceState(window.history.state, "", address)
  }
}

// Back to where an in-page link was followed brings an older address: the scenario is still the current one.
window.addEventListener("popstate", () => page !== null && setTimeout(write))

export default function address({ data }) {
  if (data.query === wanted && data.page === page) return
  wanted = data.query
  page = data.page
  if (waiting) return
  write()
  waiting = true
  setTimeout(() => {
    waiting = false
    write()
  }, PAUSE_MS)
}
