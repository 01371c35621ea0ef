"""Measures what a user waits for: preparing a deployment, and the environment that each build installs."""

import statistics
import subprocess
import sys
import tempfile
import time
from hashlib import sha256
from pathlib import Path

from deployment.prepare import Services, prepare
from deployment.settings import EndpointType, Models, Project, Run, Settings, Stage, Traffic
from memory import ACCOUNT, BUCKET, GROUP, OWNER, SOURCE, History, Registry, Store

ROUNDS = 20
MODEL = bytes(100_000_000)
REPOSITORY = Path(__file__).parent.parent / "seedcode" / "model-deploy"
PROJECT = Project(
    "demo", OWNER, BUCKET, "arn:aws:kms:us-east-1:1:key/1", EndpointType.REAL_TIME, Traffic.CANARY, "https:"
)
PLACE = Stage("endpoint", "arn:aws:iam::1:role/endpoint", f"s3://{BUCKET}/endpoints", "none", "none")
SETTINGS = Settings(
    PROJECT,
    Models(GROUP, SOURCE, OWNER),
    Run("none", "4f1c2d3", "1", "deploy"),
    {"staging": PLACE, "production": PLACE},
)


def milliseconds(content: bytes) -> float:
    """From the registry's answer to the written files, for a model of this content."""
    registry = Registry(Store())
    package = registry.register("Approved", model_sha256=sha256(content).hexdigest())
    registry.store.objects[registry.file(package)] = content
    services = Services(registry, registry.store, History(), ACCOUNT, "us-east-1")
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        prepare(SETTINGS, services, REPOSITORY, Path(folder))
        return (time.perf_counter() - start) * 1000


def megabytes(folder: Path) -> float:
    return sum(file.lstat().st_size for file in folder.rglob("*") if not file.is_symlink()) / 1e6


def installed() -> dict[str, float]:
    """As a build does it: from the lock, downloaded anew."""
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        options = ["--quiet", "--disable-pip-version-check", "--no-cache-dir", "--require-hashes", "--target", folder]
        command = [sys.executable, "-m", "pip", "install", *options, "-r", "requirements.lock"]
        subprocess.run(command, check=True)
        return {"build environment, s": time.perf_counter() - start, "build environment, MB": megabytes(Path(folder))}


def main() -> None:
    figures = {
        "prepare, small model, ms": statistics.median(milliseconds(b"model") for _ in range(ROUNDS)),
        "prepare, model of 100 MB, ms": statistics.median(milliseconds(MODEL) for _ in range(3)),
    }
    for name, value in (figures | installed()).items():
        print(f"{name:<32}{value:>8.1f}")


if __name__ == "__main__":
    main()
