"""Reports the result of a build in one line: which tests failed, or which execution was started and which was not."""

import argparse
from pathlib import Path
from xml.etree import ElementTree

LONGEST = 300
BAD = ("failure", "error")


def failed_tests(report: Path) -> list[str]:
    """Each failed test of a JUnit report, with the first line of its reason."""
    found = []
    for case in ElementTree.parse(report).iter("testcase"):
        for reason in (element for element in case if element.tag in BAD):
            lines = (reason.get("message") or reason.text or "").strip().splitlines()
            found.append(f"{case.get('name')}: {lines[0]}" if lines else str(case.get("name")))
    return found


def outcome(build: Path) -> str:
    """One line, without the signs that a message could not carry."""
    failed = [test for report in sorted((build / "reports").glob("*.xml")) for test in failed_tests(report)]
    kept = build / "outcome.txt"
    if failed:
        others = f" (and {len(failed) - 1} more)" if failed[1:] else ""
        text = f"test failed{others}: {failed[0]}"
    else:
        text = kept.read_text(encoding="utf-8") if kept.exists() else "no test failed, see the log"
    return " ".join(text.replace('"', "'").replace("\\", "/").split())[:LONGEST]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", type=Path, help="the folder with reports/ and outcome.txt")
    print(outcome(parser.parse_args().build))
