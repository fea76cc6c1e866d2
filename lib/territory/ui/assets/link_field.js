// A field with the scenario's full link, to be selected or copied with one press.
function build(parent) {
  const root = document.createElement("div")
  root.className = "link-field"
  root.innerHTML =
    '<label for="link">Link to this scenario</label>' +
    '<div class="row"><input id="link" type="text" readonly><button type="button">Copy link</button></div>' +
    '<p role="status"></p>'
  parent.appendChild(root)
  return root
}

export default function linkField({ data, parentElement }) {
  const root = parentElement.querySelector(".link-field") ?? build(parentElement)
  const [field, button, status] = ["input", "button", "p"].map((part) => root.querySelector(part))
  const link = window.location.origin + window.location.pathname + data.query
  if (field.value !== link) {
    field.value = link
    status.textContent = ""
  }
  field.onfocus = () => field.select()
  button.onclick = async () => {
    field.select()
    try {
      await navigator.clipboard.writeText(field.value)
      status.textContent = "Copied."
    } catch {
      status.textContent = "The browser did not allow copying: the link is selected, copy it with the keyboard."
    }
  }
}
