/* Names, landmarks and roles that the theme leaves out or gets wrong. */
(() => {
  "use strict";

  /* A name must hold the words one sees, so that saying "click Search" works. */
  document.querySelectorAll(".search-button__button, .theme-switch-button").forEach((button) => {
    const name = button.getAttribute("aria-label");
    button.removeAttribute("aria-label");
    button.title = name;
    button.querySelectorAll(".search-button__kbd-shortcut").forEach((keys) => {
      keys.setAttribute("aria-hidden", "true");
    });
    if (button.innerText.trim()) return;
    const unseen = document.createElement("span");
    unseen.className = "oslab-unseen";
    unseen.textContent = name;
    button.append(unseen);
  });

  /* A hidden cell's own words say what its switch does. */
  document.querySelectorAll("details.hide > summary[aria-label]").forEach((summary) => {
    summary.removeAttribute("aria-label");
  });

  const sidebar = document.querySelector(".bd-sidebar-primary");
  sidebar?.setAttribute("role", "navigation");
  sidebar?.setAttribute("aria-label", "Book");

  document.querySelectorAll("[role=list] > .citation").forEach((citation) => {
    citation.setAttribute("role", "listitem");
  });
})();
