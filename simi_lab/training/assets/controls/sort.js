// Cards: each is a small group of choices, one per bin.
{
  const card = (control, option) => el("fieldset", {class: "card", "data-row": option.key}, el("legend", {html: option.text}),
    el("div", {class: "bins"}, ...control.bins.map((bin) => el("label", {class: "bin"},
      el("input", {type: "radio", name: `card-${option.key}`, value: bin.key}), el("span", {html: bin.text})))),
    el("span", {class: "verdict"}))
  CONTROLS.sort = {
    build: (control) => control.options.map((option) => card(control, option)),
    read: (root) => {
      const given = inputs_of(root).filter((input) => input.checked).map((input) => [input.name.slice("card-".length), input.value])
      return given.length ? Object.fromEntries(given) : null
    },
    put: (root, answer) => { for (const input of inputs_of(root)) input.checked = answer[input.name.slice("card-".length)] === input.value },
    lock: (root, is_locked) => { for (const input of inputs_of(root)) input.disabled = is_locked },
  }
}
