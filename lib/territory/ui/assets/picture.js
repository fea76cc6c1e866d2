// Saves what is drawn as a part of the page, not by Plotly: its boxes, lines and words become a picture of vectors.
import { bar, fetched, lines, LETTERS_A_LINE, tableOf, words } from "./save.js"

const SIDE = 24
const LINE = 18
const HEAD = 28
const SHARP = 2
const SIDES = ["Top", "Right", "Bottom", "Left"]

export default function picture({ data, parentElement }) {
  const around = parentElement.closest("[data-testid=stVerticalBlock]")
  const root = parentElement.querySelector(".t-picture") ?? parentElement.appendChild(Object.assign(document.createElement("div"), { className: "t-picture" }))
  bar(root, data.save, (kind) => save(around, data, kind))
}

async function save(around, data, kind) {
  const drawn = around.querySelector("[data-picture]")
  const said = { ...words(around), ...(data.title ? { title: data.title, notes: data.notes } : {}) }
  if (kind === "CSV") return fetched(tableOf(said, [data.head, ...(data.rows ?? cards(drawn))]), said.title, kind)
  const svg = vectors(drawn, said)
  const address = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg.text)}`
  return fetched(kind === "SVG" ? address : await dots(address, svg), said.title, kind)
}

// A row for each line of each card, its dots in words.
function cards(drawn) {
  return [...drawn.querySelectorAll("section")].flatMap((card) =>
    [...card.querySelectorAll("p, [role=img]")].map((each) => [
      card.querySelector("h2").textContent, each.getAttribute("aria-label") ?? each.textContent.trim(),
    ]),
  )
}

async function dots(address, { width, height }) {
  const image = new Image()
  image.src = address
  await image.decode()
  const canvas = Object.assign(document.createElement("canvas"), { width: SHARP * width, height: SHARP * height })
  const pen = canvas.getContext("2d")
  pen.scale(SHARP, SHARP)
  pen.drawImage(image, 0, 0)
  return canvas.toDataURL("image/png")
}

const escaped = (text) => String(text).replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)

// What is drawn, and the key to it where there is one, between the title and the notes.
function vectors(drawn, said) {
  const { color: ink, fontFamily } = getComputedStyle(drawn)
  const paper = getComputedStyle(document.querySelector(".stApp")).backgroundColor
  const room = drawn.getBoundingClientRect().width
  const fits = (of) => Math.min(LETTERS_A_LINE[of], Math.floor(room / (of === "title" ? 10 : 6.2)))
  const parts = []
  let y = SIDE
  const write = (text, size, high, weight) => {
    y += high
    parts.push(word(text, SIDE, y - 0.3 * high, { size, weight, ink, wide: measured(text, size, weight, fontFamily) }))
  }
  for (const line of lines(said.title, fits("title"))) write(line, 20, HEAD, 600)
  y += SIDE / 2
  const key = drawn.closest("[data-testid=stVerticalBlock]").querySelector(".t-legend:has(.t-timekey)")
  for (const part of [drawn, key].filter(Boolean)) {
    const box = part.getBoundingClientRect()
    parts.push(...shapes(part, { x: SIDE - box.left, y: y - box.top }))
    y += box.height + SIDE
  }
  const notes = [...said.notes, decodeURI(window.location.origin + window.location.pathname)]
  for (const line of notes.flatMap((each) => lines(each, fits("note")))) write(line, 12, LINE, 400)
  const [width, height] = [Math.ceil(room) + 2 * SIDE, Math.ceil(y + SIDE)]
  const text =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ` +
    `font-family="${escaped(fontFamily)}"><rect width="${width}" height="${height}" fill="${paper}"/>${parts.join("")}</svg>`
  return { width, height, text }
}

const pen = document.createElement("canvas").getContext("2d")

function measured(text, size, weight, family) {
  pen.font = `${weight} ${size}px ${family}`
  return pen.measureText(text).width
}

// A text that takes the room it takes on the page, whichever letters there are where it is looked at.
const word = (text, x, y, { size, weight, ink, wide }) =>
  `<text x="${x}" y="${y}" font-size="${size}" font-weight="${weight}" fill="${ink}" textLength="${wide}" ` +
  `lengthAdjust="spacingAndGlyphs">${escaped(text)}</text>`

// All that is seen of a part of the page, from the back to the front.
function* shapes(part, shift) {
  const style = getComputedStyle(part)
  if (style.display === "none" || style.visibility === "hidden") return
  const box = part.getBoundingClientRect()
  if (box.width && box.height) yield* boxed(box, style, shift)
  if (part.classList.contains("t-timekey")) yield* before(part, box, shift)
  for (const child of part.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) yield* written(child, style, shift)
    else if (child.nodeType === Node.ELEMENT_NODE) yield* shapes(child, shift)
  }
  if (part.dataset.status && getComputedStyle(part, "::after").content !== "none") yield status(part, box, style, shift)
}

// What stands in brackets after a documented figure.
function status(part, box, { fontFamily, fontWeight, color }, shift) {
  const [said, size] = [`(${part.dataset.status})`, parseFloat(getComputedStyle(part, "::after").fontSize)]
  const wide = measured(said, size, fontWeight, fontFamily)
  const base = box.top + box.height / 2 + 0.34 * size + shift.y
  return word(said, box.right - wide + shift.x, base, { size, weight: fontWeight, ink: color, wide })
}

// The mark of a key is drawn before an empty piece of text.
function* before(part, box, shift) {
  const style = getComputedStyle(part, "::before")
  const [left, top, right, down, width, height] = [
    "left", "top", "marginLeft", "marginTop", "width", "height",
  ].map((name) => parseFloat(style[name]) || 0)
  yield* boxed({ left: box.left + left + right, top: box.top + top + down, width, height }, style, shift)
}

const seen = (colour) => colour && colour !== "transparent" && !/[,/] ?0\)$/.test(colour)

function* boxed(box, style, shift) {
  const [x, y] = [box.left + shift.x, box.top + shift.y]
  const fill = seen(style.backgroundColor) ? style.backgroundColor : null
  const radius = Math.min(parseFloat(style.borderTopLeftRadius) || 0, Math.min(box.width, box.height) / 2)
  const round = style.borderTopLeftRadius.endsWith("%") ? (Math.min(box.width, box.height) * parseFloat(style.borderTopLeftRadius)) / 100 : radius
  const sides = SIDES.map((side) => ({
    width: parseFloat(style[`border${side}Width`]) || 0, colour: style[`border${side}Color`], kind: style[`border${side}Style`],
  }))
  if (style.outlineStyle === "solid") {
    const wide = parseFloat(style.outlineWidth)
    yield `<rect x="${x}" y="${y}" width="${box.width}" height="${box.height}" rx="${round}" fill="none" stroke="${style.outlineColor}" stroke-width="${2 * wide}"/>`
  }
  const drawn = sides.map((side) => side.width > 0 && side.kind !== "none" && seen(side.colour))
  if (/matrix\(0\.7/.test(style.transform)) {
    const [dx, dy] = [box.width / 2, box.height / 2]
    yield `<path d="M${x + dx} ${y}l${dx} ${dy}l${-dx} ${dy}l${-dx} ${-dy}z" fill="${fill ?? "none"}"/>`
    return
  }
  const hatch = /repeating-linear-gradient\([^,]*, ?(rgba?\([^)]*\)|color\([^)]*\))/.exec(style.backgroundImage)
  const thin = !hatch && style.backgroundRepeat === "no-repeat" && /linear-gradient\((rgba?\([^)]*\)|color\([^)]*\))/.exec(style.backgroundImage)
  if (thin) yield `<path d="M${x} ${y + box.height / 2}h${box.width}" stroke="${thin[1]}"/>`
  if (drawn.every(Boolean)) {
    const wide = sides[0].width
    yield `<rect x="${x + wide / 2}" y="${y + wide / 2}" width="${box.width - wide}" height="${box.height - wide}" rx="${round}" ` +
      `fill="${fill ?? "none"}" stroke="${sides[0].colour}" stroke-width="${wide}"${dashes(sides[0])}/>`
    return
  }
  if (fill) yield `<rect x="${x}" y="${y}" width="${box.width}" height="${box.height}" rx="${round}" fill="${fill}"/>`
  if (hatch) yield* hatched(x, y, box, hatch[1])
  const ends = [[0, 0, box.width, 0], [box.width, 0, 0, box.height], [0, box.height, box.width, 0], [0, 0, 0, box.height]]
  for (const [i, side] of sides.entries()) {
    if (!drawn[i]) continue
    const [left, up, right, down] = ends[i]
    yield `<path d="M${x + left} ${y + up}l${right} ${down}" fill="none" stroke="${side.colour}" stroke-width="${side.width}"${dashes(side)}/>`
  }
}

const dashes = ({ kind, width }) => (kind === "dashed" ? ` stroke-dasharray="${3 * width} ${2 * width}"` : "")

// A hatching as upright strokes: what it has to be told apart from is plain.
function* hatched(x, y, box, colour) {
  yield `<rect x="${x}" y="${y}" width="${box.width}" height="${box.height}" fill="${colour}" fill-opacity="0.35"/>`
  for (let at = 1.5; at < box.width; at += 6) yield `<path d="M${x + at} ${y}v${box.height}" stroke="${colour}" stroke-width="3"/>`
}

// The words of a text, line by line as they are broken on the page.
function* written(node, style, shift) {
  const range = document.createRange()
  let line = null
  const found = []
  for (const piece of node.textContent.matchAll(/\S+/g)) {
    range.setStart(node, piece.index)
    range.setEnd(node, piece.index + piece[0].length)
    const [box] = range.getClientRects()
    if (!box || box.width < 1.5 || box.height < 2) continue
    if (line && Math.abs(line.box.top - box.top) < 3) Object.assign(line, { text: `${line.text} ${piece[0]}`, right: box.right })
    else found.push((line = { box, text: piece[0], right: box.right }))
  }
  const size = parseFloat(style.fontSize)
  for (const { box, text, right } of found) {
    const base = box.top + box.height / 2 + 0.34 * size + shift.y
    yield word(text, box.left + shift.x, base, { size, weight: style.fontWeight, ink: style.color, wide: right - box.left })
  }
}
