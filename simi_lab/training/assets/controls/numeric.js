// A number with its unit.
CONTROLS.numeric = {
  is_plain: true,
  build: (control) => [el("label", {class: "number"}, el("span", {}, control.help),
    el("span", {class: "field"}, el("input", {type: "text", inputmode: "decimal", autocomplete: "off", maxlength: 40}),
      el("span", {class: "unit", "aria-hidden": "true"}, control.unit)))],
  read: (root) => inputs_of(root)[0].value.trim(),
  put: (root, answer) => { inputs_of(root)[0].value = answer },
  lock: (root, is_locked) => { inputs_of(root)[0].readOnly = is_locked },
}
