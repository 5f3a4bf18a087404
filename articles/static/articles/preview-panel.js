// The panel beside the article form: the page as readers will see it, drawn anew as one types.

{
  const panel = document.getElementById("preview-panel")
  const open = document.getElementById("preview-open")
  const form = document.getElementById("article_form")
  const DESK_WIDTH = 1100
  const PATIENCE = 700
  const KEPT = "articles:preview-panel"

  if (panel && open) {
    const frame = panel.querySelector("iframe")
    const page = panel.querySelector(".preview-panel-page")
    const state = panel.querySelector(".preview-panel-state")
    const widths = [...panel.querySelectorAll("[data-width]")]
    let asking = null
    let timer = null

    const say = (text) => {
      state.textContent = text
    }

    // Put the new page into the frame's own document: it stays where one has scrolled to.
    const draw = (html) => {
      const fresh = new DOMParser().parseFromString(html, "text/html")
      const shown = frame.contentDocument
      shown.documentElement.lang = fresh.documentElement.lang
      shown.documentElement.dir = fresh.documentElement.dir
      shown.title = fresh.title
      for (const link of fresh.head.querySelectorAll('link[rel="stylesheet"]')) {
        if (!shown.head.querySelector(`link[href="${link.getAttribute("href")}"]`)) {
          shown.head.append(shown.adoptNode(link))
        }
      }
      shown.body.replaceWith(shown.adoptNode(fresh.body))
    }

    const refresh = async () => {
      asking?.abort()
      asking = new AbortController()
      try {
        const answer = await form.sendTyped(panel.dataset.address, form.readTyped(), {
          signal: asking.signal,
        })
        if (answer.type === "opaqueredirect") {
          say(panel.dataset.ended)
        } else if (answer.ok) {
          draw(await answer.text())
          say(panel.dataset.fresh)
        } else {
          say(panel.dataset.stale)
        }
      } catch (error) {
        if (error.name !== "AbortError") {
          say(panel.dataset.stale)
        }
      }
    }

    // A desk's page is drawn at its width, and made smaller to fit.
    const fit = () => {
      const isDesk = panel.dataset.shown === "desk"
      const scale = isDesk ? Math.min(1, page.clientWidth / DESK_WIDTH) : 1
      frame.style.setProperty("--scale", scale)
      frame.style.setProperty("--width", isDesk ? `${DESK_WIDTH}px` : "100%")
    }

    const choose = (width) => {
      panel.dataset.shown = width
      for (const button of widths) {
        button.setAttribute("aria-pressed", button.dataset.width === width)
      }
      sessionStorage.setItem(KEPT, width)
      fit()
    }

    const show = (width) => {
      panel.hidden = false
      document.documentElement.classList.add("has-preview")
      open.setAttribute("aria-expanded", "true")
      choose(width)
      if (frame.getAttribute("src")) {
        refresh()
      } else {
        frame.addEventListener("load", refresh, { once: true })
        frame.src = panel.dataset.address
      }
    }

    const close = () => {
      panel.hidden = true
      document.documentElement.classList.remove("has-preview")
      open.setAttribute("aria-expanded", "false")
      sessionStorage.removeItem(KEPT)
      open.focus()
    }

    // Links lead out of the frame: no other page may stand in it.
    frame.addEventListener("load", () => {
      const leaves = (event) => {
        const link = event.target.closest("a[href], form")
        if (link && !link.getAttribute("href")?.startsWith("#")) {
          link.target = "_blank"
          link.rel = "noopener noreferrer"
        }
      }
      frame.contentDocument.addEventListener("click", leaves, true)
      frame.contentDocument.addEventListener("submit", leaves, true)
      frame.contentDocument.addEventListener("keydown", (event) => {
        if (event.key === "Escape") {
          close()
        }
      })
    })
    panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        close()
      }
    })
    open.addEventListener("click", () => {
      if (panel.hidden) {
        show(panel.dataset.shown || "phone")
        widths[0].focus()
      } else {
        close()
      }
    })
    panel.querySelector("[data-close]").addEventListener("click", close)
    for (const button of widths) {
      button.addEventListener("click", () => choose(button.dataset.width))
    }
    form.addEventListener("article:typed", () => {
      if (!panel.hidden) {
        clearTimeout(timer)
        timer = setTimeout(refresh, PATIENCE)
      }
    })
    new ResizeObserver(fit).observe(page)
    open.hidden = false
    // It stays open when the form comes back after a save.
    if (sessionStorage.getItem(KEPT)) {
      show(sessionStorage.getItem(KEPT))
    }
  }
}
