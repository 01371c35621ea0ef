"""Accept what the templates render now: `python -m tests.golden.accept`. Review the difference before you commit it."""

from pathlib import Path

from tests.templates.rendered import TEMPLATES, text_of

FOLDER = Path(__file__).parent


def main() -> None:
    for name in TEMPLATES:
        (FOLDER / f"{name}.json").write_text(text_of(name), encoding="utf-8")


if __name__ == "__main__":
    main()
