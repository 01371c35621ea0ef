"""What a model's folder may hold: data, and the source that serves it; nothing that runs when it is loaded."""

import io
import json
import pickle
import tarfile
import zipfile

import pytest

from support.archive import unpack
from support.model_files import refuse_programs

HARMLESS = {
    "model.json": b'{"learner": {}}',
    "model.ubj": b"{L\x00\x00\x00\x00\x00\x00\x00\x00}",
    "model.txt": b"tree\nversion=v4\nnum_class=1\nTree=0\nnum_leaves=2\n",  # LightGBM
    "sample.csv": b"2.5,0.1\n39,Private\n",
    "model.safetensors": (2).to_bytes(8, "little") + b"{}",
    "code/inference.py": b'"""Serves the model."""\nimport json\n',
}


class Program:
    def __reduce__(self):
        return print, ("run",)


def archive_of_python():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("__main__.py", "print('run')")
    return buffer.getvalue()


PROGRAMS = {
    "model.pkl": pickle.dumps(Program()),
    "model.joblib": pickle.dumps(Program()),
    "model.pt": archive_of_python(),
    "model.h5": b"\x89HDF\r\n\x1a\n",
    "model.so": b"\x7fELF\x02\x01\x01",
    "tool": b"\x7fELF\x02\x01\x01",
    "run.sh": b"#!/bin/sh\necho run\n",
    "code/compiled.pyc": b"\xcb\r\r\n",
    "inference.py": b"print('run')\n",
}


def write(folder, name, content):
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)


@pytest.mark.parametrize("name", HARMLESS)
def test_format_that_runs_no_code_is_allowed(name, tmp_path):
    write(tmp_path, name, HARMLESS[name])
    assert unpack(tmp_path) == tmp_path


@pytest.mark.parametrize("name", PROGRAMS)
def test_format_that_may_run_code_is_refused_by_name(name, tmp_path):
    write(tmp_path, name, PROGRAMS[name])
    with pytest.raises(ValueError, match=f"model file `{name}`: its format may run code"):
        refuse_programs(tmp_path)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("name", HARMLESS)
def test_pickle_under_the_name_of_an_allowed_format_is_refused(name, protocol, tmp_path):
    write(tmp_path, name, pickle.dumps(Program(), protocol))
    with pytest.raises(ValueError, match="may run code when it is loaded"):
        refuse_programs(tmp_path)


@pytest.mark.parametrize("content", [PROGRAMS["model.so"], PROGRAMS["run.sh"], PROGRAMS["model.pt"]])
def test_program_under_the_name_of_a_text_is_refused(content, tmp_path):
    write(tmp_path, "notes.txt", content)
    with pytest.raises(ValueError, match=r"model file `notes\.txt`: its content is not txt"):
        refuse_programs(tmp_path)


def test_archive_with_a_pickle_is_not_evaluated(tmp_path):
    content = pickle.dumps(Program())
    with tarfile.open(tmp_path / "model.tar.gz", "w:gz") as archive:
        for name, data in {"model.json": json.dumps({}).encode(), "extra/model.pkl": content}.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    with pytest.raises(ValueError, match=r"model file `extra/model\.pkl`"):
        unpack(tmp_path)
