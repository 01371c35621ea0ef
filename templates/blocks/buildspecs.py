"""Buildspecs of the deployment's builds, fixed in the template so that a push cannot skip their commands.

The reason of a failure is exported as OUTCOME, so that the message about the build has it. There is no test report: a
build whose report has no files fails (prowler issue 1182), and an older repository would write none.
"""

_INSTALL = """version: 0.2
env:
  shell: bash
  exported-variables:
    - OUTCOME
{exported}phases:
  install:
    runtime-versions:
      python: 3.12
    commands:
      - pip install --quiet --require-hashes -r requirements.lock
  build:
    on-failure: ABORT
    # An older repository writes no outcome.
    finally:
      - export OUTCOME="$(cat build/outcome.txt 2>/dev/null || echo 'see its log')"
    commands:
"""

PREPARE = (
    _INSTALL.format(exported="    - MODEL_PACKAGE\n    - MODEL_SUMMARY\n")
    + """      - python -m deploy prepare
      - export MODEL_PACKAGE="$(cat build/model-package.txt)"
      - export MODEL_SUMMARY="$(cat build/summary.txt)"
artifacts:
  base-directory: build
  files:
    - endpoint.json
    - staging.json
    - production.json
    - expected_answers.json
"""
)

TEST = _INSTALL.format(exported="") + '      - python -m deploy "$ACTION" "$STAGE"\n'
