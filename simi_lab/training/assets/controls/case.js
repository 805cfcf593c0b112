// A case: its dossier, then one decision. (Files are joined by name, so the choices are asked for late.)
CONTROLS.case = {
  build: (control, sheet) => [el("div", {class: "body", html: control.dossier}), ...CONTROLS.single.build(control, sheet)],
  read: (root) => CONTROLS.single.read(root),
  put: (root, answer) => CONTROLS.single.put(root, answer),
  lock: (root, is_locked) => CONTROLS.single.lock(root, is_locked),
}
