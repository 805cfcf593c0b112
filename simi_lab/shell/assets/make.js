// An element under a parent, with attributes.
const make = (tag, parent, attributes = {}) => {
  const node = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value)
  parent?.append(node)
  return node
}
