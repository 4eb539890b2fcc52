"""What a wrong value was likely meant to be: among allowed values, or among what exists."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import duckdb
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from chains import schema
from chains.i18n import sentence
from chains.intake.words import plain
from chains.schema import Dataset, Field, Reference

COMPARISONS = 4_000_000  # about a second
ALIKE = 50  # per cent, of an allowed value
AHEAD = 10  # per cent, of the second
NAMED = 60  # per cent, of a name
SHORTEST = 4  # a shorter code is one letter away from too many others
ZEROS = re.compile(r"(?<!\d)0+(?=\d)")
MISTAKEN = str.maketrans("oi", "01")
NAMES = ("name", "title")


@dataclass(frozen=True)
class Near:
    """A value that exists, and how to speak of it in both languages."""

    value: str
    zh: str
    en: str

    @property
    def label(self) -> str:
        """The value with its name in the language in force."""
        return sentence(self.zh, self.en)


@dataclass(frozen=True)
class Known:
    """The rows of a dataset that can be meant: each with its forms to compare."""

    nears: tuple[Near, ...]
    codes: tuple[str, ...]
    names: tuple[str, ...]
    by_code: Mapping[str, int]
    by_name: Mapping[str, int]


def choices(one: Field, wrong: Iterable[str]) -> dict[str, Near]:
    """The allowed value that each wrong one is most like, in either language; none in doubt."""
    words = [(word, i) for i, pair in enumerate(one.choices) for word in dict.fromkeys(pair)]
    forms = [plain(word) for word, _ in words]
    found = {}
    for value in wrong:
        scores = dict.fromkeys(range(len(one.choices)), 0.0)
        for (_, i), form in zip(words, forms, strict=True):
            scores[i] = max(scores[i], fuzz.ratio(plain(value), form))
        first, second = sorted([*scores.values(), 0.0])[:-3:-1]
        if first >= max(ALIKE, second + AHEAD):
            chosen = one.choices[max(scores, key=lambda i: scores[i])]
            found[value] = Near(chosen[0], chosen[0], f"{chosen[0]} ({chosen[1]})")
    return found


def references(
    reference: Reference, connection: duckdb.DuckDBPyConnection, wrong: Sequence[str]
) -> dict[str, Near]:
    """What exists and is nearest to each wrong value, by its code or by its name; none in doubt.

    Of very many different values the first are compared, as many as take about a second.
    """
    known = _known(connection, schema.dataset(reference.dataset), reference.target)
    if not known.nears:
        return {}
    most = max(1, COMPARISONS // len(known.nears))
    found = ((value, _nearest(value, known)) for value in wrong[:most])
    return {value: known.nears[place] for value, place in found if place is not None}


def _nearest(value: str, known: Known) -> int | None:
    """The same code in another form, the name instead of the code, a slip, a name much like it."""
    code, name = _joined(value), plain(value)
    if _bare(code) in known.by_code:
        return known.by_code[_bare(code)]
    if name in known.by_name:
        return known.by_name[name]
    if not name.isascii():
        return _only(
            process.extract(name, known.names, scorer=fuzz.ratio, score_cutoff=NAMED, limit=2)
        )
    if len(code) < SHORTEST:
        return None
    least = 1 - max(1, len(code) // 9) / len(code) - 1e-9  # a slip, and two in a credit code
    return _only(
        process.extract(
            code, known.codes, scorer=OSA.normalized_similarity, score_cutoff=least, limit=2
        )
    )


def _only(best: Sequence[tuple[str, float, int]]) -> int | None:
    """The best, unless the second is as good."""
    if not best or (len(best) > 1 and best[0][1] == best[1][1]):
        return None
    return best[0][2]


def _known(connection: duckdb.DuckDBPyConnection, dataset: Dataset, target: str) -> Known:
    named = next((name for name in NAMES if name in dataset.columns), target)
    english = f"{named}_en" if f"{named}_en" in dataset.columns else named
    rows = connection.execute(
        f"select {target}, {named}, coalesce({english}, {named}) from {dataset.name} order by all"
    ).fetchall()
    codes = tuple(_joined(code) for code, _, _ in rows)
    names = tuple(plain(name) for _, name, _ in rows)
    nears = tuple(
        Near(code, f"{code}（{zh}）", f"{code} ({en})")
        if named != target
        else Near(code, code, code)
        for code, zh, en in rows
    )
    bare = [_bare(code) for code in codes]
    return Known(nears, codes, names, _places(bare), _places(names))


def _places(forms: Sequence[str]) -> dict[str, int]:
    """Where each form stands that stands once."""
    places = {form: place for place, form in enumerate(forms)}
    last = {form: place for place, form in reversed(list(enumerate(forms)))}
    return {form: place for form, place in places.items() if last[form] == place}


def _joined(code: str) -> str:
    """A code without hyphens, dots and the like."""
    return re.sub(r"[-_./]", "", plain(code))


def _bare(code: str) -> str:
    """A code without what hands and spreadsheets change: O for 0, I for 1, zeros before digits."""
    return ZEROS.sub("", code.translate(MISTAKEN))
