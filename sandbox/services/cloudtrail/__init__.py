"""CloudTrail's event history: every call of a role, allowed or denied, is a line of a file in the state folder.

AWS leaves data events (objects, logs, invocations) out of the event history; here they are in it too, so that a
rehearsal can read what a role was used for.
"""

from sandbox.api.service import Service, operations_of
from sandbox.services.cloudtrail import lookup
from sandbox.services.cloudtrail.recording import record_call

CLOUD_TRAIL = Service("cloudtrail", operations_of(lookup))

__all__ = ["CLOUD_TRAIL", "record_call"]
