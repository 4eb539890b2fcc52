"""python -m chains shock and rank: what the pages say, and any network that a researcher brings."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from published_esri import ESRI, LINKS, SECTORS

from chains.cli import main
from chains.store import Store

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def chains(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in English: status, stdout, stderr."""

    def run(*words: object, store: Path | None = None) -> tuple[int, str, str]:
        common = ["--store", str(store or tmp_path / "store"), "--language", "en"]
        status = main([*common, *map(str, words)])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return run


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """The published network as two CSV files."""
    links = "\n".join(link.replace("-", ",") + ",1" for link in LINKS)
    firms = "\n".join(f"{firm},{sector}" for firm, sector in SECTORS.items())
    return given(tmp_path, f"supplier,customer,value\n{links}\n", f"firm,sector\n{firms}\n")


def given(folder: Path, edges: str, sectors: str, encoding: str = "utf-8") -> list[str]:
    (folder / "edges.csv").write_text(edges, encoding=encoding)
    (folder / "sectors.csv").write_text(sectors, encoding=encoding)
    return ["--edges", str(folder / "edges.csv"), "--sectors", str(folder / "sectors.csv")]


@pytest.mark.parametrize(("setting", "replaced"), list(ESRI))
def test_the_published_example_holds(chains: Run, files: list[str], setting: str, replaced: bool):  # noqa: FBT001 - the key of a table
    found = []
    for firm in range(1, 12):
        more = ["--replaceability"] if replaced else []
        words = ["shock", "--stop", firm, "--setting", setting, *more, *files, "--json"]
        status, out, _ = chains(*words)
        assert status == 0
        found.append(json.loads(out)["esri"])
    assert found == pytest.approx(ESRI[setting, replaced], abs=1e-9)


def test_a_part_of_a_loss_and_a_looser_end_are_options(chains: Run, tmp_path: Path):
    files = given(
        tmp_path, "supplier,customer,value\na,b,1\nb,c,1\n", "firm,sector\na,1\nb,2\nc,3\n"
    )
    _, out, _ = chains("shock", "--stop", "a", "--loss", 30, *files, "--json")
    assert json.loads(out)["esri"] == pytest.approx(0.3)
    _, out, _ = chains("shock", "--stop", "a", "--loss", 30, "--eps", 0.5, *files, "--json")
    said = json.loads(out)
    assert (said["rounds"], [row["uscc"] for row in said["firms"]]) == (1, ["a", "b"])


def test_several_firms_stop_at_once_and_a_person_reads_who_is_hit(chains: Run, files: list[str]):
    status, out, _ = chains("shock", "--stop", "1", "--stop", "5", *files)
    assert status == 0
    assert "20.0000% of what firms sell to firms is at risk." in out
    assert "it does not predict" in out


def test_a_file_in_the_encoding_of_a_chinese_excel_is_read(chains: Run, tmp_path: Path):
    edges, sectors = "supplier,customer,value\n甲,乙,1\n甲,乙,\n", "firm,sector\n甲,\n乙,轴承\n"
    files = given(tmp_path, edges, sectors, "gb18030")
    status, out, _ = chains("shock", "--stop", "甲", *files, "--json")
    assert status == 0
    assert json.loads(out)["esri"] == 1
    assert json.loads(out)["left_out"]["without_value"] == 1


@pytest.mark.parametrize(
    ("edges", "sectors", "says"),
    [
        ("supplier,customer\na,b\n", "firm,sector\na,1\nb,1\n", "has no column value"),
        ("supplier,customer,value\na,b,x\n", "firm,sector\na,1\nb,1\n", "no number: x"),
        ("supplier,customer,value\na,b,1\n", "firm,sector\na,1\n", "lacks the firm b"),
        ('supplier,customer,value\n"a,b,1\n', "firm,sector\na,1\n", "is no CSV table"),
    ],
)
def test_a_file_that_is_no_network_is_refused(chains: Run, tmp_path: Path, edges, sectors, says):
    status, _, told = chains("shock", "--stop", "a", *given(tmp_path, edges, sectors))
    assert status == 1
    assert says in told


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--stop", "12"], "There is no open firm 12."),
        ([], "Choose a firm"),
        (["--stop", "1", "--loss", "101"], "0 to 100 can be lost"),
        (["--stop", "1", "--loss", "nan"], "0 to 100 can be lost"),
        (["--stop", "1", "--eps", "0"], "eps is 0"),
        (["--stop", "1", "--county", "X"], "know no county"),
    ],
)
def test_wrong_use_says_what_is_wrong(chains: Run, files: list[str], words: list[str], says: str):
    status, _, told = chains("shock", *words, *files)
    assert status == 2
    assert says in told


def test_links_without_firms_are_wrong_use(chains: Run, files: list[str]):
    status, _, told = chains("shock", "--stop", "1", *files[:2])
    assert (status, "belong together" in told) == (2, True)


def test_the_store_is_asked_by_code_or_by_name_and_ranked(chains: Run, city_copy: Store):
    status, out, _ = chains("rank", "--top", 3, "--json", store=city_copy.root)
    first, second, _ = json.loads(out)
    assert status == 0
    assert first["rank"] == 1
    assert first["esri"] > second["esri"]
    _, out, _ = chains("shock", "--stop", first["uscc"], "--json", store=city_copy.root)
    said = json.loads(out)
    assert said["esri"] == pytest.approx(first["esri"], abs=1e-12)
    assert len(said["chains"]) == 9
    _, out, _ = chains("shock", "--stop", first["name"], "--json", store=city_copy.root)
    assert json.loads(out)["esri"] == said["esri"]
    _, out, _ = chains("rank", "--top", 3, store=city_copy.root)
    assert first["name"] in out


def test_an_empty_store_has_nobody_to_rank_or_stop(chains: Run):
    assert chains("rank", "--json")[:2] == (0, "[]\n")
    status, _, told = chains("shock", "--stop", "1")
    assert (status, told) == (2, "There is no open firm 1.\n")
