// A case of a trial of trust: one decision, for this case and before or after its advice.
CONTROLS.trial = {
  build: (control, sheet) => CONTROLS.single.build(control, sheet),
  read: (root, control) => ({case: control.case, phase: control.phase, decision: CONTROLS.single.read(root)}),
  put: (root, answer) => CONTROLS.single.put(root, answer.decision),
  lock: () => {},
}
