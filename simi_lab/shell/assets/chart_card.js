// A chart with its words: heading, sentence, figure, table behind a disclosure, file, source, mark.
export function render({model}) {
  const card = make("article", null, {class: "card chart"})
  const title = make("h2", card)
  const summary = make("p", card, {class: "summary"})
  const figure = make("figure", card)
  figure.append(model.get_child("plot"))
  const note = make("p", card, {class: "note caption"})
  const tools = make("div", card, {class: "tools"})
  const details = make("details", tools)
  const toggle = make("summary", details)
  const scroll = make("div", details, {class: "scroll", tabindex: "0", role: "region"})
  const csv = make("button", tools, {class: "quiet", type: "button"})
  const foot = make("p", card, {class: "foot caption"})
  const source = make("span", foot)
  const mark = make("span", foot, {class: "mark"})

  const words = () => {
    title.textContent = model.title
    summary.textContent = model.summary
    card.setAttribute("aria-label", model.title)
    figure.setAttribute("aria-label", model.summary || model.title)  // the canvas itself is mute
    note.textContent = model.note
    note.hidden = !model.note
    source.textContent = model.source
    mark.textContent = model.words.mark
    csv.textContent = model.words.csv
    toggle.textContent = details.open ? model.words.close : model.words.open
    scroll.setAttribute("aria-label", model.words.table)
  }
  const table = () => { scroll.innerHTML = model.table; tools.hidden = !model.has_table }

  details.addEventListener("toggle", () => { model.is_open = details.open; words() })
  csv.addEventListener("click", () => model.send_msg({want: "csv"}))
  model.on("msg:custom", (message) => {
    const link = make("a", null, {download: message.name})
    link.href = URL.createObjectURL(new Blob([message.text], {type: "text/csv;charset=utf-8"}))
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 10000)
  })
  // Ask for the plot when the card comes near the window; again until it is there, a wish may come before the line is up.
  let asking = null
  const ask = () => {
    if (model.is_drawn) return
    model.send_msg({want: "plot"})
    asking = setTimeout(ask, 600)
  }
  const watch = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return
    watch.disconnect()
    ask()
  }, {rootMargin: "300px", scrollMargin: "300px"})
  if (!model.is_drawn) watch.observe(card)
  model.on("is_drawn", () => clearTimeout(asking))
  for (const name of ["title", "summary", "note", "source", "words"]) model.on(name, words)
  for (const name of ["table", "has_table"]) model.on(name, table)
  words()
  table()
  return card
}
