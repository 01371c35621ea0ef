"""IAM: roles and managed policies, with AWS's rules where the engine lacks them.

Users, groups, their keys and passwords, instance profiles, identity providers and service-linked roles are used by
nothing here, and so refused by name; the policy simulator too, which the engine has for roles without a path alone.
"""

from sandbox.api.rules import Rules, offered
from sandbox.api.service import operations_of
from sandbox.engine.rules.iam import (
    answers,
    attachments,
    documents,
    refusals,
    requests,
    tags,
    version_numbers,
    versions,
)

_OFFERED = offered(
    CreateRole="",
    GetRole="",
    ListRoles="",
    UpdateRole="",
    UpdateRoleDescription="",
    UpdateAssumeRolePolicy="",
    DeleteRole="",
    PutRolePermissionsBoundary="",
    DeleteRolePermissionsBoundary="",
    TagRole="",
    UntagRole="",
    ListRoleTags="",
    PutRolePolicy="",
    GetRolePolicy="",
    ListRolePolicies="",
    DeleteRolePolicy="",
    AttachRolePolicy="",
    DetachRolePolicy="",
    ListAttachedRolePolicies="RoleName Marker MaxItems",
    CreatePolicy="",
    GetPolicy="",
    ListPolicies="Scope PathPrefix Marker MaxItems",
    DeletePolicy="",
    CreatePolicyVersion="",
    GetPolicyVersion="",
    ListPolicyVersions="",
    SetDefaultPolicyVersion="",
    DeletePolicyVersion="",
    ListEntitiesForPolicy="PolicyArn EntityFilter PathPrefix PolicyUsageFilter",
    TagPolicy="",
    UntagPolicy="",
    ListPolicyTags="",
)
_REPLACED = {"SetDefaultPolicyVersion"}
_CHECKS = operations_of(documents, attachments, tags, versions)

RULES = Rules(
    "iam",
    "iam",
    offered=_OFFERED,
    constraints="ValidationError",
    words=requests.words,
    first_check=requests.check_arns,
    checks={name: check for name, check in _CHECKS.items() if name not in _REPLACED},
    replacements={name: _CHECKS[name] for name in _REPLACED},
    corrections=operations_of(answers, version_numbers),
    error_corrections=refusals.error_corrections(_OFFERED),
)
