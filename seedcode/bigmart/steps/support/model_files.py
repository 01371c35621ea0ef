"""Which files a model may have: formats that run no code when they are loaded, checked by content and not by name.

Who can write a model's file could otherwise run code in all that loads it: the documentation of pickle warns of
that, and joblib, PyTorch and Keras files hold pickles or code. To allow another format, add its check to `FORMATS`.
"""

import json
import pickletools
from collections.abc import Callable
from pathlib import Path

from support.skops_files import is_skops

Check = Callable[[bytes], bool]
CONTROL_CHARACTERS = bytes(set(range(32)) - set(b"\t\n\r\f")) + b"\x7f"
RUNS_CODE = {"GLOBAL", "INST", "STACK_GLOBAL", "REDUCE", "BUILD", "OBJ", "NEWOBJ", "NEWOBJ_EX"}


def is_json(content: bytes) -> bool:
    try:
        json.loads(content)
    except ValueError:
        return False
    return True


def is_binary_json(content: bytes) -> bool:
    """UBJSON of an object, as XGBoost writes it; no pickle, archive or program starts with a brace."""
    return content.startswith(b"{")


def is_tensors(content: bytes) -> bool:
    """Safetensors: the length of a JSON header in 8 bytes, then the header."""
    length = int.from_bytes(content[:8], "little")
    return len(content) >= 8 + length and is_json(content[8 : 8 + length])


def is_text(content: bytes) -> bool:
    """Text that is no script and no pickle of protocol 0, which is text too."""
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    printable = len(content.translate(None, CONTROL_CHARACTERS)) == len(content)
    return printable and not content.startswith(b"#!") and not is_pickle_with_code(content)


def is_pickle_with_code(content: bytes) -> bool:
    try:
        return any(opcode.name in RUNS_CODE for opcode, _, _ in list(pickletools.genops(content)))
    except ValueError:
        return False


FORMATS: dict[str, Check] = {
    ".json": is_json,
    ".ubj": is_binary_json,
    ".safetensors": is_tensors,
    ".skops": is_skops,
    ".csv": is_text,
    ".txt": is_text,
}


def refuse_programs(model: Path) -> None:
    """Raise ValueError for a file that is in no allowed format. Below `code/` only the source that serves the model."""
    for file in sorted(path for path in model.rglob("*") if path.is_file()):
        name = file.relative_to(model).as_posix()
        allowed = is_text if name.startswith("code/") and file.suffix == ".py" else FORMATS.get(file.suffix)
        if allowed is None:
            formats = ", ".join(FORMATS)
            raise ValueError(f"model file `{name}`: its format may run code when it is loaded; allowed are {formats}")
        if not allowed(file.read_bytes()):
            raise ValueError(
                f"model file `{name}`: its content is not {file.suffix[1:]} and may run code when it is loaded"
            )
