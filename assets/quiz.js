// A quiz that checks itself. Without this script every reason still opens on its own.
// The reader chooses, presses Check, and reads why the choice is right or wrong.
(() => {
  function enhance(question) {
    const check = question.querySelector('.oslab-check');
    const verdict = question.querySelector('.oslab-verdict');
    const options = [...question.querySelectorAll('.oslab-option')];
    check.hidden = false;
    for (const option of options) option.querySelector('details').hidden = true;

    question.addEventListener('change', () => {
      verdict.textContent = '';
      for (const option of options) delete option.dataset.state;
    });
    check.addEventListener('click', () => {
      const chosen = options.find((option) => option.querySelector('input').checked);
      if (!chosen) {
        verdict.textContent = 'Choose an answer first.';
        return;
      }
      const right = chosen.dataset.right === 'true';
      chosen.dataset.state = right ? 'right' : 'wrong';
      // The reason's own first word says whether the choice was right.
      verdict.textContent = chosen.querySelector('details p').textContent;
      if (right) for (const option of options) option.querySelector('details').hidden = false;
    });
  }
  const start = () => document.querySelectorAll('.oslab-question').forEach(enhance);
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start);
  else start();
})();
