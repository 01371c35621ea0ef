"""Finds the raw data: the example data of this repository, a folder, a file, or an S3 URI."""

import argparse
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

from project.configuration import FROM_SCHEMA
from project.example_data import ENDINGS, example
from steps.support.data_digest import combined, content_digest


def fetch(source: str, folder: Path) -> Path:
    """Bring the data into a folder that holds nothing else. An empty source is the example data."""
    if source.startswith("s3://"):
        return download(source, emptied(folder))
    if source and not Path(source).exists():
        raise FileNotFoundError(f"{source}: no such file or folder")
    path = Path(source) if source else example(emptied(folder.with_name("example")))
    emptied(folder)
    every = sorted(path.rglob("*")) if path.is_dir() else [path]
    found = [file for file in every if file.suffix.lower() in ENDINGS and file.is_file()]
    if not found:
        raise FileNotFoundError(f"{source}: no file here ends with {' or '.join(ENDINGS)}")
    for file in found:
        target = folder / (file.relative_to(path) if path.is_dir() else file.name)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
    return folder


def emptied(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def bucket_and_key(uri: str) -> tuple[str, str]:
    parts = urlparse(uri)
    return parts.netloc, parts.path.lstrip("/")


@cache
def session(region: str | None):
    """The session of a region; what it reads of S3 takes longer than a request."""
    import boto3

    return boto3.Session(region_name=region)


def bucket_of(uri: str):
    """The bucket, in the region of AWS_REGION: boto3 itself reads AWS_DEFAULT_REGION only."""
    resource: Any = session(os.environ.get("AWS_REGION") or None).resource("s3")
    return resource.Bucket(bucket_and_key(uri)[0])


def tables(uri: str) -> list[Any]:
    """Every object under the URI whose name ends like data."""
    found = [
        item for item in bucket_of(uri).objects.filter(Prefix=bucket_and_key(uri)[1]) if item.key.endswith(ENDINGS)
    ]
    if not found:
        raise FileNotFoundError(f"{uri}: no object here ends with {' or '.join(ENDINGS)}")
    return found


def download(uri: str, folder: Path) -> Path:
    start = bucket_and_key(uri)[1]
    for item in tables(uri):
        # Below a folder as there: two tables may have one name.
        target = folder / item.key.removeprefix(start).lstrip("/")
        target = target if target != folder else folder / Path(item.key).name
        target.parent.mkdir(parents=True, exist_ok=True)
        item.Object().download_file(str(target))
    return folder


def stored_digest(uri: str) -> str:
    """The digest of the data at an S3 URI, as the step that reads them finds it."""
    return combined(content_digest(item.get()["Body"]) for item in tables(uri))


def provide(uri: str) -> str:
    """Put the example data where the pipeline looks for data, unless something is there already."""
    (bucket, key), store = bucket_and_key(uri), bucket_of(uri)
    if any(True for _ in store.objects.filter(Prefix=key).limit(1)):
        return f"{uri} has data, left alone"
    with tempfile.TemporaryDirectory() as folder:
        file = example(Path(folder))
        if file.name == FROM_SCHEMA:
            return f"{uri} is empty: put your table there, with `aws s3 cp file.csv {uri}`"
        target = f"{key.rstrip('/')}/{file.name}".lstrip("/")
        store.upload_file(str(file), target)
    return f"s3://{bucket}/{target} written"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Put the example data at an S3 URI that is still empty.")
    parser.add_argument("uri")
    print(provide(**vars(parser.parse_args())))
