"""What Application Auto Scaling has registered, for its own API and for SageMaker, which asks before an update."""

from sandbox.api.store import Store

STORE = Store()


def is_scaled(endpoint: str, variant: str) -> bool:
    """Whether the variant of an endpoint of this account is a scalable target."""
    resource = f"endpoint/{endpoint}/variant/{variant}"
    return any(each["ResourceId"] == resource for each in STORE.here("targets").values())
