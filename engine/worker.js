// The engine's side of a live figure: a module worker that runs CPython.
//
// In:  {start: address of this folder}      then any number of {id, simulate, view, values, source}
// Out: {ready: true, python} or {fatal}     then for each       {id, svg, alt, error, milliseconds}
let draw;

async function start(folder) {
  // The interpreter asks for its wasm by name; it is stored gzipped beside it.
  const fetchPlain = self.fetch.bind(self);
  self.fetch = async (address, options) => {
    if (!String(address).endsWith('pyodide.asm.wasm')) return fetchPlain(address, options);
    const stored = await fetchPlain(address + '.gz', options);
    const plain = stored.body.pipeThrough(new DecompressionStream('gzip'));
    return new Response(plain, { headers: { 'Content-Type': 'application/wasm' } });
  };
  const { loadPyodide } = await import(folder + 'pyodide.js');
  const [python, archive] = await Promise.all([
    loadPyodide({ indexURL: folder }),
    fetchPlain(folder + 'oslab.zip').then((answer) => answer.arrayBuffer()),
  ]);
  python.FS.writeFile('/oslab.zip', new Uint8Array(archive));
  draw = python.runPython(`
import sys
sys.path.insert(0, '/oslab.zip')
import oslab_page
lambda request: oslab_page.draw(**request.to_py())
`);
  return python.runPython('sys.version.split()[0]');
}

self.onmessage = async ({ data }) => {
  if (data.start) {
    try {
      self.postMessage({ ready: true, python: await start(data.start) });
    } catch (error) {
      self.postMessage({ fatal: String(error.message ?? error) });
    }
    return;
  }
  const { id, ...request } = data;
  const began = performance.now();
  const answer = draw(request);
  const [svg, alt, error] = answer.toJs();
  answer.destroy();
  self.postMessage({ id, svg, alt, error, milliseconds: performance.now() - began });
};
