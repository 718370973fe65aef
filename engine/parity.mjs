// node parity.mjs SITE: redraw every frame of the built site with the site's own engine.
//
// Prints one line a figure and, last, how many frames are equal to the byte.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import zlib from 'node:zlib';
import { pathToFileURL } from 'node:url';

const site = path.resolve(process.argv[2]);
const engines = path.join(site, '_static/engine');
const { folder, rooms } = JSON.parse(fs.readFileSync(path.join(engines, 'engine.json'), 'utf8'));
const engine = path.join(engines, folder);

// Node wants what a browser does not: everything unpacked, and modules told to be such.
const unpacked = fs.mkdtempSync(path.join(os.tmpdir(), 'oslab-parity-'));
process.on('exit', () => fs.rmSync(unpacked, { recursive: true, force: true }));
for (const name of fs.readdirSync(engine)) {
  const data = fs.readFileSync(path.join(engine, name));
  fs.writeFileSync(path.join(unpacked, name.replace(/\.gz$/, '')), name.endsWith('.gz') ? zlib.gunzipSync(data) : data);
}
fs.writeFileSync(path.join(unpacked, 'package.json'), '{"type": "module"}');

const { loadPyodide } = await import(pathToFileURL(path.join(unpacked, 'pyodide.js')));
const { default: createPyodideModule } = await import(pathToFileURL(path.join(unpacked, 'pyodide.asm.js')));
const python = await loadPyodide({ indexURL: unpacked + '/', createPyodideModule });
for (const name of ['oslab', ...rooms]) {
  python.FS.writeFile(`/${name}.zip`, fs.readFileSync(path.join(unpacked, `${name}.zip`)));
}
python.globals.set('rooms', python.toPy(rooms));
const draw = python.runPython(`
import json, sys
sys.path.insert(0, '/oslab.zip')
import oslab, oslab_page
oslab.__path__.extend(f'/{room}.zip' for room in rooms)
def redraw(text):
    request = json.loads(text)
    return oslab_page.draw(request['simulate'], request['view'], request['values'])
redraw
`);

function* pages(folder) {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory() && !entry.name.startsWith('_')) yield* pages(full);
    else if (entry.name.endsWith('.html')) yield full;
  }
}

let equal = 0, all = 0, figures = 0;
for (const page of pages(site)) {
  const html = fs.readFileSync(page, 'utf8');
  for (const [, text] of html.matchAll(/class="oslab-data">(.*?)<\/script>/gs)) {
    const figure = JSON.parse(text);
    const { index, pictures } = JSON.parse(zlib.gunzipSync(Buffer.from(figure.frames, 'base64')));
    const closed = figure.controls.filter((control) => control.kind !== 'text');
    const open = figure.controls.filter((control) => control.kind === 'text');
    let same = 0;
    for (const [key, place] of Object.entries(index)) {
      const positions = key === '' ? [] : key.split(',').map(Number);
      const values = Object.fromEntries([
        ...open.map((control) => [control.name, control.start]),
        ...closed.map((control, i) => [control.name, control.values[positions[i]]]),
      ]);
      const answer = draw(JSON.stringify({ simulate: figure.simulate, view: figure.view, values }));
      const [svg, , error] = answer.toJs();
      answer.destroy();
      if (svg === pictures[place]) same += 1;
      else console.log(`  differs at ${JSON.stringify(values)}: ${error || 'another picture'}`);
    }
    const total = Object.keys(index).length;
    console.log(`${path.relative(site, page)} ${figure.simulate?.module}.${figure.simulate?.name}: ${same} of ${total} frames equal`);
    figures += 1; equal += same; all += total;
  }
}
console.log(`${equal} of ${all} frames of ${figures} figures equal`);
process.exit(equal === all && all > 0 ? 0 : 1);
