// Draws a Plotly figure in place: the plot stays where it is and takes new data, so that nothing flickers and a
// zoom that the reader chose is kept.
import { offer } from "./save.js"

const LIBRARY = new URL("./vendor/plotly-cartesian.min.js", import.meta.url).href
const CONFIG = { displayModeBar: false, responsive: true, doubleClick: "reset", showTips: false }
const MOVABLE = { ...CONFIG, edits: { shapePosition: true } }

let loading

function library() {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script")
    script.src = LIBRARY
    script.onload = () => resolve(window.Plotly)
    script.onerror = () => {
      loading = undefined // the next chart tries again
      script.remove()
      reject(new Error("the charts cannot be loaded"))
    }
    document.head.appendChild(script)
  })
  return loading
}

function build(parent, framed) {
  const [root, around] = [document.createElement("div"), framed ? frame(parent) : parent]
  root.className = "t-plot"
  root.setAttribute("role", "img")
  around.appendChild(root)
  return root
}

// A box with room for words above and below the chart.
function frame(parent) {
  const [box, ...parts] = ["t-framed", "t-framed-above", "t-framed-plot", "t-framed-below"].map((name) => {
    const part = document.createElement("div")
    part.className = name
    return part
  })
  box.append(...parts)
  parent.appendChild(box)
  return parts[1]
}

// Words around the chart, escaped by the server; the same ones stay as they are.
function say(root, words) {
  const box = root.closest(".t-framed")
  for (const [place, html] of Object.entries(words ?? {})) {
    if (box[place] === html) continue
    box[place] = html
    box.querySelector(`.t-framed-${place}`).innerHTML = html
  }
}

// A line about the figure, then the figure, compressed.
function unpack(packed) {
  const end = packed.indexOf(10)
  return [JSON.parse(new TextDecoder().decode(packed.subarray(0, end))), () => inflate(packed.slice(end + 1))]
}

// By hand, because a Blob and a Response make their way through the browser's other processes first.
async function inflate(bytes) {
  const through = new DecompressionStream("deflate")
  const writer = through.writable.getWriter()
  const written = Promise.all([writer.write(bytes), writer.close()])
  const reader = through.readable.pipeThrough(new TextDecoderStream()).getReader()
  let text = ""
  for (let part = await reader.read(); !part.done; part = await reader.read()) text += part.value
  await written
  return JSON.parse(text)
}

// Beside the chart, whose own inside is Plotly's.
function complain(root, why) {
  let said = root.parentElement.querySelector(".t-plot-problem")
  if (!said && !why) return
  if (!said) {
    said = document.createElement("p")
    said.className = "t-plot-problem"
    said.setAttribute("role", "status")
    root.after(said)
  }
  said.textContent = why
}

// A line that can be moved tells which one it is, and where it was left; by its end it moves as well.
function listen(root, tell) {
  root.tell = tell
  if (root.listening) return
  root.listening = true
  root.on("plotly_relayout", (change) => {
    const moved = Object.keys(change).map((name) => /^shapes\[(\d+)\]\.x[01]$/.exec(name)).find(Boolean)
    if (moved) root.tell({ line: Number(moved[1]), date: String(change[moved[0]]) })
  })
}

export default function plot({ data, parentElement, setTriggerValue }) {
  const [about, figure] = unpack(data)
  const root = parentElement.querySelector(".t-plot") ?? build(parentElement, about.words)
  root.exact = null // on its way
  say(root, about.words)
  root.style.height = `${about.height}px`
  const wanted = (root.drawing = {})
  arriving.add(wanted)
  Promise.all([library(), figure()])
    .then(([Plotly, figure]) => {
      wanted.draw = () => root.drawing === wanted && root.isConnected && draw(root, Plotly, figure, about, setTriggerValue)
    })
    .catch((error) => arriving.delete(wanted) && complain(root, `${error.message}. The numbers are in the sentence above.`))
    .then(drawAll)
}

// Charts that come together are drawn together: the browser then lays out and paints the page once for all of them.
const arriving = new Set()

function drawAll() {
  if (![...arriving].every(({ draw }) => draw)) return
  const all = [...arriving]
  arriving.clear()
  for (const { draw } of all) draw()
}

// Also lets the figure be shown that belongs to a dragged assumption's value, and this one again.
function draw(root, Plotly, figure, about, setTriggerValue) {
  root.exact = { ...figure, alt: about.alt }
  root.show = (figure) => {
    if (root.shown === figure) return
    root.shown = figure
    root.setAttribute("aria-label", figure.alt)
    // A finger that moves over a chart scrolls the page; a mouse may draw a stretch to look at more closely.
    figure.layout.dragmode = window.matchMedia("(pointer: coarse)").matches ? false : "zoom"
    complain(root, "")
    Plotly.react(root, figure.data, figure.layout, about.movable ? MOVABLE : CONFIG)
      .then(() => {
        listen(root, (moved) => setTriggerValue("moved", moved))
        offer(root, Plotly, about.save)
      })
      .catch((error) => complain(root, `${error.message}. The numbers are in the sentence above.`))
  }
  root.show(root.exact)
}
