"""Finds the raw observations: the Seattle data of vega_datasets, a folder, a file, or an S3 URI."""

import argparse
import shutil
from pathlib import Path
from urllib.parse import urlparse


def seattle() -> Path:
    """The file inside the vega_datasets package: four years of daily observations, in °C, mm and m/s."""
    import vega_datasets

    return Path(vega_datasets.__file__).parent / "_data" / "seattle-weather.csv"


def fetch(source: str, folder: Path) -> Path:
    """Bring the observations into a folder. An empty source is the Seattle data."""
    folder.mkdir(parents=True, exist_ok=True)
    if source.startswith("s3://"):
        return download(source, folder)
    path = Path(source) if source else seattle()
    if not path.exists():
        raise FileNotFoundError(f"{path}: no such file or folder")
    for file in sorted(path.glob("**/*.csv")) if path.is_dir() else [path]:
        shutil.copyfile(file, folder / file.name)
    return folder


def bucket_and_key(uri: str) -> tuple[str, str]:
    parts = urlparse(uri)
    return parts.netloc, parts.path.lstrip("/")


def download(uri: str, folder: Path) -> Path:
    """Every .csv object under the URI."""
    import boto3

    bucket, key = bucket_and_key(uri)
    store = boto3.resource("s3").Bucket(bucket)
    found = [item.key for item in store.objects.filter(Prefix=key) if item.key.endswith(".csv")]
    if not found:
        raise FileNotFoundError(f"{uri}: no .csv object here")
    for name in found:
        store.download_file(name, str(folder / Path(name).name))
    return folder


def provide(uri: str) -> str:
    """Put the Seattle data where the pipeline looks for data, unless something is there already."""
    import boto3

    bucket, key = bucket_and_key(uri)
    store = boto3.resource("s3").Bucket(bucket)
    if any(True for _ in store.objects.filter(Prefix=key).limit(1)):
        return f"{uri} has data, left alone"
    target = f"{key.rstrip('/')}/{seattle().name}".lstrip("/")
    store.upload_file(str(seattle()), target)
    return f"s3://{bucket}/{target} written"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Put the Seattle data at an S3 URI that is still empty.")
    parser.add_argument("uri")
    print(provide(**vars(parser.parse_args())))
