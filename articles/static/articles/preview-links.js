// The links to a preview: made, copied and revoked without leaving a form that is not saved.

{
  const prepare = () => {
    const section = document.getElementById("preview-links")
    for (const button of section?.querySelectorAll("[data-copy]") ?? []) {
      button.hidden = !navigator.clipboard
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value)
        button.textContent = button.dataset.copied
      })
    }
    section?.querySelector("form").addEventListener("submit", send)
  }

  const send = async (event) => {
    event.preventDefault()
    const form = event.target
    try {
      const body = new FormData(form, event.submitter)
      const answer = await fetch(form.action, { method: "POST", body })
      const page = new DOMParser().parseFromString(await answer.text(), "text/html")
      const section = page.getElementById("preview-links")
      document.getElementById("preview-links").replaceWith(document.adoptNode(section))
      prepare()
      document.querySelector("#preview-links input[type=text], #preview-links button").focus()
    } catch {
      form.submit() // the session has ended, say: the browser shows what the server says
    }
  }

  prepare()
}
