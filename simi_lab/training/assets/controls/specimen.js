// A document drawn from its fields; each field is the label of a checkbox and can be pressed anywhere.
{
  const SILHOUETTE = `<svg viewBox="0 0 90 112" aria-hidden="true"><rect class="ground" width="90" height="112"/>
    <path class="person" d="M45 22c12 0 20 9 20 22 0 9-4 17-10 21v7l22 9c6 3 9 8 9 14v17H4V95c0-6 3-11 9-14l22-9v-7c-6-4-10-12-10-21 0-13 8-22 20-22z"/></svg>`
  const WIDE = 24  // letters of one width; more need a line of their own, as machine-readable lines do
  const longest = (value) => Math.max(...value.split("\n").map((line) => line.length))
  const is_wide = (option) => option.mono && longest(option.value) > WIDE
  const watermark = (words) => {
    const text = `${words.specimen}   ${words.synthetic}`, width = 19 * text.length
    return `<svg width="100%" height="100%"><defs><pattern id="mark" width="${width}" height="88" patternUnits="userSpaceOnUse" patternTransform="rotate(-20)">
      <text x="0" y="30">${text}</text><text x="${-width / 2}" y="74">${text}</text><text x="${width / 2}" y="74">${text}</text>
      </pattern></defs><rect width="100%" height="100%" fill="url(#mark)"/></svg>`
  }
  const spot = (option) => {
    const value = el("span", {class: option.mono ? "value mono" : "value"}, option.value)
    if (is_wide(option)) value.style.setProperty("--letters", longest(option.value))
    return el("label", {class: is_wide(option) ? "spot wide" : "spot", "data-row": option.key},
      el("input", {type: "checkbox", name: "answer", value: option.key}),
      el("span", {class: "name", html: option.text}), value, el("span", {class: "verdict"}))
  }
  CONTROLS.specimen = {
    build: (control) => [el("div", {class: `paper ${control.look}`, role: "group", "aria-label": control.title},
      el("div", {class: "watermark", "aria-hidden": "true", html: watermark(control.words)}),
      el("div", {class: "letterhead"}, el("span", {class: "paper-title"}, control.title),
        el("span", {class: "stamp"}, `${control.words.specimen} · ${control.words.synthetic}`)),
      el("p", {class: "unseen"}, control.desc),
      el("div", {class: "inside"},
        control.photo ? el("div", {class: "photo", role: "img", "aria-label": control.photo, html: SILHOUETTE}) : null,
        el("div", {class: "fields"}, ...control.options.filter((option) => !is_wide(option)).map(spot))),
      el("div", {class: "strip"}, ...control.options.filter(is_wide).map(spot)))],
    read: (root) => inputs_of(root).filter((input) => input.checked).map((input) => input.value),
    put: (root, answer) => { for (const input of inputs_of(root)) input.checked = answer.includes(input.value) },
    lock: (root, is_locked) => { for (const input of inputs_of(root)) input.disabled = is_locked },
  }
}
