"""Every page of an answer of Service Catalog: boto3 has paginators for some of its calls only."""

from collections.abc import Callable, Iterator
from typing import Any


def pages(call: Callable[..., Any], **wanted: Any) -> Iterator[Any]:
    """The answers of `call`, one a page, each asked for with the token of the one before."""
    more: dict[str, str] = {}
    while True:
        page = call(**wanted, **more)
        yield page
        if not page.get("NextPageToken"):
            return
        more = {"PageToken": page["NextPageToken"]}
