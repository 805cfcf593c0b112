// A native select: every phone, keyboard and screen reader knows it.
export function render({model}) {
  const label = document.createElement("label")
  const words = document.createElement("span")
  const select = document.createElement("select")
  label.append(words, select)

  const write = () => {
    words.textContent = model.label
    select.replaceChildren(...model.options.map(([value, text]) => new Option(text, value)))
    select.value = model.value
  }
  select.addEventListener("change", () => { model.value = select.value })
  model.on("value", () => { select.value = model.value })
  for (const name of ["label", "options"]) model.on(name, write)
  write()
  return label
}
