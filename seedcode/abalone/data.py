"""Finds the raw data: the example data of this repository, a folder, a file, or an S3 URI."""

import argparse
import shutil
import tempfile
from pathlib import Path
from urllib.parse import urlparse

from example_data import ENDINGS, example


def fetch(source: str, folder: Path) -> Path:
    """Bring the data into a folder that holds nothing else. An empty source is the example data."""
    if source.startswith("s3://"):
        return download(source, emptied(folder))
    if source and not Path(source).exists():
        raise FileNotFoundError(f"{source}: no such file or folder")
    path = Path(source) if source else example(emptied(folder.with_name("example")))
    emptied(folder)
    for file in sorted(path.iterdir()) if path.is_dir() else [path]:
        if file.suffix in ENDINGS:
            shutil.copyfile(file, folder / file.name)
    return folder


def emptied(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def bucket_and_key(uri: str) -> tuple[str, str]:
    parts = urlparse(uri)
    return parts.netloc, parts.path.lstrip("/")


def download(uri: str, folder: Path) -> Path:
    """Every object under the URI whose name ends like data."""
    import boto3

    bucket, key = bucket_and_key(uri)
    store = boto3.resource("s3").Bucket(bucket)
    found = [item.key for item in store.objects.filter(Prefix=key) if item.key.endswith(ENDINGS)]
    if not found:
        raise FileNotFoundError(f"{uri}: no object here ends with {' or '.join(ENDINGS)}")
    for name in found:
        store.download_file(name, str(folder / Path(name).name))
    return folder


def provide(uri: str) -> str:
    """Put the example data where the pipeline looks for data, unless something is there already."""
    import boto3

    bucket, key = bucket_and_key(uri)
    store = boto3.resource("s3").Bucket(bucket)
    if any(True for _ in store.objects.filter(Prefix=key).limit(1)):
        return f"{uri} has data, left alone"
    with tempfile.TemporaryDirectory() as folder:
        file = example(Path(folder))
        target = f"{key.rstrip('/')}/{file.name}".lstrip("/")
        store.upload_file(str(file), target)
    return f"s3://{bucket}/{target} written"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Put the example data at an S3 URI that is still empty.")
    parser.add_argument("uri")
    print(provide(**vars(parser.parse_args())))
