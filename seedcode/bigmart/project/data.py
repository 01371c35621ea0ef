"""Finds the table: a file, a folder or an S3 URI with the twelve columns; without any, the generated twin."""

import argparse
import shutil
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

from project import twin
from steps.support.data_digest import combined, content_digest

ENDINGS = (".csv", ".tsv")


def fetch(source: str, folder: Path) -> Path:
    """Bring the tables into a folder that holds nothing else."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    if source.startswith("s3://"):
        for number, item in enumerate(stored(source)):
            item.Object().download_file(str(folder / f"{number}-{Path(item.key).name}"))
        return folder
    if not source:
        twin.write(folder)
        return folder
    given = Path(source)
    found = sorted(given.rglob("*")) if given.is_dir() else [given]
    tables = [file for file in found if file.suffix.lower() in ENDINGS and file.is_file()]
    if not tables:
        raise FileNotFoundError(f"{source}: no file here ends with {' or '.join(ENDINGS)}")
    for number, file in enumerate(tables):
        shutil.copyfile(file, folder / f"{number}-{file.name}")
    return folder


def bucket_and_key(uri: str) -> tuple[str, str]:
    parts = urlparse(uri)
    return parts.netloc, parts.path.lstrip("/")


def below(uri: str, s3: Any = None) -> Any:
    """Every object under the URI."""
    import boto3

    bucket, key = bucket_and_key(uri)
    resource: Any = s3 or boto3.resource("s3")
    return resource.Bucket(bucket).objects.filter(Prefix=key)


def stored(uri: str, s3: Any = None) -> list[Any]:
    """The tables under the URI."""
    found = [item for item in below(uri, s3) if item.key.lower().endswith(ENDINGS)]
    if not found:
        raise FileNotFoundError(f"{uri}: no object here ends with {' or '.join(ENDINGS)}")
    return found


def stored_digest(uri: str) -> str:
    """The digest of the tables at an S3 URI, as the first step finds it."""
    return combined(content_digest(item.get()["Body"]) for item in stored(uri))


def provide(uri: str, s3: Any = None) -> str:
    """Put the generated twin where the workflow looks for data, unless something is there already."""
    if any(True for _ in below(uri, s3).limit(1)):
        return f"{uri} has data, left alone"
    import boto3

    bucket, key = bucket_and_key(uri)
    with tempfile.TemporaryDirectory() as folder:
        file, target = twin.write(Path(folder)), f"{key.rstrip('/')}/{twin.FILE}".lstrip("/")
        resource: Any = s3 or boto3.resource("s3")
        resource.Bucket(bucket).upload_file(str(file), target)
    return f"s3://{bucket}/{target} written: a generated table, put your own beside it and delete this one"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Put the generated table at an S3 URI that is still empty.")
    parser.add_argument("uri")
    print(provide(**vars(parser.parse_args())))
