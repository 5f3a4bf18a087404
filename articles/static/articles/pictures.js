// Pictures on the desk: what was chosen from the library is shown, and the focal point can be
// clicked. Without this script both are numbers to be written.

"use strict";
(() => {
  const facts = async (address, pk) => {
    const response = await fetch(address.replace("/0/", `/${Number(pk)}/`));
    return response.ok ? response.json() : null;
  };

  const choose = (choice) => {
    const input = choice.querySelector("input");
    const image = choice.querySelector("img");
    const title = choice.querySelector(".picture-title");
    const remove = choice.querySelector(".picture-remove"); // not in the dialog of the text

    const show = async () => {
      const picture = input.value ? await facts(choice.dataset.facts, input.value) : null;
      if (picture) choice.dispatchEvent(new CustomEvent("picture-chosen", { detail: picture }));
      if (!remove) return;
      image.hidden = title.hidden = remove.hidden = !picture;
      if (!picture) return;
      image.src = picture.thumbnail;
      title.textContent = picture.title;
      title.href = picture.url;
    };

    // The library's window tells of a choice by jQuery alone; others hear of it as of typing.
    django.jQuery(input).on("change", () => {
      show();
      input.dispatchEvent(new Event("input", { bubbles: true }));
    });
    if (!remove) return;

    choice.classList.add("is-scripted");
    remove.hidden = !input.value;
    remove.addEventListener("click", () => {
      input.value = "";
      show();
      input.dispatchEvent(new Event("input", { bubbles: true }));
      choice.querySelector(".related-lookup").focus();
    });
  };

  const setFocus = (box) => {
    const fields = ["x", "y"].map((axis) => document.getElementById(`id_focus_${axis}`));
    if (fields.includes(null)) return;
    const mark = document.createElement("span");
    mark.className = "focal-mark";
    box.append(mark);

    const show = () => {
      const [x, y] = fields.map((field) => `${Math.min(100, Math.max(0, Number(field.value)))}%`);
      mark.style.left = x;
      mark.style.top = y;
    };

    box.addEventListener("click", (event) => {
      const { left, top, width, height } = box.querySelector("img").getBoundingClientRect();
      const shares = [(event.clientX - left) / width, (event.clientY - top) / height];
      fields.forEach((field, index) => {
        field.value = Math.min(100, Math.max(0, Math.round(shares[index] * 100)));
      });
      show();
    });
    for (const field of fields) field.addEventListener("input", show);
    show();
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll(".picture-choice").forEach(choose);
    document.querySelectorAll(".focal-point").forEach(setFocus);
  });
})();
