/* Pictures drawn ahead: the first source a live figure asks.
 *
 * A source is a function of the figure's data that returns, or promises, a
 * function from a state to an SVG text, a promise of one, or undefined when it
 * has no answer. live.js asks the sources in the order they stand in
 * `oslab.sources`, so a slower one is only reached where this one has nothing.
 *
 * A state is {positions, texts, edit}: where each closed control stands in its
 * list of values, what is written in each open one, and the reader's own text of
 * the simulator, if any. Positions, not numbers, so that no rounding can miss a frame.
 */
(() => {
  "use strict";
  const oslab = (window.oslab ??= { sources: [] });

  async function inflate(base64) {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const unzipped = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(unzipped).json();
  }

  async function frames(data) {
    const { index, pictures } = await inflate(data.frames);
    const written = data.controls.filter((c) => c.kind === "text").map((c) => c.start);
    return ({ positions, texts, edit }) => {
      if (edit !== undefined || texts.some((text, i) => text !== written[i])) return undefined;
      return pictures[index[positions.join(",")]];
    };
  }

  oslab.sources.push(frames);
})();
