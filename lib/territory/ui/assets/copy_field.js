// Text in a field of its own, to be selected or copied with one press: a link on one line, or several lines of code.
let focused = "" // what the keyboard was given to last

function build(parent, lines) {
  const root = document.createElement("div")
  root.className = "copy-field"
  const field = document.createElement(lines > 1 ? "textarea" : "input")
  if (lines > 1) field.rows = lines
  else field.type = "text"
  field.id = "copied"
  field.readOnly = true
  field.spellcheck = false
  const [label, row, button, status] = ["label", "div", "button", "p"].map((name) => document.createElement(name))
  label.htmlFor = field.id
  label.id = "label"
  button.setAttribute("aria-describedby", label.id)
  row.className = "row"
  button.type = "button"
  status.setAttribute("role", "status")
  row.append(field, button)
  root.append(label, row, status)
  parent.appendChild(root)
  return root
}

const following = new Map() // by their fields, what stands before a link that follows the scenario

document.addEventListener("territory:link", ({ detail }) => {
  for (const [field, place] of following) {
    if (field.isConnected) put(field, place + detail)
    else following.delete(field)
  }
})

function put(field, text) {
  if (field.value === text) return
  field.value = text
  field.closest(".copy-field").querySelector("[role=status]").textContent = ""
}

export default function copyField({ data, parentElement }) {
  const root = parentElement.querySelector(".copy-field") ?? build(parentElement, data.lines)
  const [label, field, button, status] = ["label", "input, textarea", "button", "p"].map((part) => root.querySelector(part))
  // A query stands for this page with it.
  const text = data.text.startsWith("?") ? window.location.origin + window.location.pathname + data.text : data.text
  label.textContent = data.label
  button.textContent = data.copy
  put(field, text)
  if (data.follows) following.set(field, text.slice(0, text.indexOf("?")))
  else following.delete(field)
  field.onfocus = () => field.select()
  button.onclick = async () => {
    field.select()
    try {
      await navigator.clipboard.writeText(field.value)
      status.textContent = data.copied
    } catch {
      status.textContent = data.refused
    }
  }
  if (data.focus && data.focus !== focused) {
    focused = data.focus
    field.focus()
  }
}
