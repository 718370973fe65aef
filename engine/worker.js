// The engine's side of a live figure: a module worker that runs CPython.
//
// In:  {start: true}             then any number of {room} and {simulate, view, values, source}
// Out: {ready: true, python}     then for each {ready: true} or {svg, alt, error, milliseconds}
// Where it cannot go on: {fatal}
//
// What it fetches it also keeps in the browser's own Cache, where there is one, so a
// book costs its reader one transfer whatever the host says about caching. The folder
// is named by what lies in it: what is kept is never out of date, and older ones go.
const folder = new URL('.', self.location.href).href;
const STORE = 'oslab-engine';
let draw, enter;

async function opened() {
  try {
    const cache = await caches.open(STORE); // none in a page that is not secure
    for (const one of await cache.keys()) {
      if (one.url.startsWith(new URL('..', folder).href) && !one.url.startsWith(folder)) await cache.delete(one);
    }
    return cache;
  } catch { return undefined; }
}

async function stored(cache, name) {
  const kept = await cache?.match(folder + name);
  if (kept) return kept;
  const fresh = await fetch(folder + name);
  if (!fresh.ok) throw new Error(`${name}: ${fresh.status}`);
  cache?.put(folder + name, fresh.clone()).catch(() => {}); // no room: then the next page asks again
  return fresh;
}

async function plain(cache, name, type) {
  const packed = await stored(cache, name + '.gz');
  return new Response(packed.body.pipeThrough(new DecompressionStream('gzip')), { headers: { 'Content-Type': type } });
}

async function start() {
  const cache = await opened();
  const module = async (response) => {
    const address = URL.createObjectURL(new Blob([await response.arrayBuffer()], { type: 'text/javascript' }));
    try { return await import(address); } finally { URL.revokeObjectURL(address); }
  };
  // Pyodide asks by itself for these two.
  const own = { 'pyodide.asm.wasm': 'application/wasm', 'python_stdlib.zip': 'application/zip' };
  const fetchPlain = self.fetch.bind(self);
  self.fetch = (address, options) => {
    const name = String(address).slice(folder.length);
    return String(address).startsWith(folder) && own[name] ? plain(cache, name, own[name]) : fetchPlain(address, options);
  };
  const [pyodide, made, lock, archive] = await Promise.all([
    stored(cache, 'pyodide.js').then(module),
    plain(cache, 'pyodide.asm.js').then(module),
    stored(cache, 'pyodide-lock.json').then((answer) => answer.text()),
    plain(cache, 'oslab.zip').then((answer) => answer.arrayBuffer()),
  ]);
  const python = await pyodide.loadPyodide({ indexURL: folder, createPyodideModule: made.default, lockFileContents: lock });
  python.FS.writeFile('/oslab.zip', new Uint8Array(archive));
  draw = python.runPython(`
import sys
sys.path.insert(0, '/oslab.zip')
import oslab_page
lambda request: oslab_page.draw(**request.to_py())
`);
  enter = async (room) => {
    const archive = await (await plain(cache, `${room}.zip`)).arrayBuffer();
    python.FS.writeFile(`/${room}.zip`, new Uint8Array(archive));
    python.runPython(`import oslab; oslab.__path__.append('/${room}.zip')`);
  };
  return python.runPython('sys.version.split()[0]');
}

self.onmessage = async ({ data }) => {
  if (data.start || data.room) {
    try {
      self.postMessage({ ready: true, python: await (data.start ? start() : enter(data.room)) });
    } catch (error) {
      self.postMessage({ fatal: String(error.message ?? error) });
    }
    return;
  }
  const began = performance.now();
  const answer = draw(data);
  const [svg, alt, error] = answer.toJs();
  answer.destroy();
  self.postMessage({ svg, alt, error, milliseconds: performance.now() - began });
};
