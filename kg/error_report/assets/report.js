"use strict";

/* Hides the mistakes that the filters leave out, and the stories of which none is left. */
const form = document.querySelector(".filters");
const filters = [...form.querySelectorAll("[data-filter]")];
const entries = [...document.querySelectorAll(".entry")];
const stories = [...document.querySelectorAll(".story")];
const told = form.querySelector("output");

function apply() {
  for (const entry of entries) {
    entry.hidden = filters.some((filter) => filter.value && filter.value !== entry.dataset[filter.dataset.filter]);
  }
  for (const story of stories) story.hidden = !story.querySelector(".entry:not([hidden])");
  const count = entries.filter((entry) => !entry.hidden).length;
  told.textContent = `${count} / ${entries.length}`;
}

form.hidden = false;
form.addEventListener("change", apply);
form.addEventListener("reset", () => setTimeout(apply)); // the lists are emptied after the event
form.addEventListener("submit", (event) => event.preventDefault());
apply();
