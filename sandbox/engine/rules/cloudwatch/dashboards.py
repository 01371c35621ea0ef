"""Dashboards. API Reference, "PutDashboard", "GetDashboard", "ListDashboards" and "DeleteDashboards"."""

import json
import re

from ministack.services import cloudwatch

from sandbox.api.errors import ServiceError
from sandbox.api.types import Answer, Request
from sandbox.engine.rules.cloudwatch import dashboard_body
from sandbox.engine.rules.cloudwatch.points import moment

_NAME = re.compile(r"[A-Za-z0-9_-]{1,255}")


def check(request: Request) -> None:
    """The sentences are those that users report: aws-cdk#5026, pulumi#13059, aws-eda-slurm-cluster#116."""
    name = request["DashboardName"]
    if not _NAME.fullmatch(name):
        what = "It can only contain alphanumerics, dash (-) and underscore (_)."
        raise _invalid(f"The value {name} for field DashboardName contains invalid characters. {what}")
    try:
        body = json.loads(request["DashboardBody"])
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise _invalid("The field DashboardBody must be a valid JSON object")
    problems = [{"dataPath": path, "message": message} for path, message in dashboard_body.problems(body)]
    if problems:
        count = f"The dashboard body is invalid, there are {len(problems)} validation errors:"
        raise _invalid(f"{count}\n{json.dumps(problems, indent=2)}")


def get(request: Request) -> Answer:
    found = cloudwatch._dashboards.get(request["DashboardName"])
    if not found:
        raise _gone(request["DashboardName"])
    return {name: found[name] for name in ("DashboardArn", "DashboardBody", "DashboardName")}


def listed(request: Request) -> Answer:
    prefix = request.get("DashboardNamePrefix") or ""
    found = [each for name, each in sorted(cloudwatch._dashboards.items()) if name.startswith(prefix)]
    return {
        "DashboardEntries": [
            {
                "DashboardName": each["DashboardName"],
                "DashboardArn": each["DashboardArn"],
                "LastModified": moment(each["LastModified"]),
                "Size": each["Size"],
            }
            for each in found
        ]
    }


def check_deleted(request: Request) -> None:
    """One dashboard that does not exist keeps all of them."""
    for name in request["DashboardNames"]:
        if name not in cloudwatch._dashboards:
            raise _gone(name)


def _invalid(sentence: str) -> ServiceError:
    return ServiceError("InvalidParameterInput", sentence)


def _gone(name: str) -> ServiceError:
    return ServiceError("ResourceNotFound", f"Dashboard {name} does not exist", 404)
