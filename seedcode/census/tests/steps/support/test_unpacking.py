"""An archive is unpacked within limits, and nothing of it is anything but a file or a folder."""

import gzip
import tarfile
import tracemalloc

import pytest

from support import unpacking
from support.unpacking import unpack_archive

MIB = 1024**2


PIECE = gzip.compress(bytes(MIB))


def zeros(size):
    """So many of them, compressed: a gzip file may be made of several, which takes no time here."""
    return PIECE * (size // MIB) + gzip.compress(bytes(size % MIB))


def archive_with(path, *members):
    """A gzipped tar of `members`: each a `TarInfo`, whose size is filled with zeros."""
    with path.open("wb") as archive:
        for member in members:
            size = -(-member.size // tarfile.BLOCKSIZE) * tarfile.BLOCKSIZE
            archive.write(gzip.compress(member.tobuf()) + zeros(size))
        archive.write(zeros(2 * tarfile.BLOCKSIZE))
    return path


def member(name, size=0, kind=tarfile.REGTYPE, target=""):
    made = tarfile.TarInfo(name)
    made.size, made.type, made.linkname = size, kind, target
    return made


def refused(archive, folder):
    with pytest.raises(ValueError, match="refused") as caught:
        unpack_archive(archive, folder)
    return str(caught.value)


def test_files_and_folders_are_unpacked(tmp_path):
    archive = archive_with(tmp_path / "model.tar.gz", member("code", 0, tarfile.DIRTYPE), member("code/a.json", 12))
    unpack_archive(archive, tmp_path / "unpacked")
    assert (tmp_path / "unpacked" / "code" / "a.json").read_bytes() == bytes(12)


def test_600_mib_in_600_kb_are_refused_with_little_memory_and_disk(tmp_path):
    archive = archive_with(tmp_path / "model.tar.gz", member("model.ubj", 600 * MIB))
    assert archive.stat().st_size < 700_000
    tracemalloc.start()
    assert "far more than a model of its size" in refused(archive, tmp_path / "unpacked")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    written = sum(path.stat().st_size for path in (tmp_path / "unpacked").rglob("*"))
    assert max(peak, written) < 128 * MIB


def test_many_files_that_are_each_small_are_refused_together(tmp_path):
    members = [member(f"{number}.json", MIB) for number in range(80)]
    assert "far more" in refused(archive_with(tmp_path / "model.tar.gz", *members), tmp_path / "unpacked")


def test_a_header_that_is_a_bomb_is_refused_too(tmp_path):
    """The names of a tar may be as long as they like: they are read into memory."""
    header = tarfile.TarInfo("long")
    header.type, header.size = tarfile.XHDTYPE, 600 * MIB
    (tmp_path / "model.tar.gz").write_bytes(gzip.compress(header.tobuf()) + zeros(600 * MIB))
    assert "far more" in refused(tmp_path / "model.tar.gz", tmp_path / "unpacked")


def test_more_files_than_a_model_has_are_refused(tmp_path):
    members = [member(f"{number}.json") for number in range(unpacking.MOST_FILES + 1)]
    assert "more than 1000 files" in refused(archive_with(tmp_path / "model.tar.gz", *members), tmp_path / "unpacked")


@pytest.mark.parametrize(
    "made",
    [
        member("link", kind=tarfile.SYMTYPE, target="/etc/passwd"),
        member("link", kind=tarfile.SYMTYPE, target="model.ubj"),
        member("link", kind=tarfile.LNKTYPE, target="../outside"),
        member("pipe", kind=tarfile.FIFOTYPE),
        member("device", kind=tarfile.CHRTYPE),
    ],
    ids=["link out", "link", "hard link", "pipe", "device"],
)
def test_what_is_neither_file_nor_folder_is_refused(made, tmp_path):
    archive = archive_with(tmp_path / "model.tar.gz", made)
    assert "neither a file nor a folder" in refused(archive, tmp_path / "unpacked")


@pytest.mark.parametrize("name", ["../outside.txt", "a/" + "../" * 2 + "outside.txt"])
def test_a_path_outside_of_the_folder_is_refused(name, tmp_path):
    refused(archive_with(tmp_path / "model.tar.gz", member(name, 4)), tmp_path / "deep" / "unpacked")
    assert list(tmp_path.rglob("outside.txt")) == []


@pytest.mark.parametrize("content", [b"", b"no archive", gzip.compress(b"no tar"), gzip.compress(b"x" * MIB)[:500]])
def test_what_is_no_archive_or_a_broken_one_is_refused(content, tmp_path):
    (tmp_path / "model.tar.gz").write_bytes(content)
    assert "model.tar.gz" in refused(tmp_path / "model.tar.gz", tmp_path / "unpacked")
