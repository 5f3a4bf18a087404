/* Suggests topics from the text as it is in the form, each to be added by a button. */
const suggestions = document.getElementById("topic-suggestions");
const select = document.getElementById("id_topics");
if (suggestions && select) {
  const [ask, list, status] = ["button", "ul", "[role=status]"].map((part) => suggestions.querySelector(part));
  const words = suggestions.dataset;
  select.closest(".form-row").append(suggestions);
  suggestions.hidden = false;

  const value = (name) => document.getElementById(`id_${name}`)?.value ?? "";
  const add = (topic, button) => {
    if (![...select.options].some((option) => option.value === String(topic.id))) {
      select.append(new Option(topic.name, topic.id));
    }
    [...select.options].find((option) => option.value === String(topic.id)).selected = true;
    // Select2 listens to jQuery's events, other scripts to the browser's.
    django.jQuery(select).trigger("change");
    select.dispatchEvent(new Event("input", { bubbles: true }));
    const item = button.parentElement;
    const next = (item.nextElementSibling ?? item.previousElementSibling)?.querySelector("button") ?? ask;
    item.remove();
    next.focus();
    status.textContent = words.added.replace("%s", topic.name);
  };
  const show = (topics) => {
    const chosen = new Set([...select.selectedOptions].map((option) => Number(option.value)));
    const others = topics.filter((topic) => !chosen.has(topic.id));
    list.replaceChildren(...others.map((topic) => {
      const [item, button] = [document.createElement("li"), document.createElement("button")];
      Object.assign(button, { type: "button", className: "button", textContent: `+ ${topic.name}` });
      button.setAttribute("aria-label", words.add.replace("%s", topic.name));
      button.addEventListener("click", () => add(topic, button));
      item.append(button);
      return item;
    }));
    status.textContent = others.length ? words.found.replace("%d", others.length) : words.none;
  };

  ask.addEventListener("click", async () => {
    const data = { title: value("title"), summary: value("summary"), body: value("body"), language: value("language"), article: words.article };
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    const answer = await fetch(words.url, { method: "POST", body: new URLSearchParams(data), headers: { "X-CSRFToken": token } }).catch(() => null);
    if (answer?.ok) show((await answer.json()).topics);
    else status.textContent = words.failed;
  });
}
