"""The questionnaire of a satisfaction survey, as the editor's blocks keep it. Pure.

The same every quarter: waves compare because its questions do not change (commitment 1).
"""

from typing import Any

from django.utils.translation import gettext as _

SATISFACTION = "satisfaction"
_ALWAYS = {"question": "", "test": "is", "value": ""}


def satisfaction() -> list[dict[str, Any]]:
    """Raw blocks: how one came, how satisfied one is, what to improve, a profile."""
    return [
        _page(_("Your visit"), [_how(), _service()]),
        _page(_("Your opinion"), [_overall(), _details(), _solved()]),
        _page(
            _("What did not work"),
            [_reasons()],
            {"question": "satisfaction", "test": "at_most", "value": "2"},
        ),
        _page(_("To finish"), [_improve(), _age()]),
    ]


def _page(
    title: str, questions: list[dict[str, Any]], condition: dict[str, str] | None = None
) -> dict[str, Any]:
    value = {
        "title": title,
        "introduction": "",
        "condition": condition or _ALWAYS,
        "questions": questions,
    }
    return {"type": "page", "value": value}


def _one(kind: str, code: str, label: str, **more: Any) -> dict[str, Any]:
    value = {"code": code, "label": label, "hint": "", "required": False, "condition": _ALWAYS}
    return {"type": kind, "value": {**value, **more}}


def _how() -> dict[str, Any]:
    ways = [_("At a desk"), _("By telephone"), _("Online"), _("By post")]
    return _one(
        "single", "canal", _("How did you contact us?"), choices=ways, required=True, crosses=False
    )


def _service() -> dict[str, Any]:
    services = [
        _("Civil status and papers"),
        _("School and childhood"),
        _("Social help"),
        _("Housing and town planning"),
        _("Another service"),
    ]
    label = _("For which service?")
    return _one("single", "service", label, choices=services, crosses=True)


def _overall() -> dict[str, Any]:
    ends = {"low_label": _("Not satisfied at all"), "high_label": _("Very satisfied")}
    label = _("All in all, how satisfied are you?")
    return _one("scale", "satisfaction", label, low=1, high=5, required=True, **ends)


def _details() -> dict[str, Any]:
    rows = [
        _("Opening hours"),
        _("Waiting time"),
        _("Listening and courtesy"),
        _("Clarity of what was said"),
    ]
    columns = [_("Very good"), _("Rather good"), _("Rather bad"), _("Very bad")]
    return _one("grid", "details", _("How do you judge…"), rows=rows, choices=columns)


def _solved() -> dict[str, Any]:
    answers = [_("Yes, entirely"), _("In part"), _("No")]
    return _one("single", "resolu", _("Was your request settled?"), choices=answers, crosses=False)


def _reasons() -> dict[str, Any]:
    reasons = [
        _("The time it took"),
        _("Nobody answered me"),
        _("I had to explain several times"),
        _("Documents asked again"),
        _("The place or its access"),
    ]
    return _one("multiple", "raisons", _("What did not work?"), choices=reasons, most=None)


def _improve() -> dict[str, Any]:
    return _one("text", "ameliorer", _("What should we improve first?"))


def _age() -> dict[str, Any]:
    ages = [_("Under 25"), _("25 to 39"), _("40 to 64"), _("65 or over")]
    return _one("single", "age", _("Your age"), choices=ages, crosses=True)
