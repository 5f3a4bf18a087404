/* Says on the button for when it schedules, while the date and the time are chosen. */
"use strict";

(() => {
  const button = document.querySelector("input[name=_schedule]");
  const day = document.querySelector("[name=schedule_at_0]");
  const time = document.querySelector("[name=schedule_at_1]");
  if (!button) return;
  const plain = button.value;
  const names = JSON.parse(document.getElementById(button.dataset.names).textContent);

  const inWords = (date) => {
    const parts = {
      weekday: names.weekdays[(date.getUTCDay() + 6) % 7],
      day: date.getUTCDate(),
      month: names.months[date.getUTCMonth()],
      year: date.getUTCFullYear(),
      time: time.value.slice(0, 5),
      zone: names.zone,
    };
    return names.pattern.replace(/\{(\w+)\}/g, (_, name) => parts[name]);
  };

  const update = () => {
    // By UTC: what is written on the button is what was typed, whatever this computer's zone.
    const date = new Date(`${day.value}T00:00Z`);
    const isWhole = time.value && !Number.isNaN(date.getTime());
    button.value = isWhole ? button.dataset.text.replace("{when}", inWords(date)) : plain;
  };

  for (const field of [day, time]) field.addEventListener("input", update);
  update();
})();
