/* CPython in the page: the source a live figure asks when no picture was drawn ahead.
 *
 * Nothing is loaded until a figure asks. One worker serves the whole page; it
 * gets one request at a time, and a figure that asks again while it waits
 * replaces its own request, so the latest wins. A request that runs longer than
 * LIMIT_MS ends with its worker, and the next one starts afresh.
 */
(() => {
  "use strict";
  const LIMIT_MS = 5000;
  const folder = new URL("engine/", document.currentScript.src).href;
  const waiting = new Map(); // figure's data -> its latest request, in the order of first asking
  let worker, ready, rooms, running;

  const FROM_FILE = "Python cannot start in a page opened from a file: browsers forbid it. " +
    "Serve the book (make serve) or read it on the web, and it will.";
  const WITHOUT = "This copy of the book came without Python for the page.";

  /* The engine's folder is named by what lies in it, so that it can be kept for good. */
  async function newest() {
    const told = await fetch(folder + "engine.json", { cache: "no-cache" });
    if (told.status !== 200) throw new Error(WITHOUT);
    return told.json();
  }

  /* Say one thing to the worker and wait until it is ready for the next. */
  function prepared(message) {
    return new Promise((settled, failed) => {
      worker.onerror = () => failed(new Error(WITHOUT));
      worker.onmessage = ({ data }) => {
        if (data.fatal) failed(new Error(`Python could not start here: ${data.fatal}`));
        else settled();
      };
      worker.postMessage(message);
    });
  }

  function start() {
    if (location.protocol === "file:") return Promise.reject(new Error(FROM_FILE));
    return ready ??= newest().then((told) => {
      rooms = new Set(told.rooms);
      worker = new Worker(`${folder}${told.folder}/worker.js`, { type: "module" });
      return prepared({ start: true });
    });
  }

  /* Fetch the rooms of oslab that the next request names and this worker has not got;
   * until there is nothing to fetch, for a newer request may have taken its place. */
  async function enter() {
    const { request } = waiting.values().next().value;
    const words = new Set(JSON.stringify([request.simulate, request.view, request.source ?? ""]).match(/\w+/g));
    const missing = [...rooms].find((name) => words.has(name));
    if (!missing) return;
    await prepared({ room: missing });
    rooms.delete(missing);
    await enter();
  }

  function stop() {
    worker?.terminate();
    worker = ready = undefined;
  }

  function ask(request) {
    return new Promise((answer, refuse) => {
      const timer = setTimeout(() => {
        stop();
        refuse(new Error(`Stopped after ${LIMIT_MS / 1000} seconds: does this loop end?`));
      }, LIMIT_MS);
      worker.onmessage = ({ data }) => {
        clearTimeout(timer);
        if (data.error) refuse(new Error(data.error));
        else answer(data);
      };
      worker.postMessage(request);
    });
  }

  /* Serve the waiting figures one by one until none waits. */
  async function serve() {
    if (running) return;
    running = true;
    while (waiting.size) {
      let next;
      try {
        await start();
        await enter();
        [[, next]] = waiting;
        waiting.delete(next.figure);
        next.answer((await ask(next.request)).svg);
      } catch (error) {
        if (next) next.refuse(error);
        else {
          stop();
          for (const one of waiting.values()) one.refuse(error);
          waiting.clear();
        }
      }
    }
    running = false;
  }

  function engine(data) {
    if (!data.simulate || !data.view) return () => undefined;
    const named = (positions, texts) => Object.fromEntries(data.controls.map((control) => [
      control.name,
      control.kind === "text" ? texts.shift() : control.values[positions.shift()],
    ]));
    return ({ positions, texts, edit }) => new Promise((answer, refuse) => {
      waiting.get(data)?.answer(undefined); // the older question; nobody waits for it any more
      const values = named([...positions], [...texts]);
      const request = { simulate: data.simulate, view: data.view, values, source: edit };
      waiting.set(data, { figure: data, request, answer, refuse });
      serve();
    });
  }
  engine.note = () => (ready ? "" : "Starting Python in this page: about 5 MB, once.");

  window.oslab.sources.push(engine);
})();
