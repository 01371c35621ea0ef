"""People of the world, and roles that strangers make: none of them is made by a template of the catalog."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scripts.errors import ConfigurationError
from scripts.proofs.world.accounts import DEVELOPMENT, MEMBER, OTHER_DEVELOPMENT, OUTSIDE
from scripts.proofs.world.facts import Principal
from scripts.proofs.world.launches import VICTIM
from templates.names import PREFIX

DEFAULT_POLICY = "AmazonSageMakerFullAccess"
EVERYTHING = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
IMPOSTORS = (
    f"{PREFIX}/sagemaker-{VICTIM}-deploy-pipeline",
    f"{PREFIX}/sagemaker-{VICTIM}-test",
    f"{PREFIX}/sagemaker-{VICTIM}-execution",
    f"{PREFIX}/{PREFIX}-deploy",
    f"{PREFIX}/{PREFIX}-endpoint",
    f"{PREFIX}/sagemaker-p-redirected00-production-endpoint",
    f"{PREFIX}/{PREFIX}-approver",
    f"{PREFIX}/{PREFIX}-stages-function",
    "administrator",
)
"""Roles that an administrator of another account makes, named like those of a project of this one."""


def studio_role(account: str = DEVELOPMENT) -> str:
    """The execution role that SageMaker makes for Studio's users."""
    return f"arn:aws:iam::{account}:role/service-role/AmazonSageMaker-ExecutionRole-20260101T000000"


def strangers() -> list[str]:
    """Administrators of other accounts of the organisation, and of an account outside of it."""
    accounts = (OTHER_DEVELOPMENT, MEMBER, OUTSIDE)
    return [f"arn:aws:iam::{account}:role/{name}" for account in accounts for name in IMPOSTORS]


def people(managed: Mapping[str, Any]) -> dict[str, Principal]:
    """`managed` is the document of AWS's own policy for Studio; strangers may do everything that their account can."""
    studio = Principal(studio_role(), DEVELOPMENT, (managed,))
    others = {arn: Principal(arn, arn.split(":")[4], (EVERYTHING,)) for arn in strangers()}
    return {studio.arn: studio, **others}


def managed_policy(environment: Path, name: str = DEFAULT_POLICY) -> dict[str, Any]:
    """A managed policy of AWS, from the collection of the library `moto`.

    Its file is JSON in a Python string, and too large to be read as a whole.
    """
    path = next(environment.glob("lib/python3*/site-packages/moto/iam/aws_managed_policies.py"), None)
    if path is None:
        raise ConfigurationError(f"{environment.name}: no moto in it", hint=f"run make {environment.name}/ready")
    text = path.read_text(encoding="utf-8")
    key = f'\n "{name}":'
    return json.JSONDecoder().raw_decode(text, text.index(key) + len(key))[0]["Document"]
