// One page must be enough: what does not fit is set tighter, step by step, once the type is there.
addEventListener("load", () => {
  const page = document.querySelector("main")
  for (const step of ["tight", "tighter", "tightest"]) {
    if (page.scrollHeight > page.clientHeight) page.classList.add(step)
  }
})
