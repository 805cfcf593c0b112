// The player: one clock for one or two days, with play, steps, speed and slider; all words come from Python.

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name])
const two = (n) => String(n).padStart(2, "0")
const clock = (t) => `${two(Math.floor(t / 3600))}:${two(Math.floor(t / 60) % 60)}`
const read_clock = (text) => text ? Number(text.slice(0, 2)) * 3600 + Number(text.slice(3)) * 60 : null

// A stretch of time in the reader's words, whole minutes.
function spell(seconds, words) {
  const minutes = Math.floor(seconds / 60)
  const h = Math.floor(minutes / 60), m = minutes % 60
  return h ? fill(words.hours, {h, m}) : fill(words.minutes, {m})
}

const ICONS = {
  play: "M7 4l13 8-13 8z", pause: "M6 4h4v16H6zM14 4h4v16h-4z", start: "M5 4h3v16H5zM20 4L9 12l11 8z",
  back: "M20 4l-9 8 9 8zM11 4l-9 8 9 8z", on: "M4 4l9 8-9 8zM13 4l9 8-9 8z",
}
const icon = (name) => `<svg viewBox="0 0 24 24" width="18" height="18" aria-hidden="true"><path fill="currentColor" d="${ICONS[name]}"/></svg>`

export function render({model}) {
  const root = make("div", null, {class: "player", role: "group", tabindex: "0"})
  const bar = make("div", root, {class: "bar"})
  const row = make("div", bar, {class: "row"})
  const time = make("span", row, {class: "clock"})
  const button = (name) => make("button", row, {type: "button", "data-act": name})
  const [start, back, play, on] = ["start", "back", "play", "on"].map(button)
  const track = make("div", bar, {class: "track"})
  const slider = make("input", track, {type: "range", step: "60"})
  const label = make("label", track, {class: "speed"})
  const speed_word = make("span", label)
  const speed = make("select", label)
  const sides = make("div", root, {class: "sides"})
  const legend = make("ul", root, {class: "legend"})
  const hint = make("p", root, {class: "hint"})
  const status = make("p", root, {role: "status", class: "unseen"})

  const calm = matchMedia("(prefers-reduced-motion: reduce)")
  let shown = []  // one per day: unpacked day, plan, canvas
  let t = read_clock(model.at) ?? model.span[0]
  let is_playing = false, frame = 0, beat = 0, before = 0, minute = -1, written = 0, telling = 0, spoken = 0

  const bounded = (x) => Math.min(model.span[1], Math.max(model.span[0], x))
  const tell = () => { clearTimeout(telling); telling = setTimeout(() => { model.at = clock(t) }, 300) }
  const say = () => { spoken = performance.now(); status.textContent = shown.map(({head, line}) => `${head}: ${line.textContent}`).join(" ") }

  const words_of = (one, found) => {
    const state = phase(one.day, t)
    const when = clock(t) + (state ? ` (${model.words[state]})` : "")
    const values = {time: when, ...found, longest: spell(found.longest, model.words)}
    return fill(found.waiting ? model.words.line : model.words.line_empty, values)
  }
  const draw = (share) => {
    let is_moving = false
    // Words follow the minute, while playing at most ten times a second.
    const is_news = minute !== Math.floor(t / 60) && (!is_playing || performance.now() - written > 100)
    for (const side of shown) {
      if (!side.plan) continue
      const found = count(side.one, t)
      aim(side.one, side.plan, t)
      is_moving = move(side.one, side.plan, share) || is_moving
      paint(side.pen, side.one, side.plan, t, found, {...model.look, font: side.font}, model.words)
      if (is_news) side.line.textContent = words_of(side.one, found)
    }
    if (is_news) {
      minute = Math.floor(t / 60)
      written = performance.now()
      time.textContent = clock(t)
      slider.value = String(Math.floor(t / 60) * 60)
      slider.setAttribute("aria-valuetext", clock(t))
      if (is_playing && performance.now() - spoken > 8000) say()  // a reader who listens is not flooded
    }
    return is_moving
  }
  const run = (now) => {
    frame = 0
    if (!root.isConnected) return pause()
    const passed = Math.min(0.1, Math.max(0, now - before) / 1000)  // a frame may be dated before its order
    before = now
    if (is_playing) {
      t = bounded(t + passed * Number(speed.value) * 60)
      if (t >= model.span[1]) pause()
    }
    const rate = 5 + (is_playing ? Number(speed.value) / 3 : 0)
    const is_moving = draw(1 - Math.exp(-passed * rate))
    if (is_playing || is_moving) frame = requestAnimationFrame(run)
  }
  const wake = () => {
    if (calm.matches) draw(1)
    else if (!frame) { before = performance.now(); frame = requestAnimationFrame(run) }
  }
  const buttons = () => {
    const words = model.words
    const faces = {start: ["start", words.start], back: ["back", words.back15], on: ["on", words.on15],
      play: is_playing ? ["pause", words.pause] : ["play", words.play]}
    for (const one of [start, back, play, on]) {
      const [name, word] = faces[one.dataset.act]
      one.innerHTML = icon(name)
      const text = make("span", one)
      text.textContent = word
    }
  }
  const pause = () => { is_playing = false; clearInterval(beat); buttons(); say(); tell() }
  const go = () => {
    if (t >= model.span[1]) t = model.span[0]
    is_playing = true
    spoken = performance.now()
    buttons()
    if (!calm.matches) return wake()
    beat = setInterval(() => {  // no gliding: a jump each second
      if (!root.isConnected) return pause()
      t = bounded(t + Number(speed.value) * 60)
      draw(1)
      if (t >= model.span[1]) pause()
    }, 1000)
  }
  const toggle = () => is_playing ? pause() : go()
  const seek = (x) => { t = bounded(x); wake(); clearTimeout(root.saying); root.saying = setTimeout(() => { if (!is_playing) say() }, 400); tell() }

  const plan = () => {
    const known = shown.filter(({one}) => one)
    const most = (name) => known.length ? known[0].one[name].map((_, i) => Math.max(...known.map(({one}) => one[name][i]))) : []
    for (const side of known) {
      const width = Math.floor(side.box.clientWidth)
      if (!width) continue
      side.plan = lay_out(side.one, width, most("most"), most("most_files"))
      const sharp = window.devicePixelRatio || 1
      side.canvas.width = Math.round(width * sharp)
      side.canvas.height = Math.round(side.plan.height * sharp)
      side.canvas.style.height = `${side.plan.height}px`
      side.pen.setTransform(sharp, 0, 0, sharp, 0, 0)
      side.font = getComputedStyle(root).fontFamily
    }
    if (known.every(({plan}) => plan)) { minute = -1; draw(1) }
  }
  const heads = () => {
    shown.forEach((side, i) => {
      const head = model.heads[i] ?? {title: "", about: "", closed: ""}
      side.head = head.title
      side.title.textContent = head.title
      side.about.textContent = head.about
      side.canvas?.setAttribute("aria-label", fill(model.words.picture, {day: head.title}))
      if (!side.one) side.line.textContent = head.closed
    })
  }
  const build = () => {
    sides.replaceChildren()
    sides.dataset.n = String(model.days.length)
    shown = model.days.map((day) => {
      const box = make("section", sides, {class: day ? "side" : "side quiet"})
      const side = {box, title: make("h3", box), about: make("p", box, {class: "about"}), line: make("p", box, {class: "line"}), one: null}
      if (day) {
        side.one = unpack(day)
        side.canvas = make("canvas", box, {role: "img"})
        side.pen = side.canvas.getContext("2d")
      }
      return side
    })
    t = bounded(t)
    slider.min = String(model.span[0])
    slider.max = String(model.span[1])
    heads()
    size.disconnect()
    for (const {box} of shown) size.observe(box)
    plan()
    bar.hidden = !shown.some(({one}) => one)
    legend.hidden = hint.hidden = bar.hidden
  }
  const text = () => {
    const words = model.words
    root.setAttribute("aria-label", words.player)
    slider.setAttribute("aria-label", words.slider)
    speed_word.textContent = words.speed
    const chosen = speed.value || "5"
    speed.replaceChildren(...["1", "5", "15", "30"].map((n) => new Option(fill(words.per_second, {n}), n)))
    speed.value = chosen
    legend.innerHTML = ""
    for (const [kind, word] of words.legend) {
      const item = make("li", legend)
      make("i", item, {class: kind, "aria-hidden": "true"})
      item.append(word)
    }
    hint.textContent = words.hint + (calm.matches ? ` ${words.calm}` : "")
    buttons()
    heads()
    minute = -1
    draw(1)
    if (status.textContent) say()
  }

  const size = new ResizeObserver(() => { if (shown.some(({one, box, plan: now}) => one && now?.width !== Math.floor(box.clientWidth))) plan() })
  play.addEventListener("click", toggle)
  start.addEventListener("click", () => seek(model.span[0]))
  back.addEventListener("click", () => seek(t - 900))
  on.addEventListener("click", () => seek(t + 900))
  slider.addEventListener("input", () => seek(Number(slider.value)))
  root.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const from = event.composedPath()[0]
    const has_own = (keys) => keys.includes(from.tagName)
    const jumps = {ArrowLeft: -60, ArrowRight: 60, PageDown: -900, PageUp: 900}
    if (event.key === " " && !has_own(["BUTTON", "SELECT"])) toggle()
    else if (event.key in jumps && !has_own(["SELECT", "INPUT"])) seek(t + jumps[event.key] * (event.shiftKey ? 15 : 1))
    else if (event.key === "Home" && !has_own(["SELECT", "INPUT"])) seek(model.span[0])
    else if (event.key === "End" && !has_own(["SELECT", "INPUT"])) seek(model.span[1])
    else return
    event.preventDefault()
  })
  model.on("days", build)
  model.on("span", build)
  model.on("heads", () => { heads(); minute = -1; wake() })
  model.on("words", text)
  model.on("look", () => draw(1))
  model.on("at", () => { const asked = read_clock(model.at); if (asked !== null && model.at !== clock(t) && !is_playing) { t = bounded(asked); wake() } })
  build()
  text()
  // A canvas does not wait for its letters as other text does.
  document.fonts.load(`700 14px ${getComputedStyle(document.body).fontFamily}`).then(() => draw(1)).catch(() => {})
  document.fonts.ready.then(() => { minute = -1; draw(1) })
  return root
}
