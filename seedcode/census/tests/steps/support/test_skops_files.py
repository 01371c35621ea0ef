"""What a file of skops may hold."""

import io
import json
import pickle
import zipfile

import numpy as np
import pytest

from support.model_files import refuse_programs
from support.skops_files import is_skops

NUMBER = {"__class__": "str", "__module__": "builtins", "__loader__": "JsonNode", "content": "0.1"}
ESTIMATOR = "sklearn.linear_model._base"
ARRAY = {"__class__": "ndarray", "__module__": "numpy", "__loader__": "NdArrayNode", "type": "numpy", "file": "1.npy"}


def array(values, **options):
    buffer = io.BytesIO()
    np.save(buffer, values, **options)
    return buffer.getvalue()


def skops_file(part, arrays=None):
    """A regression as skops keeps it, with one attribute."""
    content = {"__class__": "dict", "__module__": "builtins", "__loader__": "DictNode", "content": {"coef_": part}}
    kept = {"__class__": "LinearRegression", "__module__": ESTIMATOR, "__loader__": "ObjectNode", "content": content}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("schema.json", json.dumps(kept | {"protocol": 2, "_skops_version": "0.16.0"}))
        for name, data in (arrays or {}).items():
            archive.writestr(name, data)
    return buffer.getvalue()


class Program:
    def __reduce__(self):
        return print, ("run",)


def part(module, name, loader="ObjectNode"):
    return {"__class__": name, "__module__": module, "__loader__": loader, "content": {}}


@pytest.mark.parametrize(("attribute", "arrays"), [(NUMBER, None), (ARRAY, {"1.npy": array(np.arange(3.0))})])
def test_a_model_of_numbers_and_arrays_is_allowed(attribute, arrays, tmp_path):
    content = skops_file(attribute, arrays)
    (tmp_path / "model.skops").write_bytes(content)
    refuse_programs(tmp_path)
    assert is_skops(content)


REFUSED = {
    "a type of another package": skops_file(part("os", "_Environ")),
    "a function": skops_file(part("builtins", "eval", "FunctionNode")),
    "a builtin that is no data": skops_file(part("builtins", "eval", "TypeNode")),
    "a function of a known package": skops_file(part("numpy", "load", "FunctionNode")),
    "a method": skops_file(part("sklearn.pipeline", "Pipeline", "MethodNode")),
    "a call with arguments": skops_file(part("functools", "partial", "PartialNode")),
    "a package with a like name": skops_file(part("numpyx.load", "Load")),
    "an unknown loader": skops_file(part("numpy", "ndarray", "NewNode")),
    "an array of objects": skops_file(ARRAY, {"1.npy": array(np.array([Program()]), allow_pickle=True)}),
    "a pickle": skops_file(ARRAY, {"1.npy": pickle.dumps(Program())}),
    "a program": skops_file(NUMBER, {"__main__.py": b"print('run')"}),
    "a zip of something else": array(np.arange(3)),
    "a pickle under its name": pickle.dumps(Program()),
    "a zip behind a program": b"#!/bin/sh\necho run\n" + skops_file(NUMBER),
    "no zip": b"PK\x03\x04 and nothing",
}


@pytest.mark.parametrize("content", REFUSED.values(), ids=REFUSED)
def test_what_may_run_code_is_refused(content, tmp_path):
    (tmp_path / "model.skops").write_bytes(content)
    with pytest.raises(ValueError, match=r"model file `model\.skops`: its content is not skops"):
        refuse_programs(tmp_path)
