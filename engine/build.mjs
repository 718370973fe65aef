// node build.mjs OUT: write the smallest CPython that draws the book's figures to OUT.
//
// pyodide brings the interpreter. Of its standard library only those modules are
// kept that our pure modules and a reader's edits import, compiled ahead, so the
// browser neither downloads nor compiles the rest. The wasm travels gzipped
// whatever the host does; worker.js unpacks it while it streams.
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { pathToFileURL, fileURLToPath } from 'node:url';

// Node would print the line that failed, and pyodide is one line of a megabyte.
process.on('uncaughtException', (error) => {
  console.error(String(error?.message ?? error));
  process.exit(1);
});

const here = path.dirname(fileURLToPath(import.meta.url));
const out = path.resolve(process.argv[2]);
const pyodide = path.join(here, 'node_modules/pyodide') + '/';
const source = path.resolve(here, '../src/oslab');

// What a reader may import in an edit, beyond what oslab itself needs.
const OFFERED = ['bisect', 'collections', 'contextlib', 'copy', 'dataclasses', 'decimal', 'enum', 'fractions',
  'functools', 'heapq', 'itertools', 'json', 'math', 'operator', 'pprint', 'queue', 'random', 'statistics',
  'string', 'textwrap', 'typing'];

// The doors that may run in a browser (the import laws keep them pure).
const FOUNDATIONS = ['__init__.py', 'errors.py', 'picture.py', 'svg.py', 'table.py'];
const DOORS = ['records', 'model', 'policies', 'metrics', 'view'];

export function pureModules() {
  const files = [...FOUNDATIONS];
  for (const room of fs.readdirSync(source, { withFileTypes: true })) {
    if (!room.isDirectory() || !fs.existsSync(path.join(source, room.name, 'records'))
      && !fs.existsSync(path.join(source, room.name, 'records.py'))) continue;
    files.push(`${room.name}/__init__.py`);
    for (const door of DOORS) {
      if (fs.existsSync(path.join(source, room.name, door + '.py'))) files.push(`${room.name}/${door}.py`);
      const folder = path.join(source, room.name, door);
      if (fs.existsSync(folder)) {
        for (const file of fs.readdirSync(folder).sort()) if (file.endsWith('.py')) files.push(`${room.name}/${door}/${file}`);
      }
    }
  }
  return files;
}

const { loadPyodide } = await import(pathToFileURL(pyodide + 'pyodide.mjs'));
const py = await loadPyodide({ indexURL: pyodide });
for (const file of pureModules()) {
  py.FS.mkdirTree('/site/oslab/' + path.dirname(file));
  py.FS.writeFile('/site/oslab/' + file, fs.readFileSync(path.join(source, file)));
}
py.FS.writeFile('/site/oslab_page.py', fs.readFileSync(path.join(here, 'page.py')));
py.FS.writeFile('/stdlib.zip', fs.readFileSync(pyodide + 'python_stdlib.zip'));
py.globals.set('offered', py.toPy(OFFERED));
const kept = py.runPython(`
import importlib, os, sys
sys.path.insert(0, '/site')
ours = sorted(
    os.path.relpath(os.path.join(folder, file), '/site')
    for folder, _, files in os.walk('/site') for file in files if file.endswith('.py')
)
for file in ours:
    importlib.import_module(file.removesuffix('.py').removesuffix('/__init__').replace('/', '.'))
for name in offered:
    importlib.import_module(name)
loaded = list(sys.modules.values())  # before this script's own needs join them
import importlib.util, marshal, struct, zipfile

def packed(archive, name, text, shown, optimize):
    """A module compiled ahead; it keeps the name its tracebacks show."""
    code = compile(text, shown, 'exec', dont_inherit=True, optimize=optimize)
    data = importlib.util.MAGIC_NUMBER + struct.pack('<III', 0, 0, 0) + marshal.dumps(code)
    archive.writestr(zipfile.ZipInfo(name + 'c', (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED, 9)

def inside(module):
    file = getattr(module, '__file__', None) or ''
    return file.split('.zip/', 1)[1] if '.zip/' in file else None

needed = {inside(module) for module in loaded} - {None}
needed |= {name.rsplit('/', 1)[0] + '/__init__.py' for name in needed if '/' in name}
stdlib = zipfile.ZipFile('/stdlib.zip')
kept = sorted(needed & set(stdlib.namelist()))
with zipfile.ZipFile('/python_stdlib.zip', 'w', zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
    for name in kept:
        packed(archive, name, stdlib.read(name), '/lib/python/' + name, 2)  # docstrings stay at home
with zipfile.ZipFile('/oslab.zip', 'w', zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
    for file in ours:
        with open('/site/' + file, 'rb') as text:
            packed(archive, file, text.read(), file, 0)
len(kept)
`);

fs.rmSync(out, { recursive: true, force: true });
fs.mkdirSync(out, { recursive: true });
const write = (name, data) => fs.writeFileSync(path.join(out, name), data);
const read = (name) => fs.readFileSync(pyodide + name);
write('python_stdlib.zip', py.FS.readFile('/python_stdlib.zip'));
write('oslab.zip', py.FS.readFile('/oslab.zip'));
write('pyodide.asm.wasm.gz', zlib.gzipSync(read('pyodide.asm.wasm'), { level: 9 }));
// Some hosts serve .mjs without a JavaScript type, and then a browser refuses it.
write('pyodide.asm.js', read('pyodide.asm.mjs'));
write('pyodide.js', read('pyodide.mjs').toString().replaceAll('pyodide.asm.mjs', 'pyodide.asm.js').replace(/\/\/# sourceMappingURL.*/, ''));
const lock = JSON.parse(read('pyodide-lock.json'));
write('pyodide-lock.json', JSON.stringify({ ...lock, packages: {} }));
write('worker.js', fs.readFileSync(path.join(here, 'worker.js')));
const total = fs.readdirSync(out).map((name) => [name, zlib.gzipSync(fs.readFileSync(path.join(out, name))).length]);
write('engine.json', JSON.stringify({
  pyodide: JSON.parse(read('package.json')).version,
  gzipBytes: total.reduce((sum, [, bytes]) => sum + bytes, 0),
  digest: crypto.createHash('sha256').update(fs.readFileSync(path.join(out, 'oslab.zip'))).digest('hex').slice(0, 16),
}));
console.log(`engine: ${kept} modules of the standard library, ${pureModules().length} of oslab, ${(total.reduce((s, [, b]) => s + b, 0) / 2 ** 20).toFixed(2)} MiB with gzip`);
