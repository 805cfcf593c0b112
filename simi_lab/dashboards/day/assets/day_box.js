// Choose a day: a short list, and a calendar for any other day.
export function render({model}) {
  const box = make("div", null, {class: "box"})
  const label = make("label", box)
  const words = make("span", label)
  const select = make("select", label)
  const other = make("label", box, {class: "date"})
  const other_words = make("span", other)
  const day = make("input", other, {type: "date"})
  const write = () => {
    words.textContent = model.label
    select.replaceChildren(...model.options.map(([value, text]) => new Option(text, value)))
    select.value = model.value
    other_words.textContent = model.date_label
    day.min = model.first
    day.max = model.last
    day.value = model.date
  }
  select.addEventListener("change", () => model.send_msg({choose: select.value}))
  // Typed key by key a date passes through others: only a whole one inside the period is sent.
  day.addEventListener("change", () => { if (day.value && day.checkValidity()) model.send_msg({choose: day.value}) })
  for (const name of ["label", "options", "value", "date_label", "first", "last", "date"]) model.on(name, write)
  write()
  return box
}
