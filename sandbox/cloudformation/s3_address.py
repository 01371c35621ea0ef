"""Bucket and key of an address of S3."""

import re
from urllib.parse import unquote, urlsplit

# S3 User Guide, "Virtual hosting of general purpose buckets": the bucket is in the host, or leads the path.
_VIRTUAL_HOST = re.compile(r"(?P<bucket>.+)\.s3[.-][^/]*amazonaws\.com")
_PATH_HOST = re.compile(r"s3[.-][^/]*amazonaws\.com")


def bucket_and_key(address: str) -> tuple[str, str] | None:
    """Bucket and key of an S3 address, virtual-hosted or path style; None when it is no such address.

    CloudFormation API reference, "CreateStack", TemplateURL: it must start with https://.
    """
    parts = urlsplit(address)
    path = unquote(parts.path.lstrip("/"))
    virtual = _VIRTUAL_HOST.fullmatch(parts.netloc)
    if virtual:
        bucket, key = virtual["bucket"], path
    elif _PATH_HOST.fullmatch(parts.netloc):
        bucket, _, key = path.partition("/")
    else:
        return None
    return (bucket, key) if parts.scheme == "https" and bucket and key else None
