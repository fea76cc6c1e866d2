// Saves a drawn chart: as a picture with its title and source, or as a table with what it assumes.
const KINDS = ["PNG", "SVG", "CSV"]
const PICTURE = { width: 1200, height: 720 }
const SIDE = 24
// Programs that know no comments cut them into cells, and a cell that begins with one of these is a formula there.
const FORMULA = /(?<=[,;|])([\s"']*)(?=[=+\-@＝＋－＠])/g
export const LETTERS_A_LINE = { note: 150, title: 100 }

// Buttons under the chart; a chart without axes has no table of its own.
export function offer(root, Plotly, label) {
  root.plotly = Plotly
  const buttons = bar(root.parentElement, label, (kind) => save(root, root.plotly, kind))
  buttons.at(-1).hidden = root.layout.xaxis?.visible === false
}

// One button for each kind of file, in a bar that is made once.
export function bar(parent, label, act) {
  let bar = parent.querySelector(".t-plot-save")
  if (!bar) {
    bar = document.createElement("div")
    bar.className = "t-plot-save"
    bar.append(...KINDS.map((kind) => Object.assign(document.createElement("button"), { type: "button", textContent: kind })))
    parent.appendChild(bar)
  }
  for (const button of bar.children) {
    button.setAttribute("aria-label", label.replace("{kind}", button.textContent))
    button.onclick = () => act(button.textContent)
  }
  return [...bar.children]
}

async function save(root, Plotly, kind) {
  const said = words(root.closest(".t-framed, [data-testid=stVerticalBlock]"))
  fetched(kind === "CSV" ? tableOf(said, points(root)) : await picture(root, Plotly, kind.toLowerCase(), said), said.title, kind)
}

// Hands a file to the reader, named by the title.
export function fetched(address, title, kind) {
  const name = title.toLowerCase().replace(/[^a-z0-9]+/g, "-").slice(0, 60).replace(/^-|-$/g, "") || "chart"
  const link = document.createElement("a")
  link.href = address
  link.download = `${name}.${kind.toLowerCase()}`
  link.click()
  if (address.startsWith("blob:")) setTimeout(() => URL.revokeObjectURL(address), 0)
}

// The title above the chart and the notes under it, as they stand on the page.
export function words(around) {
  const texts = (kind) => [...around.querySelectorAll(kind)]
    .filter((each) => !each.closest("[data-picture]"))
    .map((each) => each.textContent.trim())
  return { title: texts(".t-title")[0] ?? "", notes: texts(".t-small, .t-map-caption") }
}

function picture(root, Plotly, format, said) {
  const paper = getComputedStyle(document.querySelector(".stApp")).backgroundColor
  const ink = getComputedStyle(root).color
  const notes = [...said.notes, decodeURI(window.location.origin + window.location.pathname)].flatMap((note) => lines(note, LETTERS_A_LINE.note))
  const below = 18 * notes.length + 70
  const layout = {
    ...root.layout,
    ...PICTURE,
    autosize: false,
    paper_bgcolor: paper,
    yaxis: { ...root.layout.yaxis, title: { ...root.layout.yaxis?.title, standoff: 14 } },
    margin: { l: 90, r: Math.max(root.layout.margin?.r ?? 0, 40), t: 80, b: below },
    title: { text: lines(said.title, LETTERS_A_LINE.title).join("<br>"), x: 0, xanchor: "left", pad: { l: SIDE }, font: { size: 20, color: ink } },
    annotations: [
      ...(root.layout.annotations ?? []),
      {
        text: notes.join("<br>"), align: "left", showarrow: false, font: { size: 12, color: ink },
        xref: "paper", yref: "paper", x: 0, y: 0, xanchor: "left", yanchor: "top", yshift: -44, xshift: SIDE - 90,
      },
    ],
  }
  return Plotly.toImage({ data: root.data, layout }, { format, ...PICTURE, scale: 2 })
}

// Broken into lines, because Plotly does not break them.
export function lines(text, longest) {
  const found = [""]
  for (const word of text.split(" ")) {
    if (found.at(-1).length + word.length > longest) found.push("")
    found.push(`${found.pop()} ${word}`.trim())
  }
  return found
}

// A block of comments (title, notes, link, each assumption), then a head and the rows.
export function tableOf(said, rows) {
  const assumed = [...new URLSearchParams(window.location.search)].map(([key, value]) => `${key}: ${value}`)
  const address = window.location.href.replaceAll(",-", ",%2D")
  const comments = [said.title, ...said.notes, address, ...assumed].map((line) => `# ${line.replace(FORMULA, "$1'")}`)
  const text = [...comments, ...rows.map((row) => row.map(cell).join(","))].join("\r\n") + "\r\n"
  return URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv" }))
}

// A row for each point of a chart.
function points(root) {
  const heads = ["series", root.layout.meta?.x ?? "date", root.layout.meta?.y ?? plain(root.layout.yaxis?.title?.text)]
  return [
    heads,
    ...root.data.flatMap((trace) =>
      [...(trace.x ?? [])].map((x, i) => [plain(trace.name ?? trace.meta), x instanceof Date ? x.toISOString() : x, trace.y[i]]),
    ),
  ]
}

const plain = (text) => String(text ?? "").replace(/<[^>]*>/g, " ")

function cell(value) {
  const text = String(value ?? "")
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
