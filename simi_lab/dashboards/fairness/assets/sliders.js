// A few native sliders. While one is dragged the server hears of it now and then; when it is let go, once.
const EVERY = 120

export function render({model}) {
  const form = make("form", null, {novalidate: ""})
  const rows = {}
  let held = null
  let timer = null

  const words = (n) => model.words.share.replace("{n}", n)
  const show = (key, n) => {
    rows[key].out.textContent = words(n)
    rows[key].input.value = n
    rows[key].input.setAttribute("aria-valuetext", words(n))
  }
  const say = (kind) => {
    clearTimeout(timer)
    timer = null
    model.send_msg({[kind]: Object.fromEntries(Object.entries(rows).map(([key, row]) => [key, Number(row.input.value)]))})
  }
  const build = () => {
    form.replaceChildren()
    for (const one of model.sliders) {
      const box = make("div", form, {class: "slider"})
      const head = make("div", box, {class: "head"})
      make("label", head, {for: one.key}).textContent = one.label
      const out = make("output", head, {for: one.key})
      const input = make("input", box, {type: "range", id: one.key, min: one.low, max: one.high, step: 1})
      rows[one.key] = {out, input}
      show(one.key, model.values[one.key] ?? one.low)
      input.addEventListener("input", () => { held = one.key; show(one.key, Number(input.value)); timer ??= setTimeout(say, EVERY, "move") })
      input.addEventListener("change", () => { held = null; say("release") })
    }
  }
  form.addEventListener("submit", (event) => event.preventDefault())
  for (const name of ["sliders", "words"]) model.on(name, build)
  model.on("values", () => { for (const key of Object.keys(rows)) if (key !== held) show(key, model.values[key]) })
  build()
  return form
}
