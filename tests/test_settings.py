"""Settings: a default, an override from the environment, a refusal; and the theme's contrast."""

import tomllib
from pathlib import Path

import pytest

from chains import settings
from chains.errors import UsageError

CONFIG = tomllib.loads((settings.HOME / ".streamlit" / "config.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("setting", settings.SETTINGS.values(), ids=lambda one: one.name)
def test_a_setting_has_a_default_and_a_line_of_help(
    setting: settings.Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(setting.variable, raising=False)
    assert setting.read() == setting.default
    assert setting.help
    assert setting.variable == f"CHAINS_{setting.name.upper()}"


def test_the_environment_overrides_a_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHAINS_PORT", "8600")
    assert settings.number("port") == 8600
    monkeypatch.setenv("CHAINS_PORT", "")
    assert settings.number("port") == 8501


def test_a_word_where_a_number_belongs_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHAINS_QUERY_SECONDS", "soon")
    with pytest.raises(UsageError, match="CHAINS_QUERY_SECONDS is soon"):
        settings.number("query_seconds")


def test_the_store_is_taken_from_where_the_program_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CHAINS_STORE", "city")
    assert settings.store_folder() == (tmp_path / "city").resolve()


def test_the_dashboard_listens_here_and_reports_to_nobody() -> None:
    assert CONFIG["server"]["address"] == "127.0.0.1"
    assert CONFIG["browser"]["gatherUsageStats"] is False
    assert "http" not in (settings.HOME / ".streamlit" / "config.toml").read_text(encoding="utf-8")


def test_our_own_limit_answers_before_that_of_streamlit() -> None:
    assert settings.number("upload_mb") < 100 < CONFIG["server"]["maxUploadSize"]


def luminance(colour: str) -> float:
    """Relative luminance after WCAG 2.2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


SURFACES = ("backgroundColor", "secondaryBackgroundColor")


def test_black_on_white_is_21_to_1() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_text_colour_can_be_read_on_every_surface(mode: str) -> None:
    theme = CONFIG["theme"][mode]
    places = [theme, theme["sidebar"]]
    surfaces = [place[key] for place in places for key in SURFACES]
    words = [value for key, value in theme.items() if key.endswith("extColor")]
    words += [theme["linkColor"], theme["dataframeHeaderTextColor"]]
    assert {(w, s) for w in words for s in surfaces if contrast(w, s) < 4.5} == set()
    assert contrast(theme["primaryColor"], "#FFFFFF") >= 4.5
    assert contrast(theme["primaryColor"], theme["backgroundColor"]) >= 3
    chosen = theme["sidebar"].get("primaryColor", theme["primaryColor"])  # the chosen language
    assert contrast(chosen, theme["sidebar"]["backgroundColor"]) >= 4.5


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_streamlit_takes_only_palettes_of_ten(mode: str) -> None:
    theme = CONFIG["theme"][mode]
    assert len(theme["chartSequentialColors"]) == len(theme["chartDivergingColors"]) == 10
