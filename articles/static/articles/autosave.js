// Keeps what is typed into the article form: on the server, or in this browser while the server
// cannot be reached or nobody is logged in. What is left from before is offered above the form.

{
  const form = document.getElementById("article_form")
  const tools = document.getElementById("autosave")
  const SOON = 2000
  const AGAIN = 10_000
  const DAY = 24 * 3600 * 1000

  if (form && tools) {
    const { address, user, article, key, days } = tools.dataset
    const saved = tools.dataset.saved.split(" ")
    const state = tools.querySelector(".autosave-state")
    const trouble = tools.querySelector(".autosave-trouble")
    const mine = `articles:typed:${user}:${article}:`
    let typed = form.readTyped()
    let isKept = true
    let isSubmitted = false
    let timer = null

    const withKey = (text, name = key) => {
      const body = new URLSearchParams(text)
      body.set("_autosave", name)
      body.set("_user", user)
      return body
    }

    // In the browser

    const keepHere = () => {
      localStorage.setItem(mine + key, JSON.stringify({ typed, at: Date.now() }))
    }

    const forgetHere = (name = key) => localStorage.removeItem(mine + name)

    // On the server

    const tell = (name) => {
      const ended = name === "ended"
      trouble.hidden = name === "kept"
      trouble.querySelector("a").hidden = !ended
      trouble.querySelector("span").textContent = trouble.dataset[name] ?? ""
      if (name === "kept") {
        state.textContent = `${state.dataset.kept} ${new Date().toLocaleTimeString()}`
      } else {
        state.textContent = ""
      }
    }

    const later = (wait) => {
      clearTimeout(timer)
      timer = setTimeout(send, wait)
    }

    const send = async () => {
      const sent = typed
      try {
        const answer = await form.sendTyped(address, withKey(sent))
        if (!answer.ok) {
          throw new Error(answer.type === "opaqueredirect" || answer.status === 403 ? "ended" : "")
        }
        isKept = sent === typed
        if (isKept && !isSubmitted) {
          forgetHere()
        }
        tell("kept")
        if (!isKept) {
          later(SOON)
        }
      } catch (error) {
        keepHere()
        tell(error.message === "ended" ? "ended" : "away")
        later(AGAIN)
      }
    }

    form.addEventListener("article:typed", (event) => {
      typed = event.detail
      isKept = false
      later(SOON)
    })

    // What was typed in the last second, and is not sent, goes along with the page.
    const leave = () => {
      const now = form.readTyped()
      if (isSubmitted || (isKept && now === typed)) {
        return
      }
      typed = now
      form.refreshToken()
      const body = withKey(typed)
      body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value)
      // What is too long for a beacon, or has no server to go to, stays here.
      if (!navigator.onLine || !trouble.hidden || !navigator.sendBeacon(address, body)) {
        keepHere()
      }
    }
    window.addEventListener("pagehide", leave)

    // Whether the save arrives is known when the next form opens: it names what was saved.
    form.addEventListener("submit", () => {
      form.refreshToken()
      typed = form.readTyped()
      isSubmitted = true
      clearTimeout(timer)
      keepHere()
    })
    window.addEventListener("pageshow", (event) => {
      if (event.persisted) {
        isSubmitted = false
      }
    })
    window.addEventListener("online", () => !isKept && later(0))
    window.addEventListener("focus", () => !isKept && !trouble.hidden && later(0))

    // What is offered

    const offers = tools.querySelector(".autosave-offers")

    const offer = async (name, kept) => {
      const body = withKey(kept.typed, name)
      body.set("offer", "1")
      const answer = await form.sendTyped(address, body)
      if (answer.ok) {
        forgetHere(name)
        offers.innerHTML = await answer.text()
      }
    }

    offers.addEventListener("click", async (event) => {
      const button = event.target.closest("[name=discard]")
      if (button) {
        event.preventDefault()
        await form.sendTyped(address, new URLSearchParams({ discard: button.value }))
        button.closest(".autosave-offer").remove()
        offers.querySelector(".autosave-earlier:not(:has(.autosave-offer))")?.remove()
        state.textContent = state.dataset.discarded
      }
    })

    const begin = async () => {
      for (const name of Object.keys(localStorage).filter((one) => one.startsWith(mine))) {
        const its = name.slice(mine.length)
        const kept = JSON.parse(localStorage.getItem(name))
        if (its === key || saved.includes(its) || Date.now() - kept.at > days * DAY) {
          localStorage.removeItem(name)
        } else {
          await offer(its, kept).catch(() => {})
        }
      }
      if (tools.dataset.returned) {
        isKept = false // it came back with errors: it is not saved
        later(0)
      }
    }
    begin()
  }
}
