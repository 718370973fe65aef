// Predict, then see: the outputs that follow a prediction, and the prose under them, wait until
// the reader commits or skips. Answers stay in this browser; one press downloads them all.
(() => {
  const STORE = 'oslab-predictions';
  let memory = {}; // where the browser refuses to store, the visit still remembers

  function kept() {
    try { return JSON.parse(localStorage.getItem(STORE)) ?? {}; } catch { return memory; }
  }
  function keep(key, entry) {
    memory = { ...kept(), [key]: entry };
    try { localStorage.setItem(STORE, JSON.stringify(memory)); } catch { /* memory has it */ }
  }
  function download() {
    const text = JSON.stringify(Object.values(kept()), null, 1);
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
    link.download = 'oslab-predictions.json';
    link.click();
    URL.revokeObjectURL(link.href);
  }

  // These speak as their namesakes in src/oslab do, to the letter; a test compares them.
  function readable(number) {
    if (Number.isInteger(number)) return String(BigInt(number));
    return significant(number);
  }
  /* Three significant digits; a tie goes to the even digit, as in Python and unlike toFixed. */
  function significant(number) {
    if (Number.isInteger(number) && Math.abs(number) >= 100) return String(BigInt(number));
    const digits = Math.min(Math.max(0, 2 - Math.floor(Math.log10(Math.abs(number)))), 90);
    const exact = number.toFixed(100);
    const kept = exact.slice(0, exact.length - 100 + digits).replace(/\.$/, '');
    const tie = /^50*$/.test(exact.slice(exact.length - 100 + digits));
    return tie && /[02468]$/.test(kept) ? kept : number.toFixed(digits);
  }
  function verdict(asked, guess) {
    if (typeof asked.answer === 'string') {
      return guess === asked.answer ? `You said “${guess}”, and so it is.` : `You said “${guess}”. The answer: “${asked.answer}”.`;
    }
    const said = `You said ${readable(guess)}; the answer is ${asked.shown}`;
    if (guess === asked.answer) return `${said}: exact.`;
    if (guess <= 0 || asked.answer <= 0) return `${said}.`;
    const ratio = Math.max(guess, asked.answer) / Math.min(guess, asked.answer);
    return `${said}: ${significant(ratio)} times too ${guess > asked.answer ? 'high' : 'low'}.`;
  }

  window.oslab = Object.assign(window.oslab ?? { sources: [] }, { verdict });

  function outputsAfter(element, count) {
    const own = element.closest('.cell_output');
    return [...document.querySelectorAll('.cell_output')]
      .filter((output) => output !== own && element.compareDocumentPosition(output) & Node.DOCUMENT_POSITION_FOLLOWING)
      .slice(0, count);
  }
  // What stands right under the last of them explains it, so it waits too.
  function proseAfter(output) {
    const prose = [];
    let next = output?.closest('.cell')?.nextElementSibling;
    while (next && !next.matches('.cell, section')) {
      prose.push(next);
      next = next.nextElementSibling;
    }
    return prose;
  }
  function hide(element) {
    element.classList.add('oslab-veiled');
    return () => element.classList.remove('oslab-veiled');
  }
  function veil(output) {
    const note = document.createElement('p');
    note.className = 'oslab-veil';
    note.textContent = 'Waiting for your prediction.';
    output.before(note);
    const show = hide(output);
    return () => { note.remove(); show(); };
  }

  function enhance(box) {
    const asked = JSON.parse(box.querySelector('script').textContent);
    const form = box.querySelector('form');
    const said = box.querySelector('.oslab-verdict');
    const key = location.pathname + '#' + box.id;
    let lift = [];
    const reveal = () => { for (const one of lift) one(); lift = []; };

    function settle(guess) {
      reveal();
      form.hidden = true;
      said.textContent = guess === null ? `Skipped. The answer is ${asked.shown}.` : verdict(asked, guess);
      const again = document.createElement('button');
      again.type = 'button';
      again.textContent = 'Download my predictions';
      again.addEventListener('click', download);
      box.append(again);
    }
    function commit(guess) {
      keep(key, {
        page: document.title, question: asked.question, unit: asked.unit,
        prediction: guess, answer: asked.answer, at: new Date().toISOString(),
      });
      settle(guess);
      said.tabIndex = -1;
      said.focus(); // the form that had the focus is gone
    }

    box.querySelector('details').hidden = true;
    const before = kept()[key];
    if (before) { settle(before.prediction); return; }
    form.hidden = false;
    const hidden = outputsAfter(box, asked.hides);
    lift = [...hidden.map(veil), ...proseAfter(hidden.at(-1)).map(hide)];
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const text = new FormData(form).get('guess');
      commit(typeof asked.answer === 'string' ? text : Number(text));
    });
    form.querySelector('.oslab-skip').addEventListener('click', () => commit(null));
  }
  const start = () => document.querySelectorAll('.oslab-predict').forEach(enhance);
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start);
  else start();
})();
