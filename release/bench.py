"""Measures what a user waits for: preparing a deployment, and the environment that each build installs."""

import statistics
import subprocess
import sys
import tempfile
import time
from hashlib import sha256
from pathlib import Path

from deploy.prepare import prepare
from deploy.settings import DeploymentSettings, EndpointType, Project, Traffic

from memory import ACCOUNT, BUCKET, GROUP, Registry, Store

ROUNDS = 20
MODEL = bytes(100_000_000)
PROJECT = Project(
    "demo", "p-abc123def456", BUCKET, f"arn:aws:kms:us-east-1:{ACCOUNT}:key/1", EndpointType.REAL_TIME, "new", "live"
)
SETTINGS = DeploymentSettings(GROUP, "none", Traffic.CANARY, "333333333333", "444444444444", "4f1c2d3", "1", "deploy")


def prepared(content: bytes) -> float:
    """Milliseconds from the registry's answer to the written files, for a model of this content."""
    registry = Registry(Store())
    registry.register("Approved", model_sha256=sha256(content).hexdigest())
    registry.store.objects[f"s3://{BUCKET}/executions/1/model.tar.gz"] = content
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        prepare(PROJECT, SETTINGS, registry, registry.store, Path(folder))
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
        "prepare, small model, ms": statistics.median(prepared(b"model") for _ in range(ROUNDS)),
        "prepare, model of 100 MB, ms": statistics.median(prepared(MODEL) for _ in range(3)),
    }
    for name, value in (figures | installed()).items():
        print(f"{name:<32}{value:>8.1f}")


if __name__ == "__main__":
    main()
