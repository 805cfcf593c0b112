// A letter: facts to write from, a field with a count of words; the rules and an example come once they are earned.
{
  const field = (root) => root.querySelector("textarea")
  const count = (root) => {
    const words = field(root).value.split(/\s+/).filter(Boolean).length
    const line = root.querySelector(".count")
    line.textContent = line.dataset.words.replace("{n}", words)
  }
  const fold = (name) => el("details", {class: name, hidden: true}, el("summary"), el("div"))
  const fill = (box, label, nodes) => {
    box.hidden = !nodes
    if (!nodes) return
    box.firstElementChild.textContent = label
    box.lastElementChild.replaceChildren(...nodes)
  }
  CONTROLS.notice = {
    build: (control) => [el("div", {class: "given"}, el("p", {}, control.sheet_label),
      el("ul", {}, ...control.sheet.map((html) => el("li", {html})))),
    el("label", {class: "letter"}, el("span", {}, control.label), el("textarea", {rows: 10, maxlength: control.longest})),
    el("p", {class: "count caption", "data-words": control.count}), fold("rules"), fold("example")],
    built: (root) => { field(root).addEventListener("input", () => count(root)); count(root) },
    read: (root) => field(root).value.trim() || null,
    put: (root, answer) => { field(root).value = answer; count(root) },
    lock: (root, is_locked, control) => {
      field(root).readOnly = is_locked
      fill(root.querySelector(".rules"), control.rules_label, control.rules && [el("ul", {}, ...control.rules.map((html) => el("li", {html})))])
      fill(root.querySelector(".example"), control.letter_label, control.letter && [el("p", {html: control.letter})])
    },
  }
}
