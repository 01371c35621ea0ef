"""Products that cannot work in a partition, because AWS has no action there that their pipelines need."""

from collections.abc import Iterable

from scripts.errors import ConfigurationError
from scripts.releases.store import Release

# CodePipeline User Guide, "CloudFormation deploy action reference": not in Beijing and Ningxia.
MISSING = {"aws-cn": "CloudFormation"}


def require_actions(partition: str, releases: Iterable[Release]) -> None:
    """Raises ConfigurationError that names the first product with an action that its partition lacks."""
    missing = MISSING.get(partition)
    for release in releases:
        if missing and f'"Provider": "{missing}"' in release.template_text:
            problem = (
                f"`{release.product}` deploys with CodePipeline's {missing} action, and partition {partition} has none"
            )
            raise ConfigurationError(problem, hint="publish only products that train there, such as `build-train`")
