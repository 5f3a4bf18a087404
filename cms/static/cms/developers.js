/* A button below each snippet that copies it. Without this script, or without TLS, where browsers have
   no clipboard, a click selects the whole. */
const { content: parts } = document.getElementById("copying");

for (const snippet of navigator.clipboard ? document.querySelectorAll("pre") : []) {
  const copy = parts.cloneNode(true);
  const button = copy.querySelector("button");
  const said = copy.querySelector("[role=status]");
  button.setAttribute("aria-describedby", snippet.getAttribute("aria-labelledby"));
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(snippet.textContent);
    said.textContent = said.dataset.text;
  });
  snippet.after(copy);
}
