"""The state folder: private, and marked with the form of the records in it."""

from pathlib import Path

# Raised when records get another form, since a sandbox reads only what one of its own form has written.
_FORM = "2"


def is_readable(state: Path) -> bool:
    """Whether the folder is new, or has records in this form."""
    mark = state / "form"
    return not (state / "port").exists() or (mark.exists() and mark.read_text().strip() == _FORM)


def make(state: Path) -> None:
    """Sessions are kept in the state, so nobody else may read it; a folder that held other things stays as it is."""
    if not state.exists() or (state / "port").exists():
        state.mkdir(parents=True, exist_ok=True)
        state.chmod(0o700)
    for name in ("engine", "objects"):
        (state / name).mkdir(exist_ok=True)
        (state / name).chmod(0o700)
    (state / "form").write_text(f"{_FORM}\n")
