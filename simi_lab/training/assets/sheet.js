// Shows the view that Python sends and reports what the learner does. Nothing is decided here.
export function render({model}) {
  const sheet = document.createElement("section")
  sheet.className = "sheet"
  const act = (what) => { last_act = what.do; model.send_msg(what) }
  let parts = {}
  let shown = {}
  let last_act = null

  // --- the answer: drawn and read by the control of its kind -----------------------------------------------------------
  const kind = () => CONTROLS[shown.control.kind]
  const response = () => shown.control ? kind().read(parts.control, shown.control) ?? null : null
  const put = (answer) => { if (answer !== null && answer !== undefined) kind().put(parts.control, answer) }
  // How sure the learner is: asked under the answer, never needed.
  const sure = () => parts.sure.querySelector("input:checked")?.value ?? null
  const check = () => act({do: "check", response: response(), confidence: sure()})
  const build_sure = (asked, chosen) => {
    parts.sure.replaceChildren(...(asked ? [el("fieldset", {}, el("legend", {}, asked.legend), el("div", {class: "levels"},
      ...asked.options.map((level) => el("label", {}, el("input", {type: "radio", name: "confidence", value: level.key, checked: level.key === chosen}),
        el("span", {}, level.text)))))] : []))
    parts.sure.hidden = !asked || Boolean(shown.control.locked && !chosen)
  }
  const build_control = (control) => {
    parts.control.replaceChildren()
    delete parts.control.dataset.touched
    if (!control) return
    const has_legend = Boolean(control.legend)  // what is told stands above, as in a story; else the stem is the legend
    const stem = el("span", has_legend ? {class: "question"} : {html: shown.html}, ...(has_legend ? [control.legend] : []))
    const figure = shown.figure ? [el("div", {class: "body", html: shown.figure})] : []
    const help = kind().is_plain ? null : el("span", {class: "help"}, control.help)
    const tools = {root: parts.control, say: (words) => { parts.moved.textContent = words }, act}
    const nodes = kind().build(control, tools)
    parts.control.append(el("fieldset", {}, el("legend", {}, stem, figure.length ? null : help), ...figure, figure.length ? help : null, ...nodes))
    kind().built?.(parts.control)
  }
  const lock = (control) => {
    parts.control.classList.toggle("locked", Boolean(control.locked))
    kind().lock(parts.control, Boolean(control.locked), control)
    show_marks(parts.control, control, response())
    for (const input of inputs_of(parts.sure)) input.disabled = Boolean(control.locked)
  }

  // --- stories: facts that are asked for, and meters ----------------------------------------------------------------
  // A fact's button keeps its node, so that the focus stays on it when the answer comes.
  const build_facts = () => {
    const control = shown.control
    parts.facts.hidden = !(control?.facts ?? []).length
    if (parts.facts.hidden) return
    parts.facts.querySelector("p").textContent = control.facts_label
    const list = parts.facts.querySelector("ul")
    control.facts.forEach((fact, n) => {
      const item = list.children[n] ?? list.appendChild(el("li", {}, el("button", {type: "button", class: "quiet fact", "data-action": `ask-${fact.key}`})))
      const button = item.firstElementChild
      button.replaceChildren(el("span", {}, fact.ask), " ", el("span", {class: "cost"}, fact.cost))
      button.onclick = () => { if (shown.control?.facts[n]?.answer === null) act({do: "ask", scene: shown.control.scene, fact: fact.key}) }
      if (fact.answer === null || item.children.length > 1) return
      button.setAttribute("aria-disabled", "true")
      item.append(el("p", {class: "said", html: fact.answer}))
    })
  }
  const build_meters = () => {
    parts.meters.hidden = !shown.meters
    if (!shown.meters) return
    parts.meters.setAttribute("aria-label", shown.meters.label)
    parts.meters.replaceChildren(el("p", {class: "caption"}, shown.meters.label), ...shown.meters.rows.map((row) => {
      const bar = el("span", {})
      bar.style.width = `${Math.round(100 * Math.min(row.share, 1))}%`
      return el("div", {class: "meter"}, el("p", {}, el("b", {}, row.name), " ", el("span", {}, row.words)), el("div", {class: "gauge", "aria-hidden": "true"}, bar))
    }))
  }

  // --- the rest of the sheet --------------------------------------------------------------------------------------
  const build_feedback = () => {
    const words = shown.feedback
    parts.feedback.className = words ? `feedback ${words.tone}` : "feedback"
    if (!words) { parts.feedback.replaceChildren(); return }
    parts.feedback.replaceChildren(
      el("p", {class: "title"}, el("span", {class: "sign", "aria-hidden": "true"}, words.mark), " ", el("span", {}, words.title)),
      ...(words.items.length ? [el("ul", {}, ...words.items.map((item) => el("li", {},
        item.mark ? el("span", {class: "sign", "aria-hidden": "true"}, item.mark) : null, el("span", {html: item.html}))))] : []),
      ...(words.next ? [el("p", {class: "next"}, words.next)] : []),
      ...(words.shown ? [CONTROLS.code.output(words.shown)] : []))
  }
  const build_help = () => {
    const notes = [...shown.hints.map((html) => el("li", {html})), ...(shown.solution ? [el("li", {class: "solution", html: shown.solution})] : [])]
    parts.help.replaceChildren(...notes)
    parts.help.hidden = notes.length === 0
  }
  const press = (button) => () => {
    if (button.off) return
    if (button.action === "check") check()
    else if (button.action === "run") act({do: "run", response: response()})
    else act({do: button.action})
  }
  // A button that stays keeps its node, so that the focus stays on it.
  const build_buttons = () => {
    for (const row of ["answer", "move"]) {
      const old = new Map([...parts[row].children].map((node) => [node.dataset.action, node]))
      const nodes = shown.buttons.filter((button) => button.row === row).map((button) => {
        const node = old.get(button.action) ?? el("button", {type: "button", "data-action": button.action})
        node.className = button.look
        node.textContent = button.label
        node.onclick = press(button)
        button.off ? node.setAttribute("aria-disabled", "true") : node.removeAttribute("aria-disabled")
        return node
      })
      for (const node of [...parts[row].children]) if (!nodes.includes(node)) node.remove()
      nodes.forEach((node, n) => { if (parts[row].children[n] !== node) parts[row].insertBefore(node, parts[row].children[n] ?? null) })
    }
  }
  const build_outline = () => {
    const open = parts.outline.open
    parts.outline.hidden = !shown.outline.items.length
    parts.outline.replaceChildren(el("summary", {}, shown.outline.label), el("ol", {}, ...shown.outline.items.map((item) => {
      const sign = [el("span", {class: "sign", "aria-hidden": "true"}, item.mark), el("span", {}, item.label), el("span", {class: "word"}, item.word)]
      const inside = item.open && !item.current
        ? el("button", {type: "button", class: "step", onclick: () => act({do: "go", key: item.key})}, ...sign)
        : el("span", {class: "step", "aria-current": item.current ? "step" : null}, ...sign)
      return el("li", {}, inside)
    })))
    parts.outline.open = open
  }
  const build_bar = () => {
    parts.kicker.textContent = shown.kicker
    parts.progress.textContent = shown.progress
    parts.bar.style.width = `${shown.all ? (100 * shown.done) / shown.all : 0}%`
  }

  const build = () => {
    parts = {}
    parts.kicker = el("p", {class: "kicker"})
    parts.progress = el("p", {class: "progress"})
    parts.bar = el("span", {})
    parts.heading = el("h2", {tabindex: "-1"}, shown.heading)
    parts.body = el("div", {class: "body", html: shown.control && !shown.control.legend ? "" : shown.html})
    parts.meters = el("div", {class: "meters", role: "group"})
    parts.facts = el("div", {class: "facts"}, el("p", {}), el("ul", {"aria-live": "polite"}))
    parts.jumps = el("div", {class: "jumps"}, el("p", {}, shown.jumps_label ?? ""), el("ul", {}, ...(shown.jumps ?? []).map((jump) =>
      el("li", {}, el("button", {type: "button", class: "plain", onclick: () => act({do: "go", key: jump.key})}, jump.label)))))
    parts.control = el("div", {class: "control", onchange: () => show_marks(parts.control, shown.control, response())})
    parts.sure = el("div", {class: "sure"})
    parts.answer = el("div", {class: "row"})
    parts.feedback = el("div", {class: "feedback", role: "status", "aria-live": "polite"})
    parts.moved = el("div", {class: "unseen", role: "status", "aria-live": "polite"})
    parts.help = el("ul", {class: "help-list", "aria-live": "polite"})
    parts.move = el("div", {class: "row move"})
    parts.outline = el("details", {class: "outline"})
    const form = el("form", {onsubmit: (event) => { event.preventDefault(); if (!shown.control?.locked) check() }},
      parts.control, parts.sure, parts.answer)
    const alone = model.alone ? [el("div", {class: "alone"}, el("span", {class: "mark"}, shown.mark),
      el("button", {type: "button", class: "quiet", lang: shown.other.lang, "data-action": "lang",
        onclick: () => act({do: "lang", lang: shown.other.lang})}, shown.other.label)), el("h1", {}, shown.title)] : []
    sheet.replaceChildren(...alone,
      el("div", {class: "top"}, parts.kicker, parts.progress), el("div", {class: "track", "aria-hidden": "true"}, parts.bar),
      parts.heading, parts.meters, parts.body, parts.jumps, parts.facts, form, parts.feedback, parts.moved, parts.help, parts.move, parts.outline)
    parts.jumps.hidden = !(shown.jumps ?? []).length
    form.hidden = !shown.control && !shown.buttons.some((button) => button.row === "answer")  // a story that has ended still offers a replay
    build_control(shown.control)
  }
  const build_late = () => {  // what comes later has its own place, so that nothing jumps while one reads
    const place = parts.body.querySelector("[data-late]")
    if (place && place.dataset.late !== shown.late) { place.innerHTML = shown.late ?? ""; place.dataset.late = shown.late ?? "" }
  }
  const refresh = () => { build_bar(); build_late(); if (shown.control) lock(shown.control); build_facts(); build_meters(); build_buttons(); build_feedback(); build_help(); build_outline() }

  const update = () => {
    const before = shown
    const kept = before.control && before.key === model.view.key && before.part === model.view.part && before.lang !== model.view.lang ? [response(), sure()] : [null, null]
    const focused = sheet.getRootNode().activeElement?.dataset?.action
    shown = model.view
    sheet.lang = shown.lang
    if (before.key !== shown.key || before.lang !== shown.lang || before.heading !== shown.heading || before.part !== shown.part) {
      build()
      put(kept[0] ?? shown.control?.response)
      build_sure(shown.sure, kept[1] ?? shown.sure?.chosen)
    }
    refresh()
    if (before.key !== undefined && (before.key !== shown.key || before.part !== shown.part)) {
      parts.heading.focus({preventScroll: true})
      sheet.scrollIntoView({block: "start"})
    } else if (last_act === "lang") sheet.querySelector("[data-action=lang]")?.focus({preventScroll: true})
    else if ((last_act === "check" || last_act === "run") && shown.feedback) parts.feedback.scrollIntoView({block: "nearest"})
    else if (last_act === "hint" || last_act === "reveal") {
      parts.help.lastElementChild?.scrollIntoView({block: "nearest"})
      if (last_act === "reveal" && focused === "reveal") parts.move.lastElementChild?.focus({preventScroll: true})
    }
    last_act = null
  }
  if (model.alone && document.body.dataset.jpThemeLight === "false") sheet.dataset.dark = ""
  model.on("view", update)
  update()
  return sheet
}
