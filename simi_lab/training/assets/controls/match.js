// Pairs: each thing has a native list of partners. Long partners are written out above, and the lists bear their letters.
{
  const selects = (root) => [...root.querySelectorAll("select")]
  const plain = (html) => el("span", {html}).textContent
  const name_of = (control, partner) => control.is_long ? `${partner.key.toUpperCase()}. ${plain(partner.text)}` : plain(partner.text)
  const pair = (control, option) => el("div", {class: "pair", "data-row": option.key},
    el("label", {for: `pair-${option.key}`, html: option.text}),
    el("span", {class: "pick"},
      el("select", {id: `pair-${option.key}`, name: option.key, "aria-describedby": `verdict-${option.key}`},
        el("option", {value: ""}, control.words.none),
        ...control.partners.map((partner) => el("option", {value: partner.key}, name_of(control, partner)))),
      el("span", {class: "verdict", id: `verdict-${option.key}`})))
  const key = (control) => el("ol", {class: "partners", "aria-label": control.words.partners},
    ...control.partners.map((partner) => el("li", {}, el("b", {}, `${partner.key.toUpperCase()}.`), " ", el("span", {html: partner.text}))))
  CONTROLS.match = {
    build: (control) => [...(control.is_long ? [key(control)] : []), ...control.options.map((option) => pair(control, option))],
    read: (root) => {
      const given = selects(root).filter((select) => select.value).map((select) => [select.name, select.value])
      return given.length ? Object.fromEntries(given) : null
    },
    put: (root, answer) => { for (const select of selects(root)) select.value = answer[select.name] ?? "" },
    lock: (root, is_locked) => { for (const select of selects(root)) select.disabled = is_locked },
  }
}
