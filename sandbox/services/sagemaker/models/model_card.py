"""The model card of a package: what its content may be, and what an answer with metadata alone shows of it.

The schema is AWS's own, without descriptions and two definitions that nothing in it refers to: Developer Guide, "Update
the Details of a Model Version", model package model card schema, version 0.1.0.
"""

import json
import re
from pathlib import Path
from typing import Any

from sandbox.api.errors import ServiceError
from sandbox.api.types import Record
from sandbox.services.sagemaker.models.json_schema import problems

SCHEMA: Record = json.loads(Path(__file__).with_name("model_card_schema.json").read_text(encoding="utf-8"))
# API Reference, ModelPackageModelCard: length and pattern `.*`, in which Java's dot is no end of a line.
_LONGEST, _LINE_ENDS = 100_000, re.compile("[\n\r\u0085\u2028\u2029]")


def check_model_card(card: Record | None) -> None:
    """Raise ValidationException if the content is not what the schema describes."""
    content = (card or {}).get("ModelCardContent")
    if content is None:
        return
    if len(content) > _LONGEST or _LINE_ENDS.search(content):
        member = "Value at 'modelCard.modelCardContent' failed to satisfy constraint"
        rule = (
            f"length less than or equal to {_LONGEST}" if len(content) > _LONGEST else "regular expression pattern: .*"
        )
        raise ServiceError("ValidationException", f"1 validation error detected: {member}: Member must satisfy {rule}")
    try:
        document = json.loads(content)
    except json.JSONDecodeError as error:
        raise ServiceError("ValidationException", f"Model card content is not JSON: {error}") from None
    found = sorted(problems(document, SCHEMA, SCHEMA))
    if found:
        raise ServiceError("ValidationException", f"Model card content does not follow the schema: {'; '.join(found)}")


def changed_card(before: Record | None, given: Record) -> Record:
    """The card after an update of its content, its status or both."""
    check_model_card(given)
    if before and before.get("ModelCardStatus") == "Archived" and "ModelCardContent" in given:
        raise ServiceError("ValidationException", "Model Card is in Archived state")
    return {**(before or {}), **given}


def without_content(card: Record) -> Record:
    """API Reference, DescribeModelPackage, IncludedData MetadataOnly: of the content only the risk rating is left."""
    uses: Any = json.loads(card.get("ModelCardContent") or "{}").get("intended_uses", {})
    kept = {"intended_uses": {"risk_rating": uses["risk_rating"]}} if "risk_rating" in uses else {}
    return {**card, "ModelCardContent": json.dumps(kept)}
