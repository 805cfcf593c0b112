// A few words of one's own.
CONTROLS.text = {
  is_plain: true,
  build: (control) => [el("label", {class: "number"}, el("span", {}, control.help),
    el("span", {class: "field"}, el("input", {type: "text", class: "wide", autocomplete: "off", autocapitalize: "off",
      spellcheck: "false", maxlength: control.longest})))],
  read: (root) => inputs_of(root)[0].value.trim(),
  put: (root, answer) => { inputs_of(root)[0].value = answer },
  lock: (root, is_locked) => { inputs_of(root)[0].readOnly = is_locked },
}
