/* "Change the Python and run it here": the reader's own text in place of a figure's simulator. */
(() => {
  "use strict";

  /* What the line that follows the caret's begins with. */
  function indentation(text) {
    const line = text.value.slice(0, text.selectionStart).split("\n").pop();
    return /^ */.exec(line)[0] + (/:\s*$/.test(line) ? "    " : "");
  }

  /* The older way first: it alone can be undone by the reader's keys. */
  function insert(text, words) {
    if (document.execCommand("insertText", false, words)) return;
    text.setRangeText(words, text.selectionStart, text.selectionEnd, "end");
  }

  function enliven(figure) {
    const box = figure.querySelector(".oslab-edit");
    const text = box.querySelector("textarea");
    const error = box.querySelector(".oslab-error");
    const button = (name) => box.querySelector(`[name="${name}"]`);
    const original = text.value;
    const redraw = (edit) => figure.dispatchEvent(new CustomEvent("oslab-edit", { detail: edit }));

    button("run").addEventListener("click", () => redraw(text.value));
    button("reset").addEventListener("click", () => {
      text.value = original;
      error.textContent = "";
      redraw(undefined);
    });
    button("copy").addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text.value);
      } catch { // a browser that keeps its clipboard from this page still has the older way
        text.select();
        if (!document.execCommand("copy")) return; // selected, then, for the reader's own keys
      }
      button("copy").textContent = "Copied";
      setTimeout(() => { button("copy").textContent = "Copy"; }, 2000);
    });
    /* Ctrl or Command with Enter runs, as in a notebook; Enter keeps the indentation, and adds to
       it after a colon; Tab still leaves the field. */
    text.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing || event.shiftKey || event.altKey) return;
      event.preventDefault();
      if (event.ctrlKey || event.metaKey) redraw(text.value);
      else insert(text, `\n${indentation(text)}`);
    });
    box.hidden = false;
  }

  document.querySelectorAll("figure.oslab-explore:has(.oslab-edit)").forEach(enliven);
})();
