"""The `process` of the image runs a step in the place of itself."""

import os
import subprocess
import sys
from pathlib import Path

PROGRAM = Path(__file__).parents[2] / "container" / "processing.py"


def test_a_step_runs_with_its_arguments_and_its_exit_code_counts(tmp_path):
    step = tmp_path / "step.py"
    step.write_text("import os, sys\nprint(os.getpid(), *sys.argv[1:])\nsys.exit(3)\n")
    environment = os.environ | {"SAGEMAKER_BASE_DIR": str(tmp_path)}
    command = [sys.executable, str(PROGRAM), str(step), "--data", "here"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        said, _ = process.communicate(timeout=20)
    assert said.split() == [str(process.pid), "--data", "here"]
    assert process.returncode == 3
