"""Every form of captured requests is read, and what is broken is named by file and line."""

import json

import pytest

from captured import read_captured
from errors import MonitorError
from example import NAMES, line, write_captured


def put(folder, *lines):
    (folder / "a.jsonl").write_text("\n".join(lines) + "\n")
    return folder


def as_json(values, prediction):
    record = json.loads(line(1, values, prediction))
    request = {"instances": [dict(zip(NAMES, values, strict=True))]}
    answer = {"predictions": [prediction], "labels": ["yes"]}
    content = {"observedContentType": "application/json", "encoding": "JSON"}
    record["captureData"]["endpointInput"] = {**content, "mode": "INPUT", "data": json.dumps(request)}
    record["captureData"]["endpointOutput"] = {**content, "mode": "OUTPUT", "data": json.dumps(answer)}
    return json.dumps(record)


def test_csv_and_json_are_the_same_row(tmp_path, baseline):
    values = [40.5, 38, 0, "clerk"]
    found = read_captured(put(tmp_path, line(1, values, 0.75), as_json(values, 0.75)), baseline, 0).table
    one, other = found[[*NAMES, "prediction", "inference_id"]].to_dict("records")
    assert one == other == {**dict(zip(NAMES, values, strict=True)), "prediction": 0.75, "inference_id": "id-1"}


def test_a_request_with_several_rows_numbers_them(tmp_path, baseline):
    record = json.loads(line(7, [40, 38, 0, "clerk"], 0.5))
    record["captureData"]["endpointInput"]["data"] = '40,38,0,clerk\n?,38,0,"farm"\n'
    record["captureData"]["endpointOutput"]["data"] = "0.5,no\n0.25,no\n"
    found = read_captured(put(tmp_path, json.dumps(record)), baseline, 0).table
    assert list(found["inference_id"]) == ["id-7_0", "id-7_1"]
    assert found["age"].isna().tolist() == [False, True]
    assert found["prediction"].tolist() == [0.5, 0.25]


def test_without_an_inference_id_of_the_caller_it_is_the_events(tmp_path, baseline):
    record = json.loads(line(3, [40, 38, 0, "clerk"], 0.5))
    del record["eventMetadata"]["inferenceId"]
    assert read_captured(put(tmp_path, json.dumps(record)), baseline, 0).table["inference_id"][0] == "event-3"


def test_a_batch_is_a_csv_file_with_a_header_in_any_order(tmp_path, baseline):
    (tmp_path / "day.csv").write_text("prediction,job,gain,hours,age\n0.5,clerk,0,38,40\n0.2,,0,38,\n")
    found = read_captured(tmp_path, baseline, 0).table
    assert found["job"].tolist() == ["clerk", None]
    assert found["inference_id"].tolist() == ["day_0", "day_1"]


def test_a_batch_without_predictions_is_refused_by_name(tmp_path, baseline):
    (tmp_path / "day.csv").write_text("job,gain,hours,age\nclerk,0,38,40\n")
    with pytest.raises(MonitorError, match=r"day\.csv has no column `prediction`"):
        read_captured(tmp_path, baseline, 0)


@pytest.mark.parametrize(
    "broken",
    [
        "no json",
        "{}",
        line(1, [40, 38, 0], 0.5),
        line(1, [40, 38, 0, "clerk"], 0.5).replace('"0.5,yes', '"high,yes'),
    ],
)
def test_a_broken_line_is_left_out_and_too_many_end_the_run(tmp_path, baseline, broken):
    good = [line(place, [40, 38, 0, "clerk"], 0.5) for place in range(99)]
    found = read_captured(put(tmp_path, *good, broken), baseline, 0.01)
    assert (len(found.table), len(found.problems)) == (99, 1)
    with pytest.raises(MonitorError, match=r"a\.jsonl, line 100, cannot be read"):
        read_captured(put(tmp_path, *good, broken), baseline, 0.005)


def test_nothing_captured_is_no_quiet_report(tmp_path, baseline):
    with pytest.raises(MonitorError, match="is data capture on"):
        read_captured(tmp_path, baseline, 0.01)


def test_what_was_written_is_what_is_read(tmp_path, baseline, rows):
    table = rows(300)
    write_captured(tmp_path, table)
    found = read_captured(tmp_path, baseline, 0).table
    assert found["hours"].to_numpy() == pytest.approx(table["hours"].to_numpy())
    assert found["age"].isna().tolist() == table["age"].isna().tolist()
