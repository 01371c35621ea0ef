"""One module for each tool, with one function `scan(workspace)`. Own rules of the catalog are one more tool."""

from collections.abc import Mapping

from scripts.gate.run import Scan
from scripts.gate.scanners import cfn_lint

SCANNERS: Mapping[str, Scan] = {
    "cfn-lint": cfn_lint.scan,
}
