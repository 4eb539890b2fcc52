"""What the built-in rules ask, and what they say where a file does not keep them."""

from chains.errors import N_

RULES = {
    "unit": N_("The unit that the file states can be converted to the declared one"),
    "column_twice": N_("No column stands twice"),
    "column_missing": N_("Every required column is there"),
    "quote": N_("Every quotation mark is closed"),
    "row_length": N_("A row has as many cells as the header"),
    "required": N_("Required cells are filled"),
    "type": N_("A cell holds what its column asks for: number, date, month, yes or no"),
    "minimum": N_("No value is below the least allowed"),
    "maximum": N_("No value is above the greatest allowed"),
    "pattern": N_("Codes have the declared form"),
    "choices": N_("Coded values are among the allowed ones"),
    "key_twice": N_("No key stands twice in the file"),
    "reference": N_("What is referred to exists"),
    "code_lost": N_("No code has lost digits in a spreadsheet"),
    "cell_error": N_("No cell holds the error of a formula"),
    "total": N_("A row of totals agrees with the rows that it sums"),
    "unit_jump": N_("The figures of a column are of the size that they had before"),
    "figure_jump": N_("No figure is a thousand times what it was, or a thousandth of it"),
    "scope": N_("Every row belongs to a chain and a county that were given to you"),
}

COLUMN_TWICE = N_("{field.label} stands in more than one column. Keep one of them.")
COLUMN_MISSING = N_("The column {field.header} is needed and is not in the file.")
COLUMN_MISSING_NEAR = N_(
    "The column {field.header} is needed and is not in the file. What comes nearest: {near}."
)
UNIT = N_(
    "The figures are in {unit}, and {field.label} is kept in {field.unit}. "
    "Convert them and write {field.unit} in the header."
)
BROKEN = N_(
    "A quotation mark is not closed, or stands in the middle of a cell. "
    "From this row on nothing was read; correct it and upload the file again."
)
TYPES = {
    "integer": N_("“{value}” is no whole number. Write digits only, such as 120."),
    "number": N_("“{value}” is no number. Write digits only, such as 1234.5."),
    "boolean": N_("“{value}” is neither yes nor no. Write 是 or 否."),
    "date": N_("“{value}” is no date. Write year, month and day, such as 2022-10-31."),
    "yearmonth": N_("“{value}” is no month. Write year and month, such as 2022-10."),
}
REQUIRED = N_("The cell is empty, and {field.label} is needed.")
LEAST = N_("“{value}” is too small: {field.label} is at least {limit}.")
MOST = N_("“{value}” is too large: {field.label} is at most {limit}.")
PATTERN = N_("“{value}” is not of the right form. {field.label} looks like {field.example}.")
CHOICES = N_("“{value}” is not among the allowed values: {allowed}.")
CHOICES_NEAR = N_(
    "“{value}” is not among the allowed values. {near.label} comes nearest; allowed are: {allowed}."
)
KEY_TWICE = N_("Rows {first} and {row} have the same key. Keep one of them.")
REFERENCE = N_("“{value}” is not in {dataset.label}. Correct it, or add it there first.")
REFERENCE_NEAR = N_(
    "“{value}” is not in {dataset.label}. {near.label} comes nearest. "
    "Correct it, or add it there first."
)
TOTAL = N_(
    "{label} says {value} in {field.label}, and the rows sum up to {sum}. See whether a row is "
    "missing or a figure was mistyped."
)
TOO_MANY_TIMES = N_(
    "The figures of {field.label} are about {times} times what the current edition holds. "
    "They seem to be in {unit}; write {title} over the column and they are converted."
)
TOO_FEW_TIMES = N_(
    "The figures of {field.label} are about 1/{times} of what the current edition holds. "
    "They seem to be in {unit}; write {title} over the column and they are converted."
)
MANY_TIMES = N_(
    "The figures of {field.label} are about {times} times what the current edition holds. "
    "See whether they are in {field.unit_label}."
)
FEW_TIMES = N_(
    "The figures of {field.label} are about 1/{times} of what the current edition holds. "
    "See whether they are in {field.unit_label}."
)
FIGURE_JUMP = N_(
    "“{value}” is more than a thousand times what the current edition holds, or less than a "
    "thousandth of it. See whether it is in {field.unit_label}."
)
SCOPE = N_(
    "The row belongs to {kind.label} {owners.label}, and you may change {kind.label} "
    "{yours.label} only. Take the row out of the file, or ask an administrator."
)
SCOPE_RECORD = N_(
    "What this row would change belongs to {kind.label} {owners.label} so far, and you may change "
    "{kind.label} {yours.label} only. Take the row out of the file, or ask an administrator."
)
SCOPE_NONE = N_(
    "The row belongs to {kind.label} {owners.label}, and no {kind.label} was given to you. "
    "Take the row out of the file, or ask an administrator."
)
LONG = N_("The row has more cells than the header. Look for a comma too many, or missing quotes.")
SHORT = N_("The row has fewer cells than the header; those that are missing count as empty.")
MORE = N_("{count} more faults are not listed.")
