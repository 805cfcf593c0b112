// A case of a trial of trust: one decision and, before the advice, how sure one is.
{
  const of = (root, name) => inputs_of(root).find((input) => input.name === name && input.checked)?.value ?? null
  const level = (one) => el("label", {}, el("input", {type: "radio", name: "sure", value: one.key}), el("span", {}, one.text))
  CONTROLS.trial = {
    build: (control, sheet) => [...CONTROLS.single.build(control, sheet), ...(control.sure
      ? [el("fieldset", {class: "sure"}, el("legend", {}, control.sure.legend), el("div", {class: "levels"}, ...control.sure.options.map(level)))] : [])],
    read: (root, control) => ({case: control.case, phase: control.phase, decision: of(root, "answer"), confidence: Number(of(root, "sure") ?? 0)}),
    put: (root, answer) => { for (const input of inputs_of(root)) input.checked = input.value === String(input.name === "sure" ? answer.confidence : answer.decision) },
    lock: () => {},
  }
}
