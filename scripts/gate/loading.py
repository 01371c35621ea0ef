"""Loads every template of the checkout for the rules: products, foundations, and an endpoint of each type."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from scripts.gate.model.template import Body, Template, TemplateKind
from templates import FOUNDATIONS, PRODUCTS

STAGE_ROLES = "stage-roles"
"""The template of a project's roles in a stage's account, which launches ask for."""
ENDPOINTS = "model-deploy"
"""The seed whose package writes the templates of endpoints."""
WRITE_ENDPOINTS = """
import json
from deploy.endpoint import template
from deploy.settings import EndpointType, Traffic
container = {"Image": "123456789012.dkr.ecr.us-east-1.amazonaws.com/sagemaker-x@sha256:" + "0" * 64,
             "ModelDataUrl": "s3://sagemaker-x/releases/" + "0" * 64 + "/model.tar.gz", "Environment": {}}
print(json.dumps({f"{kind.value}-{Traffic.ROLLING.value if traffic is Traffic.ROLLING else traffic.value}":
    template(kind, traffic, container) for kind in EndpointType for traffic in Traffic
    if kind is not EndpointType.SERVERLESS or traffic is Traffic.ALL_AT_ONCE}))
"""


def catalog_templates(endpoints: Mapping[str, Body]) -> tuple[Template, ...]:
    """Every template of the catalog, each beside all others. `endpoints` are those of `endpoint_bodies`."""
    beside: dict[str, Template] = {}
    for name, kind, body in _every(endpoints):
        beside[name] = Template(name, kind, body, beside)
    return tuple(beside.values())


def endpoint_bodies(root: Path) -> Mapping[str, Body]:
    """The templates of endpoints, written by their own code in a process of its own, as it is no module of ours."""
    folder = root / "seedcode" / ENDPOINTS
    done = subprocess.run(  # noqa: S603 - the checkout's own code
        [sys.executable, "-c", WRITE_ENDPOINTS], cwd=folder, capture_output=True, text=True, check=True, timeout=60
    )
    return json.loads(done.stdout)


def _every(endpoints: Mapping[str, Body]) -> Iterator[tuple[str, TemplateKind, Body]]:
    yield from _catalog()
    for name, body in endpoints.items():
        yield f"endpoint-{name}", "endpoint", body


def _catalog() -> Iterator[tuple[str, TemplateKind, Body]]:
    for product in PRODUCTS:
        keys = {seed: f"seeds/{seed}/{'0' * 64}.zip" for seed in product.seeds}
        keys |= dict.fromkeys(getattr(product, "templates", ()), f"stages/{'0' * 64}.json")
        yield product.name, "product", json.loads(product.render(keys))
    for foundation in FOUNDATIONS:
        yield (
            foundation.name,
            "stage" if foundation.name == STAGE_ROLES else "foundation",
            json.loads(foundation.render()),
        )
