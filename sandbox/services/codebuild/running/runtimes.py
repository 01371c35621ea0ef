"""The runtimes of CodeBuild's images: which versions a buildspec may select.

Source: `runtimes.yml` of each image in aws/aws-codebuild-docker-images, April 2026. The User Guide, "Available
runtimes", allows `latest` and `<major>.x` too.
"""

import re
from collections.abc import Mapping
from typing import Any

_JAVA = "corretto25 corretto21 corretto17 corretto11 corretto8"
_NEWER = {
    "java": _JAVA,
    "golang": "1.26 1.25 1.24",
    "rust": "1.93",
    "python": "3.14 3.13 3.12 3.11 3.10",
    "php": "8.5 8.4 8.3 8.2",
    "ruby": "4.0 3.4 3.3",
    "nodejs": "24 22",
    "dotnet": "10.0 8.0",
}
_OLDER = {
    "java": _JAVA,
    "golang": "1.26 1.25 1.24 1.23 1.22 1.21 1.20",
    "python": "3.14 3.13 3.12 3.11 3.10 3.9",
    "php": "8.5 8.4 8.3 8.2",
    "ruby": "4.0 3.4 3.3 3.2 3.1",
    "nodejs": "24 22 20 18",
    "dotnet": "10.0 8.0 6.0",
}
_IMAGES = {
    "aws/codebuild/amazonlinux-x86_64-standard:6.0": _NEWER,
    "aws/codebuild/amazonlinux-x86_64-standard:5.0": _OLDER,
    "aws/codebuild/standard:8.0": _NEWER,
    "aws/codebuild/standard:7.0": _OLDER,
}


def refusal(image: str, selected: Mapping[str, Any]) -> str | None:
    """What CodeBuild says about a version that an image lacks; None for images of others, which have none to select.

    The sentence is in aws-samples/aws-healthcare-lifescience-ai-ml-sample-notebooks#89 and open-data-registry#1082.
    """
    runtimes = _IMAGES.get(image, {})
    for name, version in selected.items():
        versions = runtimes.get(name, "").split()
        if versions and not _is_one_of(str(version), versions):
            known = f"This build image has the following versions: {', '.join(sorted(versions))}"
            return f"Unknown runtime version named '{version}' of {name}. {known}"
    return None


def _is_one_of(version: str, versions: list[str]) -> bool:
    pattern = re.escape(version).replace(r"\.x", r"\.\d+")
    # YAML reads 3.10 without quotes as the number 3.1.
    return version == "latest" or any(re.fullmatch(rf"{pattern}0?", known) for known in versions)
