// What the sheet and the controls of the kinds of question share.
const el = (tag, attrs = {}, ...children) => {
  const node = document.createElement(tag)
  for (const [name, value] of Object.entries(attrs)) {
    if (value === null || value === undefined || value === false) continue
    if (name === "html") node.innerHTML = value
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value)
    else node.setAttribute(name, value === true ? "" : value)
  }
  node.append(...children.filter((child) => child !== null && child !== undefined))
  return node
}

// A kind of question adds CONTROLS.KIND = {build, read, put, lock, is_plain}:
//   build(control, sheet)  nodes for the fieldset; `sheet.say(words)` tells a screen reader, `sheet.root` holds the nodes
//   read(root)             what the learner has put in, null when nothing
//   put(root, answer)      shows an answer that was given before
//   lock(root, is_locked, control)  settled: it can be read but not changed; called after every act
//   is_plain               true when the stem is no legend with a help line
const CONTROLS = {}
const inputs_of = (root) => [...root.querySelectorAll("input")]

// Rows ([data-row] with a .verdict) of an answer that was checked say whether they fit, until the learner changes them.
const is_as_checked = (row, now, checked) => Array.isArray(checked)
  ? checked.includes(row) === (now ?? []).includes(row) : (checked ?? {})[row] === (now ?? {})[row]
const show_marks = (root, control, now) => {
  for (const row of root.querySelectorAll("[data-row]")) {
    const key = row.dataset.row
    const mark = is_as_checked(key, now, control.response) ? (control.marks ?? {})[key] : null
    row.dataset.tone = mark?.tone ?? ""
    row.querySelector(".verdict").replaceChildren(...(mark ? [el("span", {"aria-hidden": "true"}, mark.sign), ` ${mark.word}`] : []))
  }
}
