"""What an expression of a state can see: the state's input and the context object."""

import json
from typing import Any, NamedTuple

from sandbox.engine.rules.states.language import json_paths


class Scope(NamedTuple):
    """`context` is what paths that begin with `$$` are about."""

    data: Any
    context: dict[str, Any]

    def value_at(self, path: str) -> Any:
        """What a path selects.

        Raises:
            MissingError: it is definite and leads to nothing.

        """
        return json_paths.value_at(path, self.context if path.startswith("$$") else self.data)


def text(value: Any) -> str:
    """A value as Step Functions writes JSON."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
