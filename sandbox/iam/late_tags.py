"""Tags of a key count for authorization only after a while.

AWS KMS developer guide, "ABAC for AWS KMS": tag and alias changes may take up to five minutes to affect authorization,
although reading shows them before. Until then a new key is a key without tags.
"""

import json
import os
import time
from collections.abc import Callable
from typing import Any

from ministack.services import kms, tagging

from sandbox.api.types import HttpAnswer

Tags = dict[str, str] | None

# Half a minute outlasts what a launch does with its new key; AWS may take up to 300.
DELAY_SECONDS = float(os.environ.get("SANDBOX_KEY_TAG_SECONDS", "30"))
_engine_tags = tagging.resource_tags
_engine_create = kms._create_key
# By key: when its tags became what. Without an entry they have been what they are for long enough.
_changes: dict[str, list[tuple[float, Tags]]] = {}


def _resource_tags(arn: str) -> Tags:
    """The tags that authorization knows by now."""
    latest = time.monotonic() - DELAY_SECONDS
    known = [tags for moment, tags in _changes.get(arn, []) if moment <= latest]
    return known[-1] if known else _engine_tags(arn)


def _create_key(request: dict[str, Any]) -> HttpAnswer:
    answer = _engine_create(request)
    metadata = json.loads(answer[2]).get("KeyMetadata", {})
    if metadata:
        _note(metadata["Arn"], {})
    return answer


def _noting(change: Callable[[dict[str, Any]], HttpAnswer]) -> Callable[[dict[str, Any]], HttpAnswer]:
    """A call that changes the tags of a key."""

    def changed(request: dict[str, Any]) -> HttpAnswer:
        key = kms._resolve_key(request.get("KeyId", ""))
        before = _engine_tags(key["Arn"]) if key else None
        answer = change(request)
        if key:
            _note(key["Arn"], before)
        return answer

    return changed


def _note(arn: str, before: Tags) -> None:
    _changes.setdefault(arn, [(float("-inf"), before)]).append((time.monotonic(), _engine_tags(arn)))


def install() -> None:
    tagging.resource_tags = _resource_tags
    kms._create_key = _create_key
    kms._tag_resource, kms._untag_resource = _noting(kms._tag_resource), _noting(kms._untag_resource)
