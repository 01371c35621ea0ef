"""Controls by identifier: what the metadata of cdk-nag says about its rules for NIST 800-53 revision 5."""

import re
from collections.abc import Iterable
from pathlib import Path

from scripts.errors import ConfigurationError
from scripts.proofs.document.tables import table

PACK = "node_modules/cdk-nag/lib/packs/nist-800-53-r5.js"
RULE = re.compile(r"info: ['\"](?P<info>.*?)['\"],\n.*?rule: (?P<service>\w+?)_\d+\.(?P<name>\w+)", re.DOTALL)
PREFIX = "NIST.800.53.R5-"
CONTROLS = re.compile(r"\(Control IDs?: (?P<identifiers>.*)\)")
SERVICES = {
    "AWS::IAM::": "iam",
    "AWS::KMS::": "kms",
    "AWS::Lambda::": "lambda",
    "AWS::S3::": "s3",
    "AWS::SNS::": "sns",
    "AWS::SageMaker::": "sagemaker",
}
"""How the pack calls the services of resource types."""


def controls_table(environment: Path, kinds: Iterable[str], excepted: Iterable[str]) -> str:
    """Rules for services of these resource types; `excepted` are names of rules with an exception that has a reason.

    Raises ConfigurationError where the scanners are not installed.
    """
    pack = environment / PACK
    if not pack.is_file():
        raise ConfigurationError(f"{environment.name}: no cdk-nag in it", hint=f"run make {environment.name}/ready")
    listed = list(kinds)
    used = {service for prefix, service in SERVICES.items() if any(kind.startswith(prefix) for kind in listed)}
    exceptions = set(excepted)
    rows = [
        (f"`{name}`", controls, "with exceptions" if f"{PREFIX}{name}" in exceptions else "everywhere")
        for name, controls in sorted(controls_by_rule(pack.read_text(encoding="utf-8"), used).items())
    ]
    return table(("rule of cdk-nag", "controls of NIST 800-53 revision 5, as its metadata has them", "holds"), rows)


def controls_by_rule(text: str, services: Iterable[str]) -> dict[str, str]:
    """The identifiers in the description of each rule."""
    found = ((rule, CONTROLS.search(rule["info"])) for rule in RULE.finditer(text))
    return {rule["name"]: named["identifiers"] for rule, named in found if named and rule["service"] in services}
