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
  const WAIT_MS = 150; // an answer that comes sooner needs no word about waiting

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
    const sources = await Promise.all(known.map(async (open) => [await open(data), open]));
    let latest = 0;
    let edit; // the reader's own text in place of the simulator

    function state() {
      const text = (control) => control.kind === "text";
      return {
        positions: controls.filter((c) => !text(c)).map((c) => c.read()),
        texts: controls.filter(text).map((c) => c.read()),
        edit,
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

    /* A word about a slow answer, taken back when it comes. */
    async function patiently(answer, asked, source) {
      const wait = setTimeout(() => {
        if (asked === latest) settle(source.note?.() || "Drawing …");
      }, WAIT_MS);
      try { return await answer; } finally { clearTimeout(wait); }
    }

    /* The first source with an answer draws; a slow answer to an old question is dropped. */
    async function answer(asked) {
      const now = state();
      for (const [draw, source] of sources) {
        const drawn = draw(now);
        const svg = drawn instanceof Promise ? await patiently(drawn, asked, source) : drawn;
        if (asked !== latest) return;
        if (svg !== undefined) return show(svg);
      }
      complain(NOT_DRAWN);
    }

    function complain(words) {
      const field = edit !== undefined && part("error");
      if (field) field.textContent = words;
      settle(field ? "The edit did not draw a picture; see below." : words);
      announce(words);
    }

    async function update() {
      const asked = ++latest;
      controls.forEach((control) => control.show());
      if (part("error")) part("error").textContent = "";
      try { await answer(asked); } catch (error) {
        if (asked === latest) complain(error.message);
      }
    }

    form.addEventListener("input", update);
    form.addEventListener("reset", () => setTimeout(update));
    form.addEventListener("submit", (event) => event.preventDefault());
    figure.addEventListener("oslab-edit", ({ detail }) => { edit = detail; update(); });
    controls.forEach((control) => control.show());
    form.hidden = false;
    figure.classList.add("oslab-live");
  }

  document.querySelectorAll("figure.oslab-explore:has(.oslab-data)").forEach((figure) => {
    enliven(figure).catch((error) => console.error("A live figure stays still:", error));
  });
})();
