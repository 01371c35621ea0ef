"""The templates that the rules read."""

from pathlib import Path

from scripts.gate.loading import catalog_templates, endpoint_bodies
from templates import FOUNDATIONS, PRODUCTS

ROOT = Path(__file__).resolve().parents[3]


def test_every_template_of_the_catalog_is_loaded_beside_all_others() -> None:
    loaded = catalog_templates(endpoint_bodies(ROOT))
    names = {template.name for template in loaded}
    assert {item.name for item in (*PRODUCTS, *FOUNDATIONS)} < names
    assert all(set(template.beside) == names for template in loaded)


def test_an_endpoint_of_each_type_and_way_of_moving_traffic_is_loaded() -> None:
    names = set(endpoint_bodies(ROOT))
    assert names >= {"real-time-canary", "asynchronous-rolling", "serverless-all-at-once"}
    assert all("Model" in body["Resources"] for body in endpoint_bodies(ROOT).values())
