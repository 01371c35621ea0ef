"""A function is invoked by the rule that is named, runs a supported Python, and its code does nothing dynamic."""

import ast
from collections.abc import Iterator

from scripts.gate.model.remembered import remembered
from scripts.gate.model.template import Problem, Resource, Template
from scripts.gate.model.values import text

RUNTIMES = ("python3.12", "python3.13", "python3.14")
DYNAMIC = ("__import__", "compile", "eval", "exec", "getattr", "globals", "open", "setattr")
IMPORTS = (
    "base64",
    "boto3",
    "botocore",
    "collections",
    "contextlib",
    "dataclasses",
    "datetime",
    "functools",
    "hashlib",
    "http",
    "json",
    "os",
    "re",
    "time",
    "typing",
    "urllib",
)
OS_MEMBERS = ("environ",)


def check(template: Template) -> Iterator[Problem]:
    for function in template.of_type("AWS::Lambda::Function"):
        if text(function.properties.get("Runtime")) not in RUNTIMES:
            yield Problem(
                function.name, f"runs {text(function.properties.get('Runtime'))}: use one of {', '.join(RUNTIMES)}"
            )
        for problem in (*_code(text(function.properties.get("Code", {}).get("ZipFile"))), *_settings(function)):
            yield Problem(function.name, problem)
    for permission in template.of_type("AWS::Lambda::Permission"):
        yield from _permission(template, permission)


def _settings(function: Resource) -> Iterator[str]:
    for name in ("Layers", "FileSystemConfigs", "ImageConfig", "CodeSigningConfigArn"):
        if name in function.properties:
            yield f"has {name}: its code is in the template"
    if set(function.properties.get("Code", {})) != {"ZipFile"}:
        yield "takes its code from elsewhere: put it into the template"
    if "${" not in text(function.properties.get("Role")):
        yield "names its role by hand: take the catalog's"


@remembered
def _code(source: str) -> Iterator[str]:
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        yield f"has code that is no Python: {error.msg}"
        return
    for node in ast.walk(tree):
        yield from _node(node)


def _node(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import | ast.ImportFrom):
        yield from _imports(node)
    elif isinstance(node, ast.Name) and node.id in DYNAMIC:
        yield f"uses {node.id}: write what it does"
    elif isinstance(node, ast.Attribute) and ast.unparse(node.value) == "os" and node.attr not in OS_MEMBERS:
        yield f"uses os.{node.attr}: a function reads its environment alone"
    elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith("http://"):
        yield f"speaks to {node.value} without TLS: write https"


def _imports(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    module = node.module or "" if isinstance(node, ast.ImportFrom) else ""
    for alias in node.names:
        name = module or alias.name
        of_os = module == "os" and alias.name not in OS_MEMBERS
        if name.partition(".")[0] not in IMPORTS or of_os:
            yield f"imports {alias.name} of {name}: functions need none of it"


def _permission(template: Template, permission: Resource) -> Iterator[Problem]:
    rules = {f"${{{rule.name}.Arn}}" for rule in template.of_type("AWS::Events::Rule")}
    if text(permission.properties.get("SourceArn")) not in rules:
        yield Problem(permission.name, "lets any source invoke the function: set SourceArn to the rule")
    if text(permission.properties.get("Principal")) != "events.amazonaws.com":
        yield Problem(permission.name, f"lets {text(permission.properties.get('Principal'))} invoke it: only rules do")
    if text(permission.properties.get("Action")) != "lambda:InvokeFunction":
        yield Problem(permission.name, f"allows {text(permission.properties.get('Action'))}: invoking is enough")
    if "FunctionUrlAuthType" in permission.properties:
        yield Problem(permission.name, "opens an address of the function: take FunctionUrlAuthType out")
