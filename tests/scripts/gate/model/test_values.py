"""Values of templates as text."""

from scripts.gate.model.values import branches, given, text, texts


def test_what_cloudformation_fills_in_stays_a_placeholder() -> None:
    assert texts({"Ref": "Bucket"}) == ("${Bucket}",)
    assert texts({"Fn::GetAtt": ["Bucket", "Arn"]}) == ("${Bucket.Arn}",)
    assert texts({"Fn::Sub": "${Bucket.Arn}/data/*"}) == ("${Bucket.Arn}/data/*",)


def test_values_of_a_substitution_are_filled_in() -> None:
    assert text({"Fn::Sub": ["${Name}-x", {"Name": {"Ref": "Parameter"}}]}) == "${Parameter}-x"


def test_both_branches_of_a_choice_count_and_no_value_does_not() -> None:
    chosen = {"Fn::If": ["HasNetwork", "a", {"Ref": "AWS::NoValue"}]}
    assert texts([chosen, "b"]) == ("a", "b")
    assert texts({"Fn::Sub": ["${X}-x", {"X": {"Fn::If": ["C", "a", "b"]}}]}) == ("a-x", "b-x")
    assert list(branches(chosen)) == ["a"]
    assert list(given(chosen)) == [((("HasNetwork", True),), "a")]


def test_parts_of_a_split_name_are_told_apart() -> None:
    parts = {"Fn::Split": ["-", {"Ref": "AWS::StackName"}]}
    assert text({"Fn::Select": [2, parts]}) != text({"Fn::Select": [3, parts]})
    assert text({"Fn::Select": [1, ["a", "b"]]}) == "b"


def test_booleans_and_numbers_are_text_too() -> None:
    assert texts([True, 30]) == ("true", "30")
