"""The types that a parameter of a template may have: User Guide, "Parameters"; the list is that of cfn-lint 1.58."""

_EC2 = (
    *("AvailabilityZone::Name", "Image::Id", "Instance::Id", "SecurityGroup::GroupName", "SecurityGroup::Id"),
    *("Subnet::Id", "VPC::Id", "Volume::Id"),
)
_LISTED = (*(f"AWS::EC2::{name}" for name in _EC2), "AWS::Route53::HostedZone::Id", "Number", "String")
_SINGLE = (*_LISTED, "AWS::EC2::KeyPair::KeyName", "AWS::SSM::Parameter::Name")
_PLAIN = (*_SINGLE, *(f"List<{name}>" for name in _LISTED), "CommaDelimitedList")

PARAMETER_TYPES = frozenset((*_PLAIN, *(f"AWS::SSM::Parameter::Value<{name}>" for name in _PLAIN)))
