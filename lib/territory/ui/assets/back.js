// A connection that was lost may have come back to another process, whose session knows nothing of the parts of this
// page and is silent where one of them asks to be drawn: so all of the page is asked for, once for each loss.
const STATE = "data-test-connection-state"

let lost = false
let ask = null

new MutationObserver(() => {
  const state = document.querySelector(`[${STATE}]`)?.getAttribute(STATE)
  if (state !== "CONNECTED") lost = true
  else if (lost) {
    lost = false
    ask?.()
  }
}).observe(document.documentElement, { subtree: true, attributeFilter: [STATE] })

export default function back({ setTriggerValue }) {
  ask = () => setTriggerValue("back", true)
}
