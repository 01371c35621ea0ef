"""Templates as the rules read them."""

from tests.scripts.gate.small import allow, document, resource, role, service, template


def test_grants_of_a_role_are_its_own_and_those_of_policies_of_the_template() -> None:
    policy = resource("AWS::IAM::ManagedPolicy", PolicyDocument=document(allow("sqs:SendMessage", "x")))
    attached = role("x", allow("s3:GetObject", "y"), ManagedPolicyArns=[{"Ref": "Policy"}], trust=service("lambda"))
    (found,) = template({"Policy": policy, "Role": attached}).roles
    assert [action for action, _ in found.granted] == ["s3:GetObject", "sqs:SendMessage"]
    assert found.services == {"lambda.amazonaws.com"}


def test_a_boundary_is_no_grant() -> None:
    policy = resource(
        "AWS::IAM::ManagedPolicy",
        ManagedPolicyName="mlops-catalog-boundary",
        PolicyDocument=document(allow("s3:GetObject", "*")),
    )
    (statement,) = template({"Boundary": policy}, "foundation").identity
    assert statement.kind == "boundary"


def test_a_statement_knows_the_choices_that_it_depends_on() -> None:
    chosen = {"Fn::If": ["HasNetwork", allow("ec2:DescribeVpcs", "*"), {"Ref": "AWS::NoValue"}]}
    (statement,) = template({"Role": role("x", chosen)}).identity
    assert statement.choices == (("HasNetwork", True),)


def test_a_changed_copy_shares_what_was_not_changed() -> None:
    good = template({"A": role("a"), "B": role("b")})
    body = {**good.body, "Resources": {**good.body["Resources"], "B": role("c")}}
    changed = type(good)(good.name, good.kind, body, {}, good)
    assert changed.roles[0] is good.roles[0]
    assert changed.roles[1].name == "c"
