// On a narrow screen the sidebar is a sheet at the bottom: one button opens it, one in it closes it again. They press
// Streamlit's own buttons, which have no words, and the focus goes along with the sheet.
const SIDEBAR = "[data-testid=stSidebar]"
const OWN = { open: "[data-testid=stExpandSidebarButton]", close: "[data-testid=stSidebarCollapseButton] button" }
const OTHER = { open: ".t-sheet-close", close: ".t-sheet-open" }

function build(parent, does) {
  const button = document.createElement("button")
  button.type = "button"
  button.className = `t-sheet-button t-sheet-${does}`
  button.setAttribute("aria-controls", "stSidebar")
  parent.appendChild(button)
  return button
}

// The sidebar says by an attribute whether it is open; what is in it can be focused once that was drawn.
function once(sidebar, act) {
  const observer = new MutationObserver(() => {
    observer.disconnect()
    requestAnimationFrame(() => requestAnimationFrame(act))
  })
  observer.observe(sidebar, { attributes: true, attributeFilter: ["data-collapsed"] })
}

export default function sheet({ data, parentElement }) {
  const button = parentElement.querySelector(".t-sheet-button") ?? build(parentElement, data.does)
  button.textContent = data.label
  button.setAttribute("aria-expanded", String(data.does === "close"))
  button.onclick = () => {
    const sidebar = document.querySelector(SIDEBAR)
    if (!sidebar) return
    once(sidebar, () => document.querySelector(OTHER[data.does])?.focus({ preventScroll: true }))
    document.querySelector(OWN[data.does])?.click()
  }
}
