/* What is wider than the screen scrolls within itself, and so by keyboard too. */
(() => {
  "use strict";
  const WIDE = [
    [".oslab-picture, .oslab-view", "Picture, scrolls sideways"],
    [".oslab-table, .output.text_html, .pst-scrollable-table-container", "Table, scrolls sideways"],
    ["div.highlight pre", "Code, scrolls sideways"],
    ["mjx-container, div.math", "Formula, scrolls sideways"],
  ];

  function fit(box, label) {
    if (box.scrollWidth > box.clientWidth + 1) {
      box.tabIndex = 0;
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", label);
    } else if (box.getAttribute("aria-label") === label) {
      box.removeAttribute("tabindex");
      box.removeAttribute("role");
      box.removeAttribute("aria-label");
    }
  }

  for (const [selector, label] of WIDE) {
    document.querySelectorAll(selector).forEach((box) => {
      if (box.hasAttribute("tabindex")) return; // it already scrolls by keyboard
      new ResizeObserver(() => fit(box, label)).observe(box);
    });
  }
})();
