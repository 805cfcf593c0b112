// Levers as native sliders: every phone, keyboard and screen reader knows them. While one is dragged the server hears of
// it now and then; when it is let go, once.
const EVERY = 150   // ms between two words on a lever that moves
const SETTLE = 220  // ms after the last release, so that a held arrow key asks once

export function render({model}) {
  const form = make("form", null, {novalidate: ""})
  const inputs = {}
  let moving = {}
  let released = {}
  let move_timer = null
  let release_timer = null
  let is_unfolded = false

  const say = (kind) => {
    const told = kind === "move" ? moving : released
    if (kind === "move") { moving = {}; move_timer = null } else { released = {}; release_timer = null }
    if (Object.keys(told).length) model.send_msg({[kind]: told})
  }
  const move = (key, n) => {
    moving[key] = n
    move_timer ??= setTimeout(say, EVERY, "move")
  }
  const release = (key, n) => {
    clearTimeout(move_timer)
    move_timer = null
    moving = {}
    released[key] = n
    clearTimeout(release_timer)
    release_timer = setTimeout(say, SETTLE, "release")
  }

  const show = (lever, row, n) => {
    row.out.textContent = lever.words[n]
    const is_moved = n !== lever.today
    row.box.classList.toggle("moved", is_moved)
    row.before.textContent = is_moved ? `${model.words.today}: ${lever.words[lever.today]}` : model.words.as_today
    if (lever.flag) row.input.checked = n > 0
    else { row.input.value = n; row.input.setAttribute("aria-valuetext", lever.words[n]) }
  }
  const add = (lever, parent) => {
    const box = make("div", parent, {class: lever.flag ? "lever flag" : "lever"})
    const head = make("div", box, {class: "head"})
    const label = make("label", head, {for: lever.key})
    label.textContent = lever.label
    const out = make("output", head, {for: lever.key})
    const last = lever.words.length - 1
    const track = make("div", box, {class: "track"})
    const input = make("input", track, lever.flag ? {type: "checkbox", id: lever.key, role: "switch"}
      : {type: "range", id: lever.key, min: 0, max: last, step: 1})
    if (!lever.flag) make("i", track, {class: "tick", style: `--at: ${lever.today / last}`, "aria-hidden": "true"})
    const before = make("p", box, {class: "before"})
    if (lever.hint) { make("p", box, {class: "hint", id: `${lever.key}-hint`}).textContent = lever.hint
      input.setAttribute("aria-describedby", `${lever.key}-hint`) }
    const row = inputs[lever.key] = {lever, box, out, before, input}
    const value = () => lever.flag ? Number(input.checked) : Number(input.value)
    input.addEventListener("input", () => { show(lever, row, value()); move(lever.key, value()) })
    input.addEventListener("change", () => release(lever.key, value()))
  }

  const build = () => {
    const open = Object.fromEntries([...form.querySelectorAll("details")].map((one) => [one.dataset.key, one.open]))
    const focused = form.getRootNode().activeElement?.id
    form.replaceChildren()
    for (const key of Object.keys(inputs)) delete inputs[key]
    for (const group of model.groups) {
      const fold = make("details", form, {"data-key": group.key})
      make("summary", fold).textContent = group.title
      for (const lever of group.levers) add(lever, fold)
      fold.open = open[group.key] ?? !group.folded
    }
    const button = make("button", form, {type: "button"})
    button.textContent = model.words.reset
    button.addEventListener("click", () => { moving = {}; released = {}; model.send_msg({reset: true}) })
    write()
    if (focused) form.querySelector(`#${focused}`)?.focus({preventScroll: true})
  }
  const write = () => {
    if (!is_unfolded && Object.keys(model.values).length) {  // a link that moves a folded lever shows it
      is_unfolded = true
      for (const [key, row] of Object.entries(inputs)) {
        if (model.values[key] !== row.lever.today) row.box.closest("details").open = true
      }
    }
    for (const [key, row] of Object.entries(inputs)) {
      if (!(key in moving) && !(key in released)) show(row.lever, row, model.values[key] ?? row.lever.today)
    }
  }
  form.addEventListener("submit", (event) => event.preventDefault())
  for (const name of ["groups", "words"]) model.on(name, build)
  model.on("values", write)
  build()
  return form
}
