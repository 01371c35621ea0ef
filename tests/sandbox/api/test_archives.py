"""Archives that code of projects made are unpacked within limits and within their folder."""

import io
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from sandbox.api.archives import ArchiveError, opened_zip, unpack_tar, unpack_zip

MIB = 1024**2
Unpack = Callable[[bytes, Path], None]


class Zeros(io.RawIOBase):
    """So many bytes that they are made while they are read."""

    def __init__(self, size: int) -> None:
        self.left = size

    def read(self, size: int = -1) -> bytes:
        given = self.left if size < 0 else min(size, self.left)
        self.left -= given
        return bytes(given)


def make_tar(*members: tuple[str, int], mode: str = "w:gz") -> bytes:
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode=mode) as archive:
        for name, size in members:
            member = tarfile.TarInfo(name)
            member.size = size
            archive.addfile(member, Zeros(size))
    return content.getvalue()


def make_zip(*members: tuple[str, int]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, size in members:
            with archive.open(zipfile.ZipInfo(name), "w") as member:
                for start in range(0, size, MIB):
                    member.write(bytes(min(MIB, size - start)))
    return content.getvalue()


def make_deflated_zip(member: tuple[str, int]) -> bytes:
    name, size = member
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(name, bytes(size), zipfile.ZIP_DEFLATED)
    return content.getvalue()


def test_files_and_folders_are_unpacked(tmp_path: Path) -> None:
    for mode in ("w:gz", "w"):
        unpack_tar(make_tar(("a/b.txt", 3), mode=mode), tmp_path / mode)
        assert (tmp_path / mode / "a" / "b.txt").read_bytes() == bytes(3)
    unpack_zip(make_zip(("a/b.txt", 3)), tmp_path / "zip")
    assert (tmp_path / "zip" / "a" / "b.txt").read_bytes() == bytes(3)


@pytest.mark.parametrize(
    ("unpack", "make"), [(unpack_tar, make_tar), (unpack_zip, make_deflated_zip)], ids=["tar", "zip"]
)
def test_600_mib_in_600_kb_are_refused(unpack: Unpack, make: Callable[..., bytes], tmp_path: Path) -> None:
    bomb = make(("bomb", 600 * MIB))
    assert len(bomb) < 700_000
    with pytest.raises(ArchiveError, match="far more than an archive of its size"):
        unpack(bomb, tmp_path / "unpacked")
    assert sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file()) < 128 * MIB


@pytest.mark.parametrize("name", ["../outside", "a/../../outside", "/outside"])
@pytest.mark.parametrize(("unpack", "make"), [(unpack_tar, make_tar), (unpack_zip, make_zip)], ids=["tar", "zip"])
def test_nothing_is_written_outside_of_the_folder(
    unpack: Unpack, make: Callable[..., bytes], name: str, tmp_path: Path
) -> None:
    folder = tmp_path / "deep" / "unpacked"
    if unpack is unpack_tar and name.startswith("/"):
        unpack(make((name, 1)), folder)  # the filter of tarfile takes the slash away
        assert (folder / "outside").exists()
    else:
        with pytest.raises(ArchiveError):
            unpack(make((name, 1)), folder)
        assert list(tmp_path.rglob("outside")) == []


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w") as archive:
        link = tarfile.TarInfo("link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc"
        archive.addfile(link)
    with pytest.raises(ArchiveError):
        unpack_tar(content.getvalue(), tmp_path)


@pytest.mark.parametrize("content", [b"no archive", b"\x1f\x8bbroken", b""])
def test_what_is_no_archive_is_refused(content: bytes, tmp_path: Path) -> None:
    for unpack in (unpack_tar, unpack_zip):
        with pytest.raises(ArchiveError):
            unpack(content, tmp_path)
    with pytest.raises(ArchiveError):
        opened_zip(content)
