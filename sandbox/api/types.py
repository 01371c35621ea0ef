"""What operations take, answer and keep, in the shapes of AWS's models; and an answer over HTTP."""

from typing import Any

Request = dict[str, Any]
Answer = dict[str, Any]
Record = dict[str, Any]
HttpAnswer = tuple[int, dict[str, str], bytes]  # status, headers, body: the engine's form
