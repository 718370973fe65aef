/* Turn the book's one long page into something to print: a cover, contents, still
 * pictures, questions without their answers, and the answers at the end. */
(facts) => {
  "use strict";
  const article = document.querySelector("article.bd-article");
  const make = (name, text = "", className = "") => {
    const made = document.createElement(name);
    made.textContent = text;
    made.className = className;
    return made;
  };
  const titles = [...article.querySelectorAll("h1, h2")];
  const bare = (title) => [...title.childNodes]
    .filter((node) => !(node.classList?.contains("headerlink"))).map((node) => node.textContent).join("");
  const pageOf = (element) => titles.filter((title) => title.matches("section > h2, section > h1") &&
    title.closest("section").parentElement.closest("section, article") !== null &&
    title.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING).at(-1);

  // ---- what paper cannot do
  const remove = ".headerlink, .oslab-controls, .oslab-edit, .oslab-note, .oslab-announcement, .oslab-veil, " +
    "details.hide > summary, .oslab-predict form, .oslab-check, .oslab-verdict, .oslab-needs-script, button, script, .toctree-wrapper > .caption";
  const answers = make("section", "", "oslab-answers");
  answers.append(make("h2", "Answers"));
  answers.append(make("p", "To the predictions and to the quizzes, in the order of the book."));
  let last;
  const under = (element) => { // a heading for the page that `element` stands on
    const page = pageOf(element);
    if (page !== last) answers.append(make("h3", bare(page)));
    last = page;
  };
  article.querySelectorAll(".oslab-predict, .oslab-question").forEach((asked) => {
    under(asked);
    if (asked.matches(".oslab-predict")) {
      const question = asked.querySelector(".oslab-predict-question");
      const options = [...asked.querySelectorAll("fieldset label")].map((label) => label.textContent.trim());
      if (options.length) asked.append(make("p", options.map((text) => `\u25a2 ${text}`).join("   ")));
      const answer = make("p", question.textContent.replace(/^\s*Predict\.\s*/, "") + " ");
      answer.append(make("strong", asked.querySelector("details p").textContent));
      answers.append(answer);
      asked.querySelector("details").remove();
      return;
    }
    answers.append(make("p", asked.querySelector("legend").textContent, "oslab-asked"));
    const reasons = make("ul");
    asked.querySelectorAll(".oslab-option").forEach((option, at) => {
      const letter = String.fromCharCode(97 + at);
      const reason = make("li", `${letter}. `);
      reason.append(...option.querySelector("details p").childNodes);
      reasons.append(reason);
      option.querySelector("details").remove();
      option.querySelector("input").replaceWith(make("span", `${letter}.`));
    });
    answers.append(reasons);
  });
  article.querySelectorAll(remove).forEach((one) => one.remove());
  for (const folded of ["oslab-veiled", "toggle-hidden"]) {
    article.querySelectorAll(`.${folded}`).forEach((one) => one.classList.remove(folded));
  }
  article.querySelectorAll("details").forEach((one) => { one.open = true; });

  // ---- a cover, what stands where, and the answers
  const cover = make("header", "", "oslab-cover");
  const title = article.querySelector("h1");
  cover.append(make("p", facts.motto, "oslab-motto"), make("p", facts.origin));
  title.after(cover);
  const contents = make("nav", "", "oslab-contents");
  contents.setAttribute("aria-label", "Contents");
  contents.append(make("h2", "Contents"));
  const list = make("ol");
  // A page of nothing but its title, such as the index, is for the screen.
  article.querySelectorAll(".toctree-wrapper section").forEach((section) => {
    if (section.children.length === 1) section.remove();
  });
  const chapters = [...article.querySelectorAll(".toctree-wrapper section > h2")]
    .filter((h2) => h2.parentElement.parentElement.closest(".toctree-wrapper section") === null);
  answers.id = "oslab-answers";
  article.append(answers);
  for (const heading of [...chapters, answers.querySelector("h2")]) {
    const entry = make("li");
    const link = make("a", bare(heading));
    link.href = `#${heading.closest("section").id}`;
    heading.closest("section").classList.add("oslab-chapter");
    entry.append(link);
    list.append(entry);
  }
  contents.append(list);
  cover.after(contents);
  document.body.replaceChildren(article);
  document.documentElement.dataset.theme = document.documentElement.dataset.mode = "light";
  return chapters.map(bare);
}
