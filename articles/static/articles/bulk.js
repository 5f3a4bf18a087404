/* Does with many articles what was asked, a few at a time, and shows how far it is. */
"use strict";

(() => {
  const AT_ONCE = 20;
  const form = document.getElementById("bulk");
  if (!form) return;
  const result = document.getElementById("bulk-result");
  const find = (selector) => result.querySelector(selector);
  const [title, progress, state, failed] = ["h2", "progress", ".bulk-state", ".bulk-failed"].map(find);
  const [stop, goOn] = ["[data-stop]", "[data-go-on]"].map(find);
  const pks = form.elements.pks.value.split(",").filter(Boolean);
  let at = 0;
  let done = 0;
  let isStopped = false;

  const show = () => {
    progress.value = at;
    state.textContent = state.dataset.text.replace("{at}", at).replace("{all}", pks.length);
    find(".bulk-done").textContent = done;
  };

  const addRefused = ({ title: name, address, reason }) => {
    const item = document.createElement("li");
    if (address) {
      const link = document.createElement("a");
      link.href = address;
      link.textContent = name;
      item.append(link, ": ");
    }
    item.append(reason);
    find(".bulk-refused ul").append(item);
    find(".bulk-refused").hidden = false;
  };

  const step = async () => {
    const data = new FormData(form);
    data.set("pks", pks.slice(at, at + AT_ONCE).join(","));
    data.set("step", "1");
    const response = await fetch(form.action, { method: "POST", body: data });
    if (!response.ok) throw new Error(response.status);
    const outcome = await response.json();
    at = Math.min(at + AT_ONCE, pks.length);
    done += outcome.done;
    outcome.refused.forEach(addRefused);
    show();
  };

  const work = async () => {
    isStopped = false;
    title.textContent = title.dataset.working;
    failed.textContent = "";
    stop.hidden = false;
    goOn.hidden = true;
    try {
      while (at < pks.length && !isStopped) await step();
    } catch {
      isStopped = true;
      failed.textContent = failed.dataset.text;
    }
    const isOver = at >= pks.length;
    title.textContent = isOver ? title.dataset.done : title.dataset.stopped;
    stop.hidden = true;
    goOn.hidden = isOver;
    title.focus();
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    form.hidden = true;
    result.hidden = false;
    show();
    work();
  });
  stop.addEventListener("click", () => { isStopped = true; });
  goOn.addEventListener("click", work);
})();
