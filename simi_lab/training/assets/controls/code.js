// A program: a plain field of text, and what came of it. Tab leaves the field; Enter keeps the indent of the line.
{
  const field = (root) => root.querySelector("textarea")
  const keep_indent = (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.target.readOnly) return
    const box = event.target, before = box.value.slice(0, box.selectionStart)
    const line = before.slice(before.lastIndexOf("\n") + 1)
    const indent = line.match(/^ */)[0] + (line.trimEnd().endsWith(":") ? "    " : "")
    event.preventDefault()
    if (!document.execCommand("insertText", false, `\n${indent}`)) box.setRangeText(`\n${indent}`, box.selectionStart, box.selectionEnd, "end")
  }
  const grow = (box) => { box.rows = Math.min(Math.max(box.value.split("\n").length + 1, 6), 24) }
  const on_key = (sheet) => (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      if (!event.target.readOnly) sheet.act({do: "run", response: event.target.value})
    } else keep_indent(event)
  }
  const table = (shown) => el("table", {},
    el("thead", {}, el("tr", {}, ...shown.columns.map((name) => el("th", {scope: "col"}, name)))),
    el("tbody", {}, ...shown.rows.map((row) => el("tr", {}, ...row.map((value) => el("td", {}, value))))))
  CONTROLS.code = {
    build: (control, sheet) => {
      const box = el("textarea", {class: "program", "aria-label": control.words.label, spellcheck: "false", autocapitalize: "off",
        autocomplete: "off", autocorrect: "off", wrap: "off", maxlength: 8000, onkeydown: on_key(sheet)})
      box.value = control.starter
      box.addEventListener("input", () => grow(box))
      grow(box)
      return [el("p", {class: "help on-phone"}, control.words.phone), box, el("div", {class: "model"})]
    },
    read: (root) => field(root).value,
    put: (root, answer) => { if (typeof answer === "string") { field(root).value = answer; grow(field(root)) } },
    lock: (root, is_locked, control) => {
      field(root).readOnly = is_locked
      root.querySelector(".model").replaceChildren(...(control?.model && control.model !== field(root).value.trim()
        ? [el("p", {class: "caption"}, control.words.model), el("pre", {class: "program", tabindex: "0"}, control.model)] : []))
    },
    output: (shown) => el("div", {class: "output", role: "group", "aria-label": shown.label},
      el("p", {class: "caption"}, shown.label),
      ...(shown.printed ? [el("pre", {tabindex: "0"}, shown.printed)] : []),
      ...(shown.text ? [el("pre", {tabindex: "0"}, shown.text)] : []),
      ...(shown.columns.length ? [el("div", {class: "scroll", tabindex: "0"}, table(shown))] : []),
      ...(shown.size ? [el("p", {class: "caption"}, shown.size)] : [])),
  }
}
