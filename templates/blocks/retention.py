"""What outlives its project: data, models, code and logs stay when a stack is deleted, unless its launch failed."""

from typing import Any

KEPT: dict[str, Any] = {"DeletionPolicy": "RetainExceptOnCreate", "UpdateReplacePolicy": "Retain"}
GONE_WITH_THE_PROJECT: dict[str, Any] = {"DeletionPolicy": "Delete", "UpdateReplacePolicy": "Delete"}
