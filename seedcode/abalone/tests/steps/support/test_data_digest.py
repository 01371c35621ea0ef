"""The version of the data."""

from support.data_digest import digest_of


def written(folder, **files):
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text)
    return digest_of(folder.iterdir())


def test_names_and_order_do_not_count(tmp_path):
    assert written(tmp_path / "one", a="1", b="2") == written(tmp_path / "two", c="2", d="1")


def test_every_byte_and_every_file_counts(tmp_path):
    digests = {
        written(tmp_path / "one", a="1"),
        written(tmp_path / "two", a="2"),
        written(tmp_path / "three", a="1", b="1"),
        written(tmp_path / "four", a="1", b="2"),
        written(tmp_path / "five", a="12"),
    }
    assert len(digests) == 5
