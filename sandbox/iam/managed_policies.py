"""AWS's managed policies: the documents that the `moto` library collects from AWS, read when one is looked up.

The engine has some dozens, in versions of its own numbering; an ARN that AWS does not have is unknown here too.
"""

import json
import sys
from importlib import resources
from typing import Any

from ministack.services import iam

_PREFIX = "arn:aws:iam::aws:policy"
_SECONDS = len("2026-01-01T00:00:00")


class _Policies(dict[str, Any]):
    """The engine's table by ARN; what is not in it yet is looked for in the library's."""

    def get(self, key: str, default: Any = None) -> Any:
        if key not in self:
            found = _record(key)
            if found is None:
                return default
            self[key] = found
        return super().get(key, default)


def main(names: list[str]) -> None:
    """`python -m sandbox.iam.managed_policies <name>...` writes their documents, by name, as JSON."""
    json.dump({name: (_library_entry(name) or {})["Document"] for name in names}, sys.stdout)


def _record(arn: str) -> dict[str, Any] | None:
    """A policy in the engine's form; None if AWS has no such policy."""
    path, _, name = arn.removeprefix(_PREFIX).rpartition("/")
    found = _library_entry(name)
    if found is None or found["Path"] != f"{path}/":
        return None
    record = iam._make_aws_managed_record(arn.removeprefix(f"{_PREFIX}/"), json.dumps(found["Document"]))
    current, changed = found["DefaultVersionId"], _time(found["UpdateDate"])
    version = record["Versions"].pop("v1") | {"VersionId": current, "CreateDate": changed}
    return record | {
        "CreateDate": _time(found["CreateDate"]),
        "UpdateDate": changed,
        "DefaultVersionId": current,
        "Versions": {current: version},
    }


def _library_entry(name: str) -> dict[str, Any] | None:
    """What the library has of a policy; its file is JSON in a Python string, and too large to be read as a whole."""
    text = resources.files("moto.iam").joinpath("aws_managed_policies.py").read_text(encoding="utf-8")
    key = f'\n "{name}":'
    start = text.find(key)
    return None if start < 0 else json.JSONDecoder().raw_decode(text, start + len(key))[0]


def _time(stamp: str) -> str:
    return f"{stamp[:_SECONDS]}Z"


def install() -> None:
    iam._aws_managed_policies = _Policies()


if __name__ == "__main__":
    main(sys.argv[1:])
