"""Says what a change of the catalog's stack means for portfolios, products and versions.

CloudFormation's own change set says no more than "Modify" of a product.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from scripts.releases.versions import is_candidate

Resources = Mapping[str, Mapping[str, Any]]

PORTFOLIO = "AWS::ServiceCatalog::Portfolio"
PRODUCT = "AWS::ServiceCatalog::CloudFormationProduct"
ASSOCIATION = "AWS::ServiceCatalog::PortfolioProductAssociation"
NAMING = {PORTFOLIO: "portfolio", PRODUCT: "product", ASSOCIATION: "offer"}


def catalog_sentences(desired: Mapping[str, Any], found: Mapping[str, Any] | None) -> tuple[str, ...]:
    """Sentences that start with `+`, `~` or `-`, one for each thing a person would name."""
    after: Resources = desired["Resources"]
    before: Resources = found["Resources"] if found else {}
    return (*_portfolios(after, before), *_versions(after, before), *_offers(after, before), *_rest(after, before))


def replaced_versions(desired: Mapping[str, Any], found: Mapping[str, Any] | None) -> tuple[str, ...]:
    """Published versions that would have another template: CloudFormation would delete them and make new ones."""
    before: Resources = found["Resources"] if found else {}
    return tuple(
        f"{_title(product)} {name}"
        for logical_id, product in _of_type(desired["Resources"], PRODUCT)
        for name, artifact in _versions_of(product).items()
        if artifact != _versions_of(before.get(logical_id)).get(name, artifact)
    )


def _portfolios(after: Resources, before: Resources) -> Iterator[str]:
    for sign, resources, others in (("+", after, before), ("-", before, after)):
        for logical_id, resource in _of_type(resources, PORTFOLIO):
            if logical_id not in others:
                count = sum(_refers(offer, "PortfolioId", logical_id) for _, offer in _of_type(resources, ASSOCIATION))
                yield f"{sign} portfolio {_title(resource)}: {count} product{'' if count == 1 else 's'}"


def _versions(after: Resources, before: Resources) -> Iterator[str]:
    """A candidate that leaves a product is no removal: another content of it, or its release, is published instead."""
    joining, leaving = _versions_missing(after, before), _versions_missing(before, after)
    passing = [title for title, product, version in leaving if product in after and is_candidate(version)]
    for sign, titles in (
        ("+", [title for title, _, _ in joining]),
        ("~ no longer", passing),
        ("-", [title for title, _, _ in leaving if title not in passing]),
    ):
        if titles:
            yield f"{sign} {', '.join(titles)}"


def _versions_missing(resources: Resources, others: Resources) -> list[tuple[str, str, str]]:
    """Versions that `others` has not: title, logical id of the product, name of the version."""
    return [
        (f"{_title(product)} {version}", logical_id, version)
        for logical_id, product in _of_type(resources, PRODUCT)
        for version in _version_names(product)
        if version not in _version_names(others.get(logical_id))
    ]


def _offers(after: Resources, before: Resources) -> Iterator[str]:
    """Products that join or leave a portfolio which stays."""
    for sign, resources, others in (("+", after, before), ("-", before, after)):
        for logical_id, offer in _of_type(resources, ASSOCIATION):
            portfolio = _target(offer, "PortfolioId")
            if logical_id not in others and portfolio in others:
                product = _target(offer, "ProductId")
                yield f"{sign} {_title(resources[product])} in portfolio {_title(resources[portfolio])}"


def _rest(after: Resources, before: Resources) -> Iterator[str]:
    """Every other difference, so that no change goes unsaid."""
    implied = {PORTFOLIO, PRODUCT, ASSOCIATION}
    for logical_id in sorted({*after, *before}):
        new, old = after.get(logical_id), before.get(logical_id)
        if new and old and _without_versions(new) != _without_versions(old):
            yield f"~ {_noun(new)}: {', '.join(_differing(new, old))}"
        elif before and old is None and new and new["Type"] not in implied and _stands_alone(new, before):
            yield f"+ {_noun(new)} {logical_id}"
        elif new is None and old and old["Type"] not in implied and _stands_alone(old, after):
            yield f"- {_noun(old)} {logical_id}"


def _stands_alone(resource: Mapping[str, Any], others: Resources) -> bool:
    """Whether what it belongs to exists on both sides, so that no other sentence implies it."""
    references = [
        value["Ref"] for value in resource["Properties"].values() if isinstance(value, dict) and "Ref" in value
    ]
    return all(reference in others for reference in references)


def _differing(new: Mapping[str, Any], old: Mapping[str, Any]) -> list[str]:
    after, before = _without_versions(new), _without_versions(old)
    return sorted(key for key in {*after, *before} if after.get(key) != before.get(key))


def _without_versions(resource: Mapping[str, Any]) -> dict[str, Any]:
    properties = resource.get("Properties", {})
    return {key: value for key, value in properties.items() if key != "ProvisioningArtifactParameters"}


def _noun(resource: Mapping[str, Any]) -> str:
    kind = resource["Type"]
    if kind in (PORTFOLIO, PRODUCT):
        return f"{NAMING[kind]} {_title(resource)}"
    return kind.rsplit("::", 1)[-1]


def _of_type(resources: Resources, kind: str) -> list[tuple[str, Mapping[str, Any]]]:
    return [(logical_id, resource) for logical_id, resource in resources.items() if resource["Type"] == kind]


def _title(resource: Mapping[str, Any]) -> str:
    properties = resource["Properties"]
    return str(properties.get("Name") or properties["DisplayName"])


def _version_names(product: Mapping[str, Any] | None) -> list[str]:
    return list(_versions_of(product))


def _versions_of(product: Mapping[str, Any] | None) -> dict[str, Any]:
    """The address of each version's template, by the version's name."""
    artifacts = product["Properties"].get("ProvisioningArtifactParameters", []) if product else []
    return {artifact["Name"]: artifact.get("Info") for artifact in artifacts}


def _target(resource: Mapping[str, Any], key: str) -> str:
    return str(resource["Properties"][key]["Ref"])


def _refers(resource: Mapping[str, Any], key: str, logical_id: str) -> bool:
    return resource["Properties"][key] == {"Ref": logical_id}
