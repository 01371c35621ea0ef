"""State machines of Step Functions."""

from sandbox.cloudformation.resources.resource_type import ApiCall, ResourceType, tagging

# Tables are read by column.
# fmt: off
_MACHINE = {"stateMachineArn": "id"}
_CONFIGURATION = ("DefinitionString", "RoleArn", "LoggingConfiguration", "TracingConfiguration",
                  "EncryptionConfiguration")

RESOURCE_TYPES = (
    ResourceType(
        type="AWS::StepFunctions::StateMachine",
        service="stepfunctions",
        properties=("StateMachineName", "StateMachineType", *_CONFIGURATION, "Tags"),
        names={"StateMachineName": "name", "StateMachineType": "type", "DefinitionString": "definition"},
        name=("StateMachineName", 80),
        create=ApiCall("CreateStateMachine"),
        update=ApiCall("UpdateStateMachine", _MACHINE, takes=_CONFIGURATION),
        identifier="result.stateMachineArn",
        settings=(tagging({"resourceArn": "id"}, tags="tags", keys="tagKeys"),),
        delete=(ApiCall("DeleteStateMachine", _MACHINE),),
        reads=(ApiCall("DescribeStateMachine", _MACHINE), ApiCall("ListTagsForResource", {"resourceArn": "id"})),
        attributes={
            "Arn": "id",
            "Name": "read.DescribeStateMachine.name",
            "StateMachineRevisionId": "read.DescribeStateMachine.revisionId",
        },
        create_only=("StateMachineName", "StateMachineType"),
    ),
)
