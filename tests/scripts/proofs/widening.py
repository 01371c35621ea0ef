"""One policy statement of a template made wider, as an edit that nobody noticed would."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from scripts.proofs.world.world import Texts

Statement = dict[str, Any]


def _grant_everything(statement: Statement) -> None:
    statement.pop("Condition", None)
    statement["Resource"] = ["*"]


def _trust_everybody(statement: Statement) -> None:
    statement.pop("Condition", None)
    statement["Principal"] = {"AWS": "*"}


def _refuse_nothing(statement: Statement) -> None:
    statement["Action"] = ["s3:GetBucketWebsite"]


WIDER = {"grant": _grant_everything, "trust": _trust_everybody, "refusal": _refuse_nothing}
DOCUMENTS = ("PolicyDocument", "KeyPolicy", "ModelPackageGroupPolicy", "AssumeRolePolicyDocument")


def widened(texts: Texts, template: str, title: str, action: str, kind: str = "grant") -> Texts:
    """The statements of a resource that have the action: a grant is for everything, a trust for everybody, both without
    conditions; a refusal is left out.
    """
    body = json.loads(texts.of(template))
    changed = [_changed(document, action, kind) for document in _documents(body["Resources"][title])]
    assert any(changed), f"{title} of {template} has no {kind} of {action}"
    return _with(texts, template, json.dumps(body))


def _changed(document: dict[str, Any], action: str, kind: str) -> bool:
    effect = "Deny" if kind == "refusal" else "Allow"
    chosen = [one for one in _statements(document) if action in one["Action"] and one["Effect"] == effect]
    for statement in chosen:
        WIDER[kind](statement)
    return bool(chosen)


def _statements(document: dict[str, Any]) -> Iterator[Statement]:
    """Those of conditions too."""
    for statement in document["Statement"]:
        yield from statement["Fn::If"][1:2] if "Fn::If" in statement else [statement]


def _documents(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for part in value:
            yield from _documents(part)
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from [part] if key in DOCUMENTS else _documents(part)


def _with(texts: Texts, template: str, text: str) -> Texts:
    if template in texts.products:
        return replace(texts, products={**texts.products, template: text})
    return replace(texts, foundations={**texts.foundations, template.removeprefix("foundation-"): text})
