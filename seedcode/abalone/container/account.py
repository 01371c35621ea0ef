"""Gives up root: SageMaker starts containers as root and owns /opt/ml as root, and nothing of a model needs that."""

import os
import pwd
from collections.abc import Iterable
from pathlib import Path


def give_up_root(folders: Iterable[Path], name: str | None = None) -> None:
    """Hand over the folders, then become the account that the image names in RUN_AS. There is no way back to root."""
    name = name or os.environ.get("RUN_AS")
    if not name or os.geteuid() != 0:
        return
    account = pwd.getpwnam(name)
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True)
        for place, _, _ in os.walk(folder):
            os.chown(place, account.pw_uid, account.pw_gid)
    os.initgroups(name, account.pw_gid)
    os.setgid(account.pw_gid)
    os.setuid(account.pw_uid)
    os.environ["HOME"] = account.pw_dir
