/* Live figures: moving a control exchanges the picture.
 *
 * Without this script a figure is a still picture, its caption and the values
 * it was drawn for. Nothing here computes: pictures come from `oslab.sources`.
 */
(() => {
  "use strict";
  const { sources: known, announcer } = window.oslab;
  const NOT_DRAWN = "No picture was drawn ahead for these values, so it has not changed. " +
    "Open this chapter in Jupyter to draw them.";

  /* As `shown` in src/oslab/explore/controls.py. */
  const shown = (value) => String(
    typeof value === "number" && !Number.isInteger(value) ? Number(value.toPrecision(6)) : value);

  /* Return what one control says: its position or text, and both in words. */
  function reader(form, { name, label, kind, values }) {
    const input = form.querySelector(`[name="${CSS.escape(name)}"]`);
    const beside = input.closest(".oslab-control").querySelector(".oslab-value");
    const read = {
      range: () => Number(input.value),
      choice: () => input.selectedIndex,
      switch: () => Number(input.checked),
      text: () => input.value,
    }[kind];
    const words = () => {
      if (kind === "switch") return input.checked ? "on" : "off";
      return shown(kind === "text" ? read() : values[read()]);
    };
    const show = () => {
      if (kind !== "range") return;
      beside.textContent = words();
      input.setAttribute("aria-valuetext", words());
    };
    return { kind, read, show, words: () => `${label} ${words()}` };
  }

  async function enliven(figure) {
    const part = (name) => figure.querySelector(`.oslab-${name}`);
    const data = JSON.parse(part("data").textContent);
    const form = part("controls");
    const controls = data.controls.map((control) => reader(form, control));
    const announce = announcer(form, part("announcement"));
    const sources = await Promise.all(known.map((open) => open(data)));
    let latest = 0;

    function state() {
      const text = (control) => control.kind === "text";
      return {
        positions: controls.filter((c) => !text(c)).map((c) => c.read()),
        texts: controls.filter(text).map((c) => c.read()),
      };
    }

    function show(svg) {
      part("view").innerHTML = svg;
      part("values").textContent = `Drawn for: ${controls.map((c) => c.words()).join(", ")}.`;
      settle("");
      announce(part("view").firstElementChild.getAttribute("aria-label"));
    }

    function settle(note) {
      figure.classList.toggle("oslab-stale", note !== "");
      part("note").hidden = note === "";
      part("note").textContent = note;
    }

    /* The first source with an answer draws; a slow answer to an old question is dropped. */
    async function update() {
      const asked = ++latest;
      controls.forEach((control) => control.show());
      const now = state();
      for (const source of sources) {
        const answer = source(now);
        const svg = answer instanceof Promise ? await answer : answer;
        if (asked !== latest) return;
        if (svg !== undefined) return show(svg);
      }
      settle(NOT_DRAWN);
      announce(NOT_DRAWN);
    }

    form.addEventListener("input", update);
    form.addEventListener("reset", () => setTimeout(update));
    form.addEventListener("submit", (event) => event.preventDefault());
    controls.forEach((control) => control.show());
    form.hidden = false;
    figure.classList.add("oslab-live");
  }

  document.querySelectorAll("figure.oslab-explore:has(.oslab-data)").forEach((figure) => {
    enliven(figure).catch((error) => console.error("A live figure stays still:", error));
  });
})();
