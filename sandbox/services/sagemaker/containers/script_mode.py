"""Script mode: the toolkit in AWS's image installs the submitted code with pip before it runs or serves it.

sagemaker-containers 2.8.6.post2 calls `pip install .` (`_modules.install`). From XGBoost 3.2-0 on, pip builds every
project in an environment of its own and fetches setuptools for it; AWS's own test expects that to fail without a
network (aws/deep-learning-containers, test/xgboost/e2e/test_network_isolation.py).
"""

import re
from collections.abc import Mapping
from typing import Any

FAILURE_REASON = 'InstallModuleError:\nCommand "/opt/venv/bin/python -m pip install ."'
PIP_ERROR = "ERROR: No matching distribution found for setuptools>=40.8.0"
_IMAGE = re.compile(r"/sagemaker-xgboost:(\d+)\.(\d+)-")
_BUILDS_IN_ISOLATION = (3, 2)
# pip, "Configuration": the option is called no-build-isolation, but its variable sets build_isolation.
_OFF = ("0", "off", "f", "false", "n", "no")


def is_closed(request: Mapping[str, Any]) -> bool:
    """Whether a job or model cannot reach a package index. Every VPC counts as one without a way out."""
    return bool(request.get("VpcConfig") or request.get("EnableNetworkIsolation"))


def can_install(image: str, environment: Mapping[str, str], *, closed: bool) -> bool:
    """Whether the toolkit's `pip install .` succeeds in this image."""
    version = _IMAGE.search(image)
    if version is None or (int(version[1]), int(version[2])) < _BUILDS_IN_ISOLATION:
        return True
    if environment.get("PIP_NO_BUILD_ISOLATION", "1").lower() in _OFF:
        return True
    return not closed and environment.get("PIP_NO_INDEX", "0").lower() in _OFF
