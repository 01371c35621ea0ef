"""Root is given up before any code of the repository runs."""

import multiprocessing
import os
import pwd
from pathlib import Path

from account import give_up_root

NOBODY = "nobody"


def afterwards(folder: Path, answers: multiprocessing.Queue) -> None:
    """Who this process is after giving up root, and whether it can take it back."""
    give_up_root([folder / "model", folder / "output"], NOBODY)
    try:
        os.setuid(0)
    except PermissionError:
        answers.put((os.getuid(), "cannot go back"))
    else:
        answers.put((os.getuid(), "is root again"))


def test_a_root_process_becomes_the_account_for_good_and_owns_its_folders(tmp_path):
    (tmp_path / "model").mkdir()
    expected = pwd.getpwnam(NOBODY).pw_uid if os.geteuid() == 0 else os.getuid()
    context = multiprocessing.get_context("fork")
    answers = context.Queue()
    process = context.Process(target=afterwards, args=(tmp_path, answers))
    process.start()
    assert answers.get(timeout=10) == (expected, "cannot go back")
    process.join()
    if os.geteuid() == 0:
        assert [(tmp_path / name).stat().st_uid for name in ("model", "output")] == [expected, expected]


def test_outside_the_image_nothing_changes():
    before = os.geteuid()
    give_up_root([])
    assert os.geteuid() == before
