// Watches the article form, and tells of each change of what it would send.
//
// It looks once a second: rich text, completed fields and rows that move tell of themselves in ways
// of their own, or not at all.

{
  const form = document.getElementById("article_form")
  // What belongs to the sending, and not to the article.
  const NOT_TYPED = ["csrfmiddlewaretoken"]

  // Return what the form would send now, without files.
  const read = () => {
    const data = new URLSearchParams()
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && !NOT_TYPED.includes(name)) {
        data.append(name, value)
      }
    }
    return data.toString()
  }

  if (form) {
    let last = null
    const look = () => {
      const typed = read()
      if (last !== null && typed !== last) {
        form.dispatchEvent(new CustomEvent("article:typed", { detail: typed }))
      }
      last = typed
    }
    form.readTyped = read
    window.addEventListener("load", () => {
      // The editors fill their fields in as they start.
      setTimeout(() => {
        last = read()
        form.dispatchEvent(new CustomEvent("article:ready", { detail: last }))
        setInterval(look, 1000)
      }, 500)
    })
    // What is sent to the server beside the form itself.
    form.sendTyped = (address, typed, options = {}) => {
      const body = new URLSearchParams(typed)
      body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value)
      return fetch(address, { method: "POST", body, redirect: "manual", ...options })
    }
  }
}
