/* Keys for what editors do most. Each presses a button, so that it does what the button says. */
"use strict";

(() => {
  const form = document.getElementById("article_form");
  if (!form) return;
  const shortcuts = [
    { names: "Control+S Meta+S", code: "KeyS", holds: (key) => (key.ctrlKey || key.metaKey) && !key.altKey && !key.shiftKey, button: "[name=_continue]" },
    { names: "Alt+Shift+P", code: "KeyP", holds: (key) => key.altKey && key.shiftKey && !key.ctrlKey && !key.metaKey, button: "[name=_publish]" },
    { names: "Alt+Shift+V", code: "KeyV", holds: (key) => key.altKey && key.shiftKey && !key.ctrlKey && !key.metaKey, button: "#preview-open" },
  ];

  for (const { names, button } of shortcuts) {
    for (const one of document.querySelectorAll(button)) one.setAttribute("aria-keyshortcuts", names);
  }
  document.querySelector("details.shortcuts").hidden = false;

  document.addEventListener("keydown", (key) => {
    // By the key's place: with Alt it writes another letter on some keyboards.
    const pressed = shortcuts.find(({ code, holds }) => key.code === code && holds(key));
    const button = pressed && document.querySelector(pressed.button);
    if (!button || key.repeat) return;
    key.preventDefault();
    button.click();
  });
})();
