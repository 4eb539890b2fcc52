"""What the declarations say in the words of an office: examples, types, yes and no."""

from chains.schema import Field

YES_NO = {"true": "是", "false": "否"}
TYPES = {
    "string": "文本 text",
    "yearmonth": "月份 month (YYYY-MM)",
    "integer": "整数 integer",
    "number": "数值 number",
    "boolean": "是/否 yes or no",
    "date": "日期 date (YYYY-MM-DD)",
    "datetime": "时间 time",
}


def example(field: Field) -> str:
    """A field's example as an office would write it."""
    text = str(field.example)
    return YES_NO.get(text.lower(), text) if field.type == "boolean" else text
