// What Panel leaves to the page itself: address, Back, title, language, theme, links inside, names of controls.

const PLACE = ["page", "case"]  // what the Back button goes through; other choices change the address in place
const TRY_EVERY = 2500
const GIVE_UP_AFTER = 90000  // the server has let the session go by then; the address still holds page and choices

// While the line is cut the content takes no input, since what is typed into the void would be lost without a word.
function watch_line(own, find, words) {
  let notice = null
  let trying = null
  const content = (is_up) => {
    const main = find(".main-content")
    if (main) { main.inert = !is_up; main.style.opacity = is_up ? "" : "0.6" }
  }
  const say = (text, button) => {
    notice ??= document.body.appendChild(Object.assign(document.createElement("div"), {className: "lab-line"}))
    notice.setAttribute("role", "status")
    notice.textContent = text
    if (button) notice.append(Object.assign(document.createElement("button"), {textContent: button, onclick: () => location.reload()}))
  }
  own.on_event("connection_lost", (_, event) => {
    if (trying !== null) return
    const began = Date.now()
    content(false)
    say(words().lost)
    trying = setInterval(() => {
      if (Date.now() - began < GIVE_UP_AFTER) return event.reconnect()
      clearInterval(trying)
      say(words().gone, words().reload)
    }, TRY_EVERY)
  })
  own.on_event("client_reconnected", () => {
    clearInterval(trying)
    trying = null
    notice?.remove()
    notice = null
    content(true)
  })
  return true
}

export function render({model}) {
  const root = document.documentElement
  const here = () => location.search.replace(/^\?/, "")
  const page_of = (query) => new URLSearchParams(query).get("page")
  const place_of = (query) => PLACE.map((key) => new URLSearchParams(query).get(key) ?? "").join(" ")
  const css = (name) => getComputedStyle(root).getPropertyValue(name)
  window.labShell?.abort()  // drawn anew after a line that was cut: the listeners of before are for a model that is gone
  const life = window.labShell = new AbortController()
  let entered = here() === model.query
  let last_key = null

  // Every open shadow root below a node, deepest last.
  const roots = (node) => {
    const found = [node]
    for (const child of node.querySelectorAll("*")) if (child.shadowRoot) found.push(...roots(child.shadowRoot))
    return found
  }
  const find = (selector) => {
    for (const place of roots(document)) { const hit = place.querySelector(selector); if (hit) return hit }
    return null
  }

  const address = () => {
    if (model.query === here()) { entered = true; return }
    const moved = entered && page_of(model.query) !== page_of(here())
    const gone_on = entered && place_of(model.query) !== place_of(here())
    history[gone_on ? "pushState" : "replaceState"](null, "", `${location.pathname}?${model.query}`)
    entered = true
    if (moved) setTimeout(() => { find("h1")?.focus({preventScroll: true}); find(".main-content")?.scrollTo(0, 0) }, 60)
  }
  const head = () => {
    document.title = model.title
    root.lang = model.lang
    root.dataset.labTheme = model.theme
    document.querySelector("meta[name=theme-color]")?.setAttribute("content", css("--lab-ground"))
  }

  // A link with data-q changes the query in place; before the line to the server is up it is an ordinary link.
  const follow = (event) => {
    if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    const link = event.composedPath().find((node) => node.dataset && node.dataset.q !== undefined)
    if (!link || !model.is_ready) return
    event.preventDefault()
    last_key = link.dataset.key ?? null
    model.send_msg({patch: link.dataset.q})
  }
  // A link that is written anew in another language keeps the focus.
  const refocus = () => {
    if (last_key === null || document.activeElement?.closest?.("input, select, textarea")) return
    const link = find(`[data-key="${last_key}"]`)
    if (link && find(":focus") === null) link.focus({preventScroll: true})
    last_key = null
  }

  // Names that panel-material-ui 0.16 leaves out or writes in English only.
  const set = (node, name, value) => { if (node.getAttribute(name) !== value) node.setAttribute(name, value) }
  const mend = () => {
    const page = find(".main")?.getRootNode()
    if (!page) return
    const words = model.words
    for (const node of page.querySelectorAll(".MuiLinearProgress-root")) node.remove()  // never busy, see LabPage
    for (const node of page.querySelectorAll("h5")) { set(node, "role", "presentation"); set(node, "aria-hidden", "true") }
    for (const node of page.querySelectorAll("nav")) set(node, "role", "none")  // ours inside has the name
    for (const node of page.querySelectorAll(".MuiDrawer-paper[role=dialog]")) set(node, "aria-label", words.menu)
    for (const node of page.querySelectorAll(".header button[aria-label$='drawer']")) {
      set(node, "aria-expanded", String(node.getAttribute("aria-label") === "Close drawer"))
      set(node, "aria-label", node.getAttribute("aria-label") === "Close drawer" ? words.close : words.open)
      set(node, "data-menu", "")
    }
    for (const node of page.querySelectorAll("[data-menu]")) {
      set(node, "aria-label", node.getAttribute("aria-expanded") === "true" ? words.close : words.open)
    }
    for (const node of page.querySelectorAll(".MuiTooltip-tooltip")) {
      if (/drawer$/.test(node.textContent)) node.textContent = words.menu
    }
    if (!page.labMended) {
      page.labMended = new MutationObserver(mend)
      page.labMended.observe(page, {subtree: true, childList: true, attributes: true, attributeFilter: ["aria-label", "role"]})
    }
  }

  const own = Bokeh.documents.find((one) => one.roots().length) ?? Bokeh.documents[0]
  if (own && !own.labLine) own.labLine = watch_line(own, find, () => model.words)

  address()
  head()
  document.addEventListener("click", follow, {signal: life.signal})
  window.addEventListener("popstate", () => model.send_msg({restore: here()}), {signal: life.signal})
  model.on("query", address)
  for (const name of ["title", "lang", "theme"]) model.on(name, head)
  model.on("lang", () => setTimeout(refocus, 120))
  model.on("theme", () => setTimeout(refocus, 120))
  model.on("words", mend)
  // A narrow window of a desk browser names no phone; told once the line is up, the menu gives the page its room.
  model.on("is_ready", () => { if (innerWidth < 800) model.send_msg({narrow: true}) })
  for (const delay of [0, 100, 400, 1500]) setTimeout(mend, delay)
  const nothing = document.createElement("span")
  nothing.hidden = true
  return nothing
}
