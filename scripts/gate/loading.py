"""Loads every template of the checkout for the rules: products, foundations, and an endpoint of each type."""

import json
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from scripts.gate.model.template import Body, Template, TemplateKind
from templates import FOUNDATIONS, PRODUCTS
from templates.product import Product

OTHER_KINDS: Mapping[str, TemplateKind] = {"stage-roles": "stage", "team": "team"}
"""The roles of a project in a stage's account, which launches ask for, and those of a team of people."""
PYTHON = ".venv/bin/python"
RELEASE = "release"
"""The folder of the code that writes the templates of endpoints."""
WRITE_ENDPOINTS = """
import json
import sys
from deployment.choices import Choices
from deployment.endpoint import Served, template
from deployment.settings import EndpointType, Traffic
container = {"Image": "123456789012.dkr.ecr.us-east-1.amazonaws.com/sagemaker-x@sha256:" + "0" * 64,
             "ModelDataUrl": "s3://sagemaker-x/releases/" + "0" * 64 + "/model.tar.gz", "Environment": {}}
written = {f"{kind.value}-{traffic.value}": template(Served(kind, traffic, Choices(), container))
           for kind in EndpointType for traffic in Traffic
           if kind is not EndpointType.SERVERLESS or traffic is Traffic.ALL_AT_ONCE}
sys.stdout.write(json.dumps(written))
"""


def catalog_templates(endpoints: Mapping[str, Body]) -> tuple[Template, ...]:
    """Every template of the catalog, each beside all others. `endpoints` are those of `endpoint_bodies`."""
    beside: dict[str, Template] = {}
    for name, kind, body in _every(endpoints):
        beside[name] = Template(name, kind, body, beside)
    return tuple(beside.values())


def endpoint_bodies(root: Path) -> Mapping[str, Body]:
    """The templates of endpoints, written by their own code in a process of its own, as it is no module of ours."""
    done = subprocess.run(  # noqa: S603 - the checkout's own code
        [root.resolve() / PYTHON, "-c", WRITE_ENDPOINTS],
        cwd=root / RELEASE,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return json.loads(done.stdout)


def _every(endpoints: Mapping[str, Body]) -> Iterator[tuple[str, TemplateKind, Body]]:
    yield from _catalog()
    for name, body in endpoints.items():
        yield f"endpoint-{name}", "endpoint", body


def _catalog() -> Iterator[tuple[str, TemplateKind, Body]]:
    for product in PRODUCTS:
        yield product.name, "product", json.loads(product.render(_keys(product)))
    for foundation in FOUNDATIONS:
        yield foundation.name, OTHER_KINDS.get(foundation.name, "foundation"), json.loads(foundation.render())


def _keys(product: Product) -> dict[str, str]:
    """Keys as the asset bucket has them, with a digest that stands for every one."""
    digest = "0" * 64
    return {
        **{name: f"seeds/{name}/{digest}.zip" for name in product.seeds},
        **{name: f"{name}/{digest}.zip" for name in getattr(product, "code", ())},
        **dict.fromkeys(getattr(product, "templates", ()), f"stages/{digest}.json"),
    }
