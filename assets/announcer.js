/* One polite word to a screen reader when the reader pauses, none on the way. */
(() => {
  "use strict";
  const PAUSE_MS = 700;

  /* Return a function that puts a text into `region` once nothing has happened
   * in `form` for a while and no pointer is held down on it. */
  window.oslab.announcer = (form, region) => {
    let timer, held = false, text = "";
    const wait = () => {
      clearTimeout(timer);
      if (!held) timer = setTimeout(() => { region.textContent = text; }, PAUSE_MS);
    };
    form.addEventListener("pointerdown", () => { held = true; clearTimeout(timer); });
    for (const end of ["pointerup", "pointercancel"]) {
      addEventListener(end, () => { if (held) { held = false; if (text) wait(); } });
    }
    return (next) => { text = next; wait(); };
  };
})();
