"""Run the pages and store the outputs that nbval compares, as text; drop all others.

python tests/notebooks/store.py [NAME ...]

A name is that of chapters/NAME.ipynb or of labs/NAME/lab.ipynb; all by default. In a lab
the cells that answer the student are compared: unstarted, they say so in the same words.
"""

import os
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).parents[2]
PAGES = {
    **{path.stem: path for path in sorted((ROOT / "chapters").glob("*.ipynb"))},
    **{path.parent.name: path for path in sorted((ROOT / "labs").glob("*/lab.ipynb"))},
}
ANSWERING = {"predict", "check", "report"}
COMPARED = ["nbval-check-output", "keep_output"]


def store(path: Path) -> None:
    """Run one notebook and rewrite it with the outputs of its compared cells only."""
    notebook = nbformat.read(path, as_version=4)
    os.environ["OSLAB_OUTPUT"] = "text"
    for cell in notebook.cells:
        tags = cell.metadata.get("tags", [])
        if path.name == "lab.ipynb" and ANSWERING & set(tags):
            cell.metadata["tags"] = [*tags, *(tag for tag in COMPARED if tag not in tags)]
    where = {"metadata": {"path": str(path.parent)}}
    NotebookClient(notebook, timeout=300, kernel_name="python3", resources=where).execute()
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code" and "keep_output" not in cell.metadata.get("tags", []):
            cell.outputs = []
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    nbformat.write(notebook, path)


if __name__ == "__main__":
    for name in sys.argv[1:] or PAGES:
        sys.stdout.write(f"{PAGES[name].relative_to(ROOT)}\n")
        sys.stdout.flush()
        store(PAGES[name])
