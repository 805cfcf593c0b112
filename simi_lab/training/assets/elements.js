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
//   lock(root, is_locked, control)  settled: it can be read but not changed
//   is_plain               true when the stem is no legend with a help line
const CONTROLS = {}
const inputs_of = (root) => [...root.querySelectorAll("input")]
