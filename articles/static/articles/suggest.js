/* Suggests names of articles as one types. Without this the form lacks nothing else. */
for (const form of document.querySelectorAll(".search-form[data-suggest]")) {
  const input = form.querySelector("input[type=search]");
  const list = document.createElement("ul");
  list.id = `${input.id}-suggestions`;
  list.className = "suggestions";
  list.role = "listbox";
  list.hidden = true;
  list.setAttribute("aria-label", form.dataset.label);
  input.after(list);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) {
    input.setAttribute(name, value);
  }
  let chosen = -1, asked = 0, timer;

  const choose = (place) => {
    const options = [...list.children];
    chosen = options.length ? (place + options.length + 1) % (options.length + 1) : -1;
    if (chosen === options.length) chosen = -1;
    options.forEach((option, number) => option.setAttribute("aria-selected", number === chosen));
    if (chosen < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", options[chosen].id);
  };
  const show = (suggestions) => {
    list.replaceChildren(...suggestions.map(({ name, title, url }, number) => {
      const option = document.createElement("li");
      Object.assign(option, { id: `${list.id}-${number}`, role: "option", textContent: name });
      if (name !== title) option.append(Object.assign(document.createElement("small"), { textContent: ` ${title}` }));
      option.dataset.url = url;
      return option;
    }));
    list.hidden = !suggestions.length;
    input.setAttribute("aria-expanded", !list.hidden);
    choose(-1);
  };
  const ask = async () => {
    const number = ++asked;
    const answer = await fetch(`${form.dataset.suggest}?${new URLSearchParams({ q: input.value })}`).catch(() => null);
    if (answer?.ok && number === asked) show((await answer.json()).suggestions);
  };

  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 150); });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) { event.preventDefault(); show([]); }
    else if (event.key === "Enter" && chosen >= 0) { event.preventDefault(); location.href = list.children[chosen].dataset.url; }
    else if (event.key === "ArrowDown" && !list.hidden) { event.preventDefault(); choose(chosen + 1); }
    else if (event.key === "ArrowUp" && !list.hidden) { event.preventDefault(); choose(chosen < 0 ? list.children.length - 1 : chosen - 1); }
  });
  input.addEventListener("blur", () => { clearTimeout(timer); asked++; show([]); });
  // Before the blur, which would take the list away.
  list.addEventListener("mousedown", (event) => { event.preventDefault(); });
  list.addEventListener("click", (event) => { location.href = event.target.closest("li").dataset.url; });
}
