// One or several choices; a scene of a story is one choice with its name.
{
  const choices = (type) => (control) => control.options.map((option) => el("label", {class: "choice"},
    el("input", {type, name: "answer", value: option.key}), el("span", {html: option.text})))
  const chosen = (root) => inputs_of(root).find((input) => input.checked)?.value ?? null
  const put = (root, answer) => { for (const input of inputs_of(root)) input.checked = [].concat(answer).includes(input.value) }
  const lock = (root, is_locked) => { for (const input of inputs_of(root)) input.disabled = is_locked }
  CONTROLS.single = {build: choices("radio"), read: chosen, put, lock}
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
