"""The builds of the deploying half: what they run is fixed here, so that a push cannot skip it."""

_INSTALL = """version: 0.2
env:
  shell: bash
{environment}phases:
  install:
    runtime-versions:
      python: 3.12
    commands:
      - pip install --quiet --require-hashes -r requirements.lock
  build:
    on-failure: ABORT
    commands:
"""

PREPARE = (
    _INSTALL.format(environment="  exported-variables:\n    - MODEL_PACKAGE\n    - MODEL_SUMMARY\n")
    + """      - python -m deploy prepare
      - export MODEL_PACKAGE="$(cat build/model-package.txt)"
      - export MODEL_SUMMARY="$(cat build/summary.txt)"
artifacts:
  base-directory: build
  files:
    - endpoint.json
    - staging.json
    - production.json
    - golden.json
"""
)

TEST = _INSTALL.format(environment="") + '      - python -m deploy "$ACTION" "$STAGE"\n'
