"""Whether a file of skops, which keeps scikit-learn's models without pickle, names only types that hold data.

It is a zip of schema.json and arrays: https://skops.readthedocs.io/en/stable/persistence.html. Each part of the schema
names a class to be made and the loader that makes it, so a file could name any class that can be imported. skops
refuses what it does not know when it loads; this looks at the content, without importing skops or what is named.
"""

import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

import numpy as np

SCHEMA = "schema.json"
PACKAGES = {"numpy", "scipy", "sklearn"}
DATA = {
    "bool",
    "bytes",
    "bytearray",
    "complex",
    "dict",
    "float",
    "frozenset",
    "int",
    "list",
    "set",
    "slice",
    "str",
    "tuple",
}
# Loaders of data and of objects that are filled from data. Left out are those that look up functions and methods.
LOADERS = {
    *("BytesNode", "BytearrayNode", "DefaultDictNode", "DictNode", "JsonNode", "ListNode", "SetNode", "SliceNode"),
    *("TupleNode", "TypeNode", "ObjectNode", "LossNode", "TreeNode", "DTypeNode", "MaskedArrayNode", "NdArrayNode"),
    *("RandomGeneratorNode", "RandomStateNode", "SparseMatrixNode"),
}


def is_skops(content: bytes) -> bool:
    """A zip with a schema whose types hold data, and arrays without Python objects."""
    if not content.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            arrays = all(is_array(archive.read(name)) for name in names if name != SCHEMA)
            return arrays and names.count(SCHEMA) == 1 and all(map(holds_data, parts(json.loads(archive.read(SCHEMA)))))
    except (zipfile.BadZipFile, ValueError, RecursionError):
        return False


def is_array(content: bytes) -> bool:
    """NumPy's format; an array of objects would be a pickle."""
    if not content.startswith(b"\x93NUMPY"):
        return False
    np.load(io.BytesIO(content), allow_pickle=False)
    return True


def parts(schema: Any) -> Iterator[dict[str, Any]]:
    """Every part of a schema that names a loader or a class."""
    if isinstance(schema, dict):
        if "__loader__" in schema or "__class__" in schema:
            yield schema
        for value in schema.values():
            yield from parts(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from parts(value)


def holds_data(part: dict[str, Any]) -> bool:
    module, name = str(part.get("__module__")), part.get("__class__")
    known = name in DATA if module in {"builtins", "collections"} else module.partition(".")[0] in PACKAGES
    return known and part.get("__loader__") in LOADERS
