// One or several choices; a scene of a story is one choice with its name.
{
  const choices = (type) => (control) => control.options.map((option) => el("label", {class: "choice"},
    el("input", {type, name: "answer", value: option.key}), el("span", {html: option.text})))
  const chosen = (root) => inputs_of(root).find((input) => input.checked)?.value ?? null
  const put = (root, answer) => { for (const input of inputs_of(root)) input.checked = [].concat(answer).includes(input.value) }
  const lock = (root, is_locked) => { for (const input of inputs_of(root)) input.disabled = is_locked }
  CONTROLS.single = {build: choices("radio"), read: chosen, put, lock}
  // A bar or point of the diagram chooses its option; both show what is chosen.
  const paint = (root) => {
    for (const input of inputs_of(root)) for (const target of input.dataset.bar ? targets(root, input) : []) {
      target.classList.toggle("chosen", input.checked)
      target.classList.toggle("press", !input.disabled)
    }
  }
  const targets = (root, input) => root.querySelectorAll(`svg [data-bar="${input.dataset.bar}"]`)
  const link = (root) => {
    for (const input of inputs_of(root)) for (const target of input.dataset.bar ? targets(root, input) : []) {
      target.addEventListener("click", () => {
        if (input.disabled) return
        input.checked = true
        input.dispatchEvent(new Event("change", {bubbles: true}))
      })
    }
    root.addEventListener("change", () => paint(root))
  }
  CONTROLS.chart = {
    build: (control) => control.options.map((option) => el("label", {class: "choice"},
      el("input", {type: "radio", name: "answer", value: option.key, "data-bar": option.bar}), el("span", {html: option.text}))),
    built: link, read: chosen,
    put: (root, answer) => { put(root, answer); paint(root) },
    lock: (root, is_locked) => { lock(root, is_locked); paint(root) },
  }
  CONTROLS.multiple = {
    build: choices("checkbox"), put, lock,
    read: (root) => inputs_of(root).filter((input) => input.checked).map((input) => input.value),
  }
  CONTROLS.story = {
    build: choices("radio"), lock,
    read: (root, control) => ({scene: control.scene, choice: chosen(root)}),
    put: (root, answer) => put(root, answer.choice),
  }
}
