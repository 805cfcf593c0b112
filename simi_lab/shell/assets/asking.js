// A line to write in with its button, and a row of buttons; plain HTML, every act is a message.
export function render({model}) {
  const form = make("form", null, {novalidate: ""})
  let input = null
  if (model.label) {
    const label = make("label", form)
    const words = make("span", label)
    input = make("input", label, {type: "text", autocomplete: "off", spellcheck: "false", maxlength: "60"})
    const write = () => { words.textContent = model.label; input.placeholder = model.hint }
    for (const name of ["label", "hint"]) model.on(name, write)
    write()
  }
  const row = make("div", form, {class: "row"})
  const said = make("p", form, {role: "status", class: "said"})
  const act = (key) => model.send_msg({act: key, text: input ? input.value : ""})
  const buttons = () => {
    const focused = row.getRootNode().activeElement?.dataset?.act
    row.replaceChildren(...model.buttons.map(([key, text, kind, pressed]) => {
      const button = make("button", null, {type: kind === "submit" ? "submit" : "button", "data-act": key, class: kind})
      button.textContent = text
      if (pressed !== "") button.setAttribute("aria-pressed", pressed)
      if (kind !== "submit") button.addEventListener("click", () => act(key))
      return button
    }))
    if (focused) row.querySelector(`[data-act="${focused}"]`)?.focus({preventScroll: true})
  }
  const answer = () => { said.textContent = model.said; said.hidden = !model.said
    input?.setAttribute("aria-invalid", String(Boolean(model.said))) }
  form.addEventListener("submit", (event) => {
    event.preventDefault()
    const first = model.buttons.find(([, , kind]) => kind === "submit")
    if (first) act(first[0])
  })
  model.on("buttons", buttons)
  model.on("said", answer)
  model.on("text", () => { if (input) input.value = model.text })
  buttons()
  answer()
  return form
}
