"""Which files go with a model to its endpoint."""

from pathlib import Path

from support import serving_code
from support.serving_code import copy_serving_code

STEPS = Path(serving_code.__file__).parents[1]
FILES = {
    "inference.py": "import json\nfrom model import predict\nfrom rows.reader import read\n",
    "model.py": "import numpy as np\n\ndef predict():\n    from rows import numbers\n    return numbers\n",
    "rows/__init__.py": "",
    "rows/reader.py": "import inference\n",
    "rows/numbers.py": "ONE = 1\n",
    "rows/unused.py": "TWO = 2\n",
    "evaluate.py": "import model\n",
}


def names(folder):
    return {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}


def test_what_is_imported_directly_or_not_is_copied_and_nothing_else(tmp_path):
    for name, text in FILES.items():
        (tmp_path / "steps" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "steps" / name).write_text(text)
    copy_serving_code(tmp_path / "steps", tmp_path / "code")
    assert names(tmp_path / "code") == FILES.keys() - {"rows/unused.py", "evaluate.py"}
    assert (tmp_path / "code" / "model.py").read_text() == FILES["model.py"]


def test_an_endpoint_gets_the_program_and_no_step_that_trains(tmp_path):
    copy_serving_code(STEPS, tmp_path)
    assert "inference.py" in names(tmp_path)
    assert not names(tmp_path) & {"train.py", "evaluate.py", "preprocess.py"}
