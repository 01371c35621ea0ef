"""Deletion policies: data, models, code and logs are retained when a stack is deleted, unless its launch failed."""

from typing import Any

RETAINED: dict[str, Any] = {"DeletionPolicy": "RetainExceptOnCreate", "UpdateReplacePolicy": "Retain"}
DELETED_WITH_THE_PROJECT: dict[str, Any] = {"DeletionPolicy": "Delete", "UpdateReplacePolicy": "Delete"}
