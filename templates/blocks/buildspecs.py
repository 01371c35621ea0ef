"""Buildspecs of the deployment's builds, fixed in the template so that a push cannot skip their commands.

`prepare` and `confirm` run the catalog's own code, from an archive whose digest is in the text itself, and take the
repository for data: the first commands leave its folder, Python and pip are told to use nothing of the environment, and
what a repository has under the name of the results is removed. `test` runs the team's code, under a role that can call
endpoints.

The reason of a failure is exported as OUTCOME, so that the message about the build has it. There is no test report: a
build whose report has no files fails (prowler issue 1182), and an older repository would write none.
"""

from templates import names

MOST_FILES, MOST_BYTES = 200, 5_000_000
"""Of the archive of the catalog's code, when it is unpacked."""

_HEAD = """version: 0.2
env:
  shell: bash
  exported-variables:
    - OUTCOME
{exported}phases:
  install:
    runtime-versions:
      python: 3.12
    commands:
"""
_FETCH = """      # The folder of the repository may have files that tools read by themselves, such as .python-version.
      - WORK="$(mktemp -d)" && export WORK
      - cd "$WORK" || exit 1
      - export OUTCOME="The catalog's release code could not be read; ask your platform team."
      - aws s3api get-object --bucket "$ASSET_BUCKET" --key {key} release.zip
      - echo "{digest}  release.zip" | sha256sum --check --strict
      - |
        python -I - <<'END'
        import sys, zipfile
        archive = zipfile.ZipFile("release.zip")
        entries = archive.infolist()
        if len(entries) > {files} or sum(entry.file_size for entry in entries) > {size}:
            sys.exit("release.zip is larger than release code is")
        archive.extractall("release")
        END
      - >-
        PIP_CONFIG_FILE=/dev/null pip install --quiet --disable-pip-version-check --require-hashes
        --only-binary=:all: -r release/requirements.lock
  build:
    on-failure: ABORT
    finally:
      - OUTCOME="$(cat "$CODEBUILD_SRC_DIR/build/outcome.txt" 2>/dev/null || echo 'see its log')" && export OUTCOME
    commands:
      - cd "$WORK" && rm -rf -- "$CODEBUILD_SRC_DIR/build"
      - python -I release {action} "$CODEBUILD_SRC_DIR" "$CODEBUILD_SRC_DIR/build"
"""
_PREPARED = """      - MODEL_PACKAGE="$(cat "$CODEBUILD_SRC_DIR/build/model-package.txt")" && export MODEL_PACKAGE
      - MODEL_SUMMARY="$(cat "$CODEBUILD_SRC_DIR/build/summary.txt")" && export MODEL_SUMMARY
      - RELEASED="$(cat "$CODEBUILD_SRC_DIR/build/released.txt")" && export RELEASED
artifacts:
  base-directory: build
  files:
    - endpoint.json
    - staging.json
    - production.json
    - expected_answers.json
"""
_EXPORTED = "    - MODEL_PACKAGE\n    - MODEL_SUMMARY\n    - RELEASED\n"

TEST = (
    _HEAD.format(exported="")
    + """      - pip install --quiet --require-hashes -r requirements.lock
  build:
    on-failure: ABORT
    # An older repository writes no outcome.
    finally:
      - OUTCOME="$(cat build/outcome.txt 2>/dev/null || echo 'see its log')" && export OUTCOME
    commands:
      - python -m deploy test "$STAGE"
"""
)


def prepare(code_key: str) -> str:
    """Runs the release code of that key on the repository; `code_key` has the archive's SHA-256."""
    return _HEAD.format(exported=_EXPORTED) + _run("prepare", code_key) + _PREPARED


def confirm(code_key: str) -> str:
    """Runs it on what `prepare` wrote."""
    return _HEAD.format(exported="") + _run("confirm", code_key)


def _run(action: str, key: str) -> str:
    digest = key.removeprefix(f"{names.RELEASE_CODE}/").removesuffix(".zip")
    return _FETCH.format(action=action, key=key, digest=digest, files=MOST_FILES, size=MOST_BYTES)
