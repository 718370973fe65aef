// node build.mjs OUT: write the smallest CPython that draws the book's figures to OUT.
//
// pyodide brings the interpreter. Of its standard library only those modules are
// kept that our pure modules and a reader's edits import, compiled ahead, so the
// browser neither downloads nor compiles the rest. Everything large travels gzipped
// whatever the host does; worker.js unpacks it while it streams. Each room of oslab is
// an archive of its own, which only the pages about it fetch. The folder's name is a
// digest of what lies in it, so what a browser has kept is never out of date.
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
const FOUNDATIONS = ['__init__.py', 'errors.py', 'picture.py', 'svg.py', 'chart.py', 'table.py'];
const DOORS = ['records', 'run_queue', 'traces', 'model', 'policies', 'metrics', 'view'];

const exists = (...parts) => fs.existsSync(path.join(source, ...parts));
const rooms = fs.readdirSync(source).sort().filter((name) => exists(name, 'records') || exists(name, 'records.py'));

function pureModules() {
  const files = [...FOUNDATIONS];
  for (const room of rooms) {
    files.push(`${room}/__init__.py`);
    for (const door of DOORS) {
      if (exists(room, door + '.py')) files.push(`${room}/${door}.py`);
      if (!exists(room, door)) continue;
      for (const file of fs.readdirSync(path.join(source, room, door)).sort()) {
        if (file.endsWith('.py')) files.push(`${room}/${door}/${file}`);
      }
    }
  }
  return files;
}

const { loadPyodide } = await import(pathToFileURL(pyodide + 'pyodide.mjs'));
const py = await loadPyodide({ indexURL: pyodide });
const modules = pureModules();
for (const file of modules) {
  py.FS.mkdirTree('/site/oslab/' + path.dirname(file));
  py.FS.writeFile('/site/oslab/' + file, fs.readFileSync(path.join(source, file)));
}
py.FS.writeFile('/site/oslab_page.py', fs.readFileSync(path.join(here, 'page.py')));
py.FS.writeFile('/stdlib.zip', fs.readFileSync(pyodide + 'python_stdlib.zip'));
py.globals.set('offered', py.toPy(OFFERED));
py.globals.set('rooms', py.toPy(rooms));
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
import ast, importlib.util, marshal, struct, zipfile

DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)

def bare(text):
    """The same program with a dot for every docstring: dataclass would write a missing one."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, DOCUMENTED) and ast.get_docstring(node, clean=False) is not None:
            node.body[0].value.value = '.'
    return tree

def packed(archive, name, program, shown, optimize):
    """A module compiled ahead; it keeps the name its tracebacks show."""
    code = compile(program, shown, 'exec', dont_inherit=True, optimize=optimize)
    data = importlib.util.MAGIC_NUMBER + struct.pack('<III', 0, 0, 0) + marshal.dumps(code)
    archive.writestr(zipfile.ZipInfo(name + 'c', (1980, 1, 1, 0, 0, 0)), data)

def inside(module):
    """Its file in the standard library's archive; the interpreter itself holds the frozen ones."""
    file = getattr(module, '__file__', None) or ''
    frozen = getattr(getattr(module, '__spec__', None), 'origin', None) == 'frozen'
    return file.split('.zip/', 1)[1] if '.zip/' in file and not frozen else None

needed = {inside(module) for module in loaded} - {None}
needed |= {name.rsplit('/', 1)[0] + '/__init__.py' for name in needed if '/' in name}
stdlib = zipfile.ZipFile('/stdlib.zip')
kept = sorted(needed & set(stdlib.namelist()))
# Stored, for the whole archive is packed at once: module by module it would be a tenth larger.
with zipfile.ZipFile('/python_stdlib.zip', 'w') as archive:
    for name in kept:
        packed(archive, name, stdlib.read(name), '/lib/python/' + name, 2)  # docstrings stay at home
for room in ('', *rooms):
    # A room's archive is a part of the package: the page puts it on oslab's own path.
    with zipfile.ZipFile('/' + (room or 'oslab') + '.zip', 'w') as archive:
        for file in ours:
            owner = file.split('/')[1] if file.count('/') > 1 else ''
            if owner == room:
                with open('/site/' + file, 'rb') as text:
                    packed(archive, file.removeprefix('oslab/') if room else file, bare(text.read()), file, 0)
len(kept)
`);

const read = (name) => fs.readFileSync(pyodide + name);
const packed = (data) => zlib.gzipSync(data, { level: 9 });
const lock = JSON.parse(read('pyodide-lock.json'));
const files = {
  'worker.js': fs.readFileSync(path.join(here, 'worker.js')),
  'pyodide.js': read('pyodide.mjs').toString().replace(/\/\/# sourceMappingURL.*/, ''),
  'pyodide.asm.js.gz': packed(read('pyodide.asm.mjs').toString().replace(/\/\/# sourceMappingURL.*/, '')),
  'pyodide.asm.wasm.gz': packed(read('pyodide.asm.wasm')),
  'pyodide-lock.json': JSON.stringify({ ...lock, packages: {} }),
  'python_stdlib.zip.gz': packed(py.FS.readFile('/python_stdlib.zip')),
};
for (const room of ['oslab', ...rooms]) files[`${room}.zip.gz`] = packed(py.FS.readFile(`/${room}.zip`));
const digest = crypto.createHash('sha256');
const sizes = {};
for (const [name, data] of Object.entries(files)) {
  digest.update(name).update(data);
  sizes[name] = zlib.gzipSync(data).length;
}
const ofRooms = rooms.map((room) => sizes[`${room}.zip.gz`]);
const shared = Object.values(sizes).reduce((sum, size) => sum + size, 0) - ofRooms.reduce((sum, size) => sum + size, 0);
const folder = digest.digest('hex').slice(0, 16);
fs.rmSync(out, { recursive: true, force: true });
fs.mkdirSync(path.join(out, folder), { recursive: true });
for (const [name, data] of Object.entries(files)) fs.writeFileSync(path.join(out, folder, name), data);
const pyodideVersion = JSON.parse(read('package.json')).version;
fs.writeFileSync(path.join(out, 'engine.json'), JSON.stringify({ folder, pyodide: pyodideVersion, rooms }));
console.log(`engine: ${kept} modules of the standard library, ${modules.length} of oslab, ${(shared / 1e6).toFixed(2)} MB with gzip`
  + ` and ${Math.ceil(Math.max(...ofRooms) / 1e3)} kB at most for a room`);
