"""What operations take, answer and keep, in the shapes of AWS's models."""

from typing import Any

Request = dict[str, Any]
Answer = dict[str, Any]
Record = dict[str, Any]
