// Tells the server that this article is open here, and its reader who else has it open.

{
  const form = document.getElementById("article_form")
  const words = document.getElementById("presence")
  const EVERY = 20_000

  if (form && words) {
    const { address } = words.dataset

    const sign = async () => {
      try {
        const answer = await form.sendTyped(address, "")
        if (answer.ok) {
          const { others } = await answer.json()
          // Only what is new is read out.
          if (words.textContent !== others) {
            words.textContent = others
          }
        }
      } catch {
        // Without a connection nobody is known to be there, or to be gone.
      }
    }

    sign()
    setInterval(sign, EVERY)
    document.addEventListener("visibilitychange", () => !document.hidden && sign())
    window.addEventListener("pagehide", () => {
      const body = new URLSearchParams({ leaving: "1" })
      body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value)
      navigator.sendBeacon(address, body)
    })
  }
}
