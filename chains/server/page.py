"""The sign-in pages as HTML: no script, nothing from elsewhere, one style sheet beside them."""

import tomllib
from base64 import b64encode
from functools import cache
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from chains import i18n, settings
from chains.i18n import _
from chains.settings import HOME

STYLE = Path(__file__).with_name("sign_in.css")
DRAWINGS = HOME / "chains" / "ui"
THEME = HOME / ".streamlit" / "config.toml"
POLICY = (
    "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)


def sign_in(*, form: str, onward: str, name: str, error: str, note: str) -> str:
    """Name and password of an account of this server."""
    fields = (
        _hidden(form=form, next=onward)
        + _field(_("Account name"), "name", name, "text", "username", focus=not name)
        + _field(_("Password"), "password", "", "password", "current-password", focus=bool(name))
    )
    body = _error(error) + _note(note) + _form("/sign-in", fields, _("Sign in"))
    return _sheet(_("Sign in"), body, onward)


def organisation(*, onward: str, note: str) -> str:
    """The way to the organisation's own sign-in."""
    text = _text(_("You sign in with the account of your organisation."))
    link = f"/sign-in/provider?{urlencode({'next': onward})}"
    return _sheet(_("Sign in"), _note(note) + text + _button(link, _("Go to the sign-in")), onward)


def password(
    *, csrf: str, name: str, onward: str, asks_current: bool, forced: bool, error: str
) -> str:
    """A new password, twice; the current one first where there is one."""
    fewest = int(settings.number("password_length"))
    rule = _(
        "{fewest} characters or more, without the name of the account. Several words that do not "
        "belong together are easy to remember and hard to guess.",
        fewest=fewest,
    )
    kind = "password"
    fields = _hidden(csrf=csrf, next=onward)
    fields += f'<input value="{escape(name)}" autocomplete="username" readonly hidden>'
    if asks_current:
        fields += _field(_("Current password"), "current", "", kind, "current-password", focus=True)
    fields += _field(_("New password"), "wanted", "", kind, "new-password", focus=not asks_current)
    fields += f"<small>{escape(rule)}</small>"
    fields += _field(_("New password once more"), "again", "", kind, "new-password")
    note = _("Choose a password of your own before you go on.") if forced else ""
    body = _error(error) + _note(note) + _form("/sign-in/password", fields, _("Set the password"))
    return _sheet(_("Choose a password"), body, onward, here="/sign-in/password")


def ticket(*, form: str, ticket: str) -> str:
    """What a one-time link opens; only its button uses the link up."""
    text = _(
        "This link lets you in once, to choose a password. It works when you press the button."
    )
    fields = _hidden(form=form, ticket=ticket)
    body = _text(text) + _form("/sign-in/first", fields, _("Go on"))
    return _sheet(_("Welcome"), body, "", here="/sign-in/first", ticket=ticket)


def leaving(*, name: str, csrf: str, passwords: bool) -> str:
    """Who is signed in, and the ways out."""
    word = _hidden(csrf=csrf)
    body = _text(_("You are signed in as {name}.", name=name))
    body += _form("/sign-out", word, _("Sign out"))
    body += _form("/sign-out-everywhere", word, _("Sign out on all devices"), plain=True)
    body += _link("/sign-in/password", _("Change the password")) if passwords else ""
    body += _link("/", _("Back to the dashboard"))
    return _sheet(_("Your account"), body, "", here="/sign-out")


def refusal(text: str) -> str:
    """Somebody was refused: why, and the way back."""
    body = _error(text) + _button("/sign-in", _("Back to the sign-in"))
    return _sheet(_("No way in"), body, "")


@cache
def style() -> str:
    """The style sheet, in the colours of the dashboard's theme, light and dark."""
    theme = tomllib.loads(THEME.read_text(encoding="utf-8"))["theme"]
    shared = {name: theme[name] for name in ("font", "baseRadius")}
    light, dark = _variables({**shared, **theme["light"]}), _variables(theme["dark"])
    return (
        f":root {{ color-scheme: light dark; {light} }}\n"
        f"@media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}\n"
        + STYLE.read_text(encoding="utf-8")
    )


def _variables(values: dict[str, Any]) -> str:
    return " ".join(f"--{name}: {text};" for name, text in values.items() if isinstance(text, str))


@cache
def _drawing(name: str) -> str:
    return (DRAWINGS / name).read_text(encoding="utf-8").strip()


def _sheet(title: str, body: str, onward: str, *, here: str = "/sign-in", **values: str) -> str:
    other = next(code for code in i18n.LANGUAGES if code != i18n.language())
    query = urlencode({"lang": other, **({"next": onward} if onward else {}), **values})
    tag = {"zh": "zh-CN", "en": "en"}
    icon = b64encode(_drawing("icon.svg").encode()).decode()
    return (
        f'<!doctype html><html lang="{tag[i18n.language()]}"><head><meta charset="utf-8">'
        f"<title>{escape(title)} · 链长台 Chainboard</title>"
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<link rel="icon" href="data:image/svg+xml;base64,{icon}">'
        '<link rel="stylesheet" href="/sign-in/style.css"></head><body>'
        f"<header>{_drawing('logo.svg')}"
        f'<a href="{here}?{escape(query)}" lang="{tag[other]}">{i18n.LANGUAGES[other]}</a></header>'
        f"<main><h1>{escape(title)}</h1>{body}</main></body></html>"
    )


def _form(action: str, fields: str, button: str, *, plain: bool = False) -> str:
    kind = ' class="plain"' if plain else ""
    return (
        f'<form method="post" action="{action}">{fields}'
        f"<button{kind}>{escape(button)}</button></form>"
    )


def _field(label: str, name: str, value: str, kind: str, fill: str, *, focus: bool = False) -> str:
    attributes = f'name="{name}" type="{kind}" value="{escape(value)}" autocomplete="{fill}"'
    tail = " autofocus" if focus else ""
    plain = ' autocapitalize="none" spellcheck="false" maxlength="256" required'
    return f"<label>{escape(label)}<input {attributes}{plain}{tail}></label>"


def _hidden(**values: str) -> str:
    return "".join(
        f'<input type="hidden" name="{name}" value="{escape(value)}">'
        for name, value in values.items()
    )


def _text(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def _link(link: str, text: str) -> str:
    return f'<p class="way"><a href="{escape(link)}">{escape(text)}</a></p>'


def _button(link: str, text: str) -> str:
    return f'<a class="button" href="{escape(link)}">{escape(text)}</a>'


def _error(text: str) -> str:
    return f'<p role="alert">{escape(text)}</p>' if text else ""


def _note(text: str) -> str:
    return f'<p role="status">{escape(text)}</p>' if text else ""
