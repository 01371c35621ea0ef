"""One module for each tool, with one function `scan(workspace)`. Own rules of the catalog are one more tool."""

from collections.abc import Mapping

from scripts.gate.run import Scan
from scripts.gate.scanners import (
    actionlint,
    catalog,
    cdk_nag,
    cfn_guard,
    cfn_lint,
    checkov,
    detect_secrets,
    licences,
    parliament,
    shellcheck,
    zizmor,
)

# The slowest come first: two run at a time.
SCANNERS: Mapping[str, Scan] = {
    "cfn-lint": cfn_lint.scan,
    "checkov": checkov.scan,
    "detect-secrets": detect_secrets.scan,
    "cfn-guard": cfn_guard.scan,
    "cdk-nag": cdk_nag.scan,
    "parliament": parliament.scan,
    "licences": licences.scan,
    "shellcheck": shellcheck.scan,
    "zizmor": zizmor.scan,
    "actionlint": actionlint.scan,
    "catalog": catalog.scan,
}
