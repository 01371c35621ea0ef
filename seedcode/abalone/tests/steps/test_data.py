"""Where the raw data comes from."""

from project.data import fetch


def test_without_a_source_the_abalones_of_tasmania_are_used(tmp_path):
    folder = fetch("", tmp_path / "raw")
    lines = (folder / "abalone.csv").read_text().splitlines()
    assert lines[0] == "sex,length,diameter,height,whole_weight,shucked_weight,viscera_weight,shell_weight,rings"
    assert len(lines) == 4178


def test_a_folder_is_copied_table_by_table(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "one.csv").write_text("sex\n")
    (tmp_path / "mine" / "notes.txt").write_text("not a table")
    assert [file.name for file in fetch(str(tmp_path / "mine"), tmp_path / "raw").iterdir()] == ["one.csv"]
