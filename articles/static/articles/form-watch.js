// Watches the article form, and tells of each change of what it would send.
//
// It looks once a second: rich text, completed fields and rows that move tell of themselves in ways
// of their own, or not at all.

{
  const form = document.getElementById("article_form")
  // What belongs to the sending, and not to the article.
  const NOT_TYPED = ["csrfmiddlewaretoken", "_autosave"]

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
    // As the server sent it: what is typed while the editors are still starting counts as well.
    let last = read()
    const look = () => {
      const typed = read()
      if (typed !== last) {
        last = typed
        form.dispatchEvent(new CustomEvent("article:typed", { detail: typed }))
      }
    }
    form.readTyped = read
    setInterval(look, 1000)
    // Who logged in again in another window has another token, and the form still has the old one.
    form.refreshToken = () => {
      const cookie = document.cookie.split("; ").find((one) => one.startsWith("csrftoken="))
      for (const field of cookie ? document.getElementsByName("csrfmiddlewaretoken") : []) {
        field.value = cookie.slice("csrftoken=".length)
      }
    }
    // What is sent to the server beside the form itself.
    form.sendTyped = (address, typed, options = {}) => {
      form.refreshToken()
      const body = new URLSearchParams(typed)
      body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value)
      return fetch(address, { method: "POST", body, redirect: "manual", ...options })
    }
  }
}
