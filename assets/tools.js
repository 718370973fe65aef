/* The page's tools: copy with one press, print, and a menu that closes as menus do.
 * Without this script the menu and the texts in it are there all the same. */
(() => {
  "use strict";
  const DONE_MS = 2000;

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
    } catch { // a browser that keeps its clipboard from this page still has the older way
      const field = document.createElement("textarea");
      field.value = text;
      document.body.append(field);
      field.select();
      document.execCommand("copy");
      field.remove();
    }
  }

  const spoken = document.createElement("p");
  spoken.className = "oslab-unseen";
  spoken.setAttribute("role", "status");
  document.querySelector("main")?.append(spoken);

  document.querySelectorAll(".oslab-copy").forEach((button) => {
    const word = button.firstChild; // "Copy"; what is copied follows for those who do not see it
    button.hidden = false;
    button.addEventListener("click", async () => {
      await copy(button.dataset.copy);
      button.focus();
      word.data = "Copied";
      spoken.textContent = "Copied";
      setTimeout(() => { word.data = "Copy"; spoken.textContent = ""; }, DONE_MS);
    });
  });

  // A page from a file may not read its neighbours: results then stand without excerpts.
  if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;

  document.querySelectorAll(".oslab-needs-script").forEach((one) => { one.hidden = false; });
  document.querySelectorAll(".oslab-tools").forEach((menu) => {
    const close = () => { menu.open = false; };
    menu.querySelector(".oslab-print")?.addEventListener("click", () => { close(); window.print(); });
    document.addEventListener("click", (event) => { if (!menu.contains(event.target)) close(); });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      close();
      menu.querySelector("summary").focus();
    });
  });
})();
