"""The commands of a buildspec in a template are what it says: nothing is evaluated, fetched unchecked or hidden.

Every program that a command starts is one of a short list, and what is downloaded is held against a digest.
"""

import re
from collections.abc import Iterator

from scripts.gate.model.remembered import remembered
from scripts.gate.model.template import Problem, Template
from scripts.gate.model.values import text

FORBIDDEN = (
    (re.compile(r"(^|[;&|\s(])(eval|source|exec|\.)\s", re.MULTILINE), "evaluates text: write the command out"),
    (re.compile(r"\|\s*(ba|z|da|k)?sh\b|\b(ba|z)?sh\s+-c"), "runs what another command printed: write the command out"),
    (
        re.compile(r"\b(curl|wget|nc|ncat|telnet|ssh|scp|ftp|socat|openssl s_client)\b"),
        "fetches or sends by itself: use aws",
    ),
    (re.compile(r"/dev/(tcp|udp)/"), "opens a connection of its own"),
    (re.compile(r"http://"), "speaks without TLS: write https"),
    (re.compile(r"\bbase64\s+(-d|--decode)|\bxxd\b"), "runs or writes hidden text: write it out"),
    (
        re.compile(r"--no-verify-ssl|--trusted-host|--insecure|sslVerify|GIT_SSL_NO_VERIFY|--no-check-certificate"),
        "checks no certificate",
    ),
    (
        re.compile(r"--extra-index-url|--index-url|--find-links|-f\s+http"),
        "installs from another index: the account sets it",
    ),
    (
        re.compile(r"--no-sign-request|--profile\b|--endpoint-url|AWS_[A-Z_]+="),
        "uses other credentials or addresses than its role's",
    ),
    (
        re.compile(r"^\s*-?\s*(env|printenv|set)\s*$|\bset\s+-[a-z]*x", re.MULTILINE),
        "prints its variables into the log",
    ),
    (re.compile(r"\|\|\s*(true|:)|\bset\s+\+e"), "goes on after a failure: let it fail"),
    (re.compile(r"\b(sudo|chmod\s+[0-7]*[4-7]777|chmod\s+\+s|docker|dockerd)\b"), "wants more than a build needs"),
    (re.compile(r"169\.254\.\d+\.\d+|AWS_CONTAINER_CREDENTIALS"), "reaches for credentials"),
    (re.compile(r"\bsts\s+assume-role|\bsts\s+get-session-token"), "becomes another role by itself"),
    (re.compile(r"\bgit\s+clone|\bgit\s+fetch|\bgit\s+submodule"), "fetches code that nobody pinned"),
    (
        re.compile(r"\bnpm\b|\bnpx\b|\byum\b|\bapt(-get)?\b|\bdnf\b|\bgem\b|\bcargo\b|\bgo\s+get\b"),
        "installs what no lock pins",
    ),
    (re.compile(r"\bcrontab\b|\bnohup\b|\bat\s+now|&\s*$", re.MULTILINE), "starts what outlives its command"),
)
PIP = re.compile(r"\bpip3?\s+install\b(?P<options>(?:.*\n?)(?:(?<=\n)\s+--.*)?)")
FETCHED = re.compile(r"aws s3(api)? (cp|get-object|sync)\b")
CHECKED = re.compile(r"sha256sum (--check|-c)")
OWNER, OF_REQUEST = "--expected-bucket-owner", '"$SEED_BUCKET"'
"""A bucket that a request names is one of the hub; that of a setting is."""
ISOLATED = re.compile(r"\bpython3? (?!-I\b)")
FOLDED = re.compile(r"- >-\n\s+")
"""A command that YAML folds over several lines."""
FAILURE = "on-failure: ABORT"
PROGRAMS = re.compile(
    r"^(aws|cat|cd|cp|do|done|echo|elif|else|export|fi|for|git|if|make|mkdir|mv|pip3?|printf|python3?|rm|set -e|"
    r"sha256sum|test|then|unzip)\b|^(\[|#|[A-Za-z_]+=)"
)


def check(template: Template) -> Iterator[Problem]:
    for build in template.of_type("AWS::CodeBuild::Project"):
        buildspec = text(build.properties.get("Source", {}).get("BuildSpec"))
        if "phases:" in buildspec:
            for problem in problems(buildspec):
                yield Problem(build.name, problem)
            fetches = FETCHED.search(buildspec) and text(build.properties["Source"].get("Type")) == "CODEPIPELINE"
            if fetches and ISOLATED.search(_code(buildspec)):
                yield Problem(build.name, "runs modules that lie in the repository: python -I")


@remembered
def problems(buildspec: str) -> Iterator[str]:
    """What is wrong with the text of a buildspec."""
    for pattern, problem in FORBIDDEN:
        found = pattern.search(_code(buildspec))
        if found:
            yield f"`{found.group().strip()}` in its buildspec: {problem}"
    yield from _fetched(buildspec)
    yield from _programs(buildspec)
    if FAILURE not in buildspec:
        yield "goes on to the next phase after a failure: set on-failure to ABORT"


def _fetched(buildspec: str) -> Iterator[str]:
    for found in PIP.finditer(buildspec):
        if "--require-hashes" not in found["options"] or "-r " not in found["options"]:
            yield "installs packages that no lock pins: pip install --require-hashes -r <lock>"
    if FETCHED.search(buildspec):
        yield from _unchecked(buildspec)


def _unchecked(buildspec: str) -> Iterator[str]:
    if not CHECKED.search(buildspec):
        yield "uses a file without checking its digest: sha256sum --check"
    if OF_REQUEST in buildspec and OWNER not in buildspec:
        yield f"reads a bucket that a request names, whoever owns it: {OWNER}"


def _programs(buildspec: str) -> Iterator[str]:
    """Lines of the phases that are commands begin with a program of the list."""
    inside = FOLDED.sub("- ", buildspec.partition("phases:")[2].partition("\nartifacts:")[0])
    for line in inside.splitlines():
        command = re.match(r"\s*- (?P<command>.+)$", line)
        if command and command["command"] != "|" and not PROGRAMS.match(command["command"]):
            yield f"runs `{command['command'][:40]}`: builds start only known programs"


def _code(buildspec: str) -> str:
    return "\n".join(line for line in buildspec.splitlines() if not line.lstrip().startswith("#"))
