/* Gives the admin's fields with completion the names that their labels have for those who see them. */
"use strict";

(() => {
  const name = (root) => {
    for (const select of root.querySelectorAll("select.admin-autocomplete")) {
      const label = select.labels[0]?.textContent.trim().replace(/:$/, "") || select.getAttribute("aria-label");
      const container = select.nextElementSibling;
      if (!label || !container?.matches(".select2-container")) continue;
      for (const part of container.querySelectorAll("[role=combobox], [role=textbox], [role=searchbox]")) {
        part.setAttribute("aria-label", label);
      }
      // What is chosen is read after the name.
      const box = container.querySelector("[role=combobox][aria-labelledby]");
      const value = box?.querySelector("[role=textbox]");
      if (value) {
        box.id ||= `${value.id}-box`;
        box.setAttribute("aria-labelledby", `${box.id} ${value.id}`);
      }
    }
  };

  // Completion is added when jQuery calls the page ready, and to new rows when they are added.
  django.jQuery(() => name(document));
  document.addEventListener("formset:added", ({ target }) => setTimeout(name, 0, target));
})();
