// Cards that are put in order with arrow buttons; nothing is answered until one card has moved.
{
  const items = (root) => [...root.querySelectorAll("li")]
  const count = (root) => items(root).forEach((item, n, all) => {
    item.querySelector(".n").textContent = n + 1
    item.querySelector(".up").setAttribute("aria-disabled", n === 0)
    item.querySelector(".down").setAttribute("aria-disabled", n === all.length - 1)
  })
  const move = (item, button, step, control, sheet) => {
    if (button.getAttribute("aria-disabled") === "true") return
    const other = step < 0 ? item.previousElementSibling : item.nextElementSibling
    step < 0 ? other.before(item) : other.after(item)
    sheet.root.dataset.touched = ""
    count(sheet.root)
    button.focus()  // moving a node in the document takes its focus away
    const all = [...item.parentElement.children]
    sheet.say(control.words.moved.replace("{text}", item.querySelector(".text").textContent)
      .replace("{n}", all.indexOf(item) + 1).replace("{all}", all.length))
  }
  const card = (option, control, sheet) => {
    const text = el("span", {class: "text", html: option.text})
    const item = el("li", {"data-key": option.key}, el("span", {class: "n", "aria-hidden": "true"}), text)
    for (const [step, way, arrow] of [[-1, "up", "↑"], [1, "down", "↓"]]) {
      const label = control.words[way].replace("{text}", text.textContent)
      const button = el("button", {type: "button", class: `arrow ${way}`, "aria-label": label}, arrow)
      button.addEventListener("click", () => move(item, button, step, control, sheet))
      item.append(button)
    }
    return item
  }
  CONTROLS.order = {
    build: (control, sheet) => [el("ol", {class: "cards"}, ...control.options.map((option) => card(option, control, sheet)))],
    built: count,
    read: (root) => "touched" in root.dataset ? items(root).map((item) => item.dataset.key) : null,
    put: (root, answer) => {
      const list = root.querySelector("ol")
      for (const key of answer) { const item = items(root).find((one) => one.dataset.key === key); if (item) list.append(item) }
      root.dataset.touched = ""
      count(root)
    },
    lock: (root, is_locked) => { for (const button of root.querySelectorAll(".arrow")) button.hidden = is_locked },
  }
}
