"""Run the chapters and store the outputs that nbval compares, as text; drop all others.

python tests/notebooks/store.py [NAME ...]     names as in chapters/NAME.ipynb; all by default
"""

import os
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

CHAPTERS = Path(__file__).parents[2] / "chapters"


def store(path: Path) -> None:
    """Run one notebook and rewrite it with the outputs of its compared cells only."""
    notebook = nbformat.read(path, as_version=4)
    os.environ["OSLAB_OUTPUT"] = "text"
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
    paths = [CHAPTERS / f"{name}.ipynb" for name in sys.argv[1:]] or sorted(
        CHAPTERS.glob("*.ipynb")
    )
    for chapter in paths:
        sys.stdout.write(f"{chapter.name}\n")
        sys.stdout.flush()
        store(chapter)
