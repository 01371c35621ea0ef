"""The function behind `Custom::StageRoles`, and its role, which can become the provisioner of a stage's account."""

from troposphere import Ref, awslambda, iam

from templates import names
from templates.arns import role_arn
from templates.blocks.grants.runtime import write_named_log_group
from templates.blocks.roles import account_role
from templates.foundations.blocks.catalog_parameters import ORGANIZATION
from templates.foundations.blocks.functions import Function, function
from templates.policy import allow, service_trust_if_source_account_known

LONGEST_RUN = 900


def stages_function() -> Function:
    """It waits for a stack with several roles, which takes about half a minute, and for another one's deletion."""
    variables = {
        "PROVISIONER": role_arn(names.STAGE_PROVISIONER, "{account}"),
        "SERVICE_ROLE": role_arn(names.STAGE_CLOUDFORMATION, "{account}"),
        "ACCOUNT_TAG": names.DEVELOPMENT_ACCOUNT,
        "STACK_NAME": names.stage_stack("{stage}", "{own}", "{project}"),
        "ENDPOINT_STACK_NAME": f"sagemaker-{{name}}-{{project}}-{names.ENDPOINT_STACK}-{{stage}}",
    }
    return function(
        "StagesFunction",
        names.STAGES,
        names.STAGES_FUNCTION,
        "stages.py",
        Description="Makes and deletes the roles of projects in the accounts of stages",
        Timeout=LONGEST_RUN,
        Environment=awslambda.Environment(Variables=variables),
    )


def stages_function_role() -> iam.Role:
    in_this_organisation = {"StringEquals": {"aws:ResourceOrgID": Ref(ORGANIZATION)}}
    provisioners = [role_arn(names.STAGE_PROVISIONER, "*")]
    return account_role(
        names.STAGES_FUNCTION,
        service_trust_if_source_account_known("lambda", Ref("AWS::AccountId")),
        [
            write_named_log_group(f"/aws/lambda/{names.STAGES}"),
            allow(["sts:AssumeRole", "sts:TagSession"], provisioners, in_this_organisation),
        ],
    )
