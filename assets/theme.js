/* Names and landmarks that the theme leaves out. */
(() => {
  "use strict";

  /* A name must contain the words one sees, so that "click Search" works by voice. */
  document.querySelectorAll(".search-button__button, .theme-switch-button").forEach((button) => {
    const name = button.getAttribute("aria-label");
    button.title = name;
    const seen = document.createElement("span");
    seen.className = "oslab-announcement";
    seen.textContent = name;
    button.removeAttribute("aria-label");
    button.querySelectorAll("kbd, .search-button__kbd-shortcut").forEach((part) => part.setAttribute("aria-hidden", "true"));
    if (!button.innerText.trim()) button.append(seen);
  });

  document.querySelector(".bd-sidebar-primary")?.setAttribute("role", "navigation");
  document.querySelector(".bd-sidebar-primary")?.setAttribute("aria-label", "Book");
})();
