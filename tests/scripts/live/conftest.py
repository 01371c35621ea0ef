"""A sandbox that plays AWS for the questions, reached through a proxy that can lie."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from scripts.aws.account import Account
from scripts.aws.live import AwsAccount
from scripts.live.probe import ACCOUNT, HUB
from scripts.live.run import Run
from tests.scripts.live.lying_proxy import LyingProxy

UNITS = ("ou-sand-mlopsstg", "ou-sand-mlopsprd")


@pytest.fixture(scope="session")
def live_sandbox(make_sandbox: Callable[..., Any]) -> Any:
    """One account may run one build at a time, as a new account of AWS."""
    return make_sandbox(SANDBOX_BUILD_LIMIT="1")


@pytest.fixture(scope="session")
def proxy() -> Iterator[LyingProxy]:
    with LyingProxy() as started:
        yield started


@pytest.fixture
def make_run(live_sandbox: Any, proxy: LyingProxy, monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], Run]:
    """Runs through the proxy, as the sandbox's account of projects and its hub."""
    monkeypatch.setenv("AWS_CONFIG_FILE", str(live_sandbox.state / "aws-config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
    monkeypatch.setenv("HTTP_PROXY", proxy.url)
    for name in ("NO_PROXY", "no_proxy", "http_proxy"):
        monkeypatch.delenv(name, raising=False)

    def make(folder: Path) -> Run:
        profiles = {ACCOUNT: "development", HUB: "hub"}
        parts = {part: AwsAccount(Account.of_profile(name), "us-east-1") for part, name in profiles.items()}
        return Run(folder, parts, UNITS)

    return make
