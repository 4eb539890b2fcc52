"""What leaves for a spreadsheet opens there and runs nothing."""

import csv
import io
from datetime import date
from decimal import Decimal

import pandas as pd
import pytest

from chains import export


def read(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(
    "cell", ["=1+1", "+86", "-1", "@SUM(A1)", "\tx", "\rx", "=cmd|' /C calc'!A0"]
)
def test_a_text_that_a_spreadsheet_would_run_gets_an_apostrophe(cell: str):
    frame = pd.DataFrame({"text": ["示例", cell, None]})
    assert read(export.csv_bytes(frame)) == [["text"], ["示例"], [f"'{cell}"], [""]]


def test_real_numbers_stay_numbers():
    frame = pd.DataFrame(
        {
            "whole": [-1, 2],
            "money": [-12.5, None],
            "exact": [Decimal("-1.50"), Decimal(2)],
            "day": [date(2022, 10, 31), None],
            "good": [True, False],
        }
    )
    assert read(export.csv_bytes(frame))[1:] == [
        ["-1", "-12.5", "-1.50", "2022-10-31", "True"],
        ["2", "", "2", "", "False"],
    ]


def test_a_header_is_disarmed_too():
    frame = pd.DataFrame([[1]], columns=["=1+1"])
    assert read(export.csv_bytes(frame)) == [["'=1+1"], ["1"]]


def test_columns_go_out_under_their_labels():
    frame = pd.DataFrame({"name": ["a"], "other": [1]})
    assert read(export.csv_bytes(frame, {"name": "企业名称"}))[0] == ["企业名称", "other"]


def test_excel_in_china_reads_the_encoding_and_the_line_ends():
    data = export.csv_bytes(pd.DataFrame({"县市区": ["大祥区"]}))
    assert data == "\ufeff县市区\r\n大祥区\r\n".encode()


def test_a_frame_without_rows_keeps_its_header():
    assert read(export.csv_bytes(pd.DataFrame({"a": [], "b": []}))) == [["a", "b"]]


def test_the_frame_given_is_not_changed():
    frame = pd.DataFrame({"text": ["=1"], "list": [["=1"]]})
    export.disarm(frame)
    assert frame["text"].to_list() == ["=1"]


def test_columns_of_the_same_name_all_go_out():
    frame = pd.DataFrame([["=1", 2]], columns=["a", "a"])
    assert read(export.csv_bytes(frame)) == [["a", "a"], ["'=1", "2"]]
