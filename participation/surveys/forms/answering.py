"""A page of questions as a form; what is typed is never lost, right or wrong."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.validators import BaseValidator
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal import uploads
from portal.guarded_forms import GuardedForm
from portal.plain_text import clean_text
from portal.security.actions import record_refused_upload
from portal.uploads import BadFile

from ...actions import Upload
from ...enums import FileKind
from ...forms.eligibility import EligibilityMixin
from ..enums import QuestionKind
from ..rules import answers as reading
from ..rules.questionnaire import Question
from ..rules.words import choice_labels

_PICTURES = ("jpg", "jpeg", "png", "webp", "heic", "heif")
_REQUIRED = _("Answer this question: it is needed.")


@dataclass(frozen=True)
class Asked:
    """A question with its fields, as the page draws them."""

    question: Question
    fields: list[forms.BoundField]

    @property
    def errors(self) -> list[str]:
        """What is wrong in any of its fields, each once."""
        found = [str(error) for field in self.fields for error in field.errors]
        return list(dict.fromkeys(found))


class QuestionsForm(forms.Form):
    """The questions that are shown on a page; `typed` gives what was typed, field by field."""

    def __init__(
        self,
        *args: Any,
        questions: Iterable[Question],
        typed: reading.Typed | None = None,
        with_files: bool = True,
        **kwargs: Any,
    ) -> None:
        self.questions = [one for one in questions if with_files or one.kind != QuestionKind.FILE]
        kwargs["initial"] = {**(kwargs.get("initial") or {}), **_initial(self.questions, typed)}
        super().__init__(*args, **kwargs)
        self.upload: dict[str, Upload] = {}
        for question in self.questions:
            for name, field in _fields(question).items():
                self.fields[name] = field

    @property
    def asked(self) -> list[Asked]:
        """The questions with their fields, in their order."""
        return [
            Asked(one, [self[name] for name in reading.field_names(one)]) for one in self.questions
        ]

    @property
    def names(self) -> list[str]:
        """The names of the fields of its questions, those of files apart."""
        return [
            name
            for one in self.questions
            if one.kind != QuestionKind.FILE
            for name in reading.field_names(one)
        ]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for question in self.questions:
            if question.kind == QuestionKind.RANKING:
                self._check_ranking(question)
            elif question.kind == QuestionKind.NUMBER:
                self._check_number(question)
            elif question.kind == QuestionKind.FILE:
                self._check_file(question)
        return cleaned

    def _check_ranking(self, question: Question) -> None:
        """Every rank once, or none at all where the question may be left."""
        names = reading.field_names(question)
        ranks = [str(self.cleaned_data.get(name) or "") for name in names]
        if (not any(ranks) and not question.required) or reading.ranking(ranks, question):
            return
        twice = {rank for rank in ranks if rank and ranks.count(rank) > 1}
        said = gettext("Give each rank from 1 to %(last)d once.") % {"last": len(names)}
        wrong = [at for at, rank in enumerate(ranks) if not rank or rank in twice]
        self.add_error(names[(wrong or [0])[0]], said)

    def _check_number(self, question: Question) -> None:
        name = reading.field_names(question)[0]
        text = str(self.cleaned_data.get(name) or "")
        if text and reading.number(text, question) is None:
            said = gettext("Write a number from %(low)d to %(high)d, two decimals at most.")
            self.add_error(name, said % {"low": question.low, "high": question.high})

    def _check_file(self, question: Question) -> None:
        """Checks the content of a file; a good one is in `upload`, for the view to keep."""
        name = reading.field_names(question)[0]
        file = self.cleaned_data.get(name)
        if not file:
            return
        shown = uploads.display_name(file.name)
        is_picture = shown.rpartition(".")[2].lower() in _PICTURES
        kind = FileKind.PICTURE if is_picture else FileKind.DOCUMENT
        try:
            clean = uploads.picture(file) if is_picture else uploads.document(file)
        except BadFile as bad:
            record_refused_upload(f"survey.{kind}", bad.code)
            self.add_error(name, bad.message)
        else:
            stem = shown.rpartition(".")[0] or shown
            named = uploads.display_name(f"{stem}.{clean.extension}")
            self.upload[question.code] = Upload(clean, named, kind)


class FirstForm(QuestionsForm, GuardedForm):
    """The first page: besides its questions, what tells a person from a robot."""


class SendingForm(EligibilityMixin, GuardedForm):
    """The last step: what shows that one may take part, where this is asked."""

    def __init__(self, *args: Any, activity: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_eligibility(activity)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        self.clean_eligibility()
        return cleaned


def typed_in(data: Any, names: Iterable[str]) -> dict[str, list[str]]:
    """What a browser sent for these fields, without invisible characters."""
    lists = data if isinstance(data, MultiValueDict) else MultiValueDict(data)
    return {name: [clean_text(text) for text in lists.getlist(name)] for name in names}


def as_data(typed: reading.Typed) -> "MultiValueDict[str, str]":
    """What was typed as a form takes it."""
    return MultiValueDict({name: list(texts) for name, texts in typed.items()})


def _initial(questions: list[Question], typed: reading.Typed | None) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for question in questions:
        for name in reading.field_names(question):
            if texts := (typed or {}).get(name):
                found[name] = texts if question.kind == QuestionKind.MULTIPLE else texts[0]
    return found


def _fields(question: Question) -> dict[str, forms.Field]:
    names = reading.field_names(question)
    match question.kind:
        case QuestionKind.SINGLE | QuestionKind.SCALE:
            return {names[0]: _one(question)}
        case QuestionKind.MULTIPLE:
            return {names[0]: _several(question)}
        case QuestionKind.RANKING:
            pairs = zip(names, question.choices, strict=True)
            return {name: _rank(question, choice.label) for name, choice in pairs}
        case QuestionKind.GRID:
            rows = zip(names, question.rows, strict=True)
            return {name: _line(question, row.label) for name, row in rows}
        case QuestionKind.NUMBER:
            return {names[0]: _number(question)}
        case QuestionKind.FILE:
            return {names[0]: _file(question)}
    return {names[0]: _text(question)}


def _common(question: Question) -> dict[str, Any]:
    return {
        "label": question.label,
        "help_text": question.hint,
        "required": question.required,
        "error_messages": {"required": _REQUIRED, "invalid_choice": _REQUIRED},
    }


def _one(question: Question) -> forms.Field:
    given = _common(question)
    return forms.ChoiceField(**given, choices=_or_none(question), widget=forms.RadioSelect)


def _or_none(question: Question) -> list[tuple[str, str]]:
    """What may be chosen, and nothing: a button pressed by mistake is no answer for ever."""
    choices = choice_labels(question)
    return choices if question.required else [*choices, ("", gettext("I do not answer"))]


class _SeveralField(forms.MultipleChoiceField):
    """Several choices, so many at most."""

    most = 0

    def validate(self, value: Any) -> None:
        super().validate(value)
        if self.most and len(value) > self.most:
            said = gettext("Choose %(most)d at most: you chose %(count)d.")
            raise forms.ValidationError(said % {"most": self.most, "count": len(value)})


def _several(question: Question) -> forms.Field:
    given = _common(question)
    if question.most:
        most = gettext("%(most)d at most.") % {"most": question.most}
        given["help_text"] = f"{question.hint} {most}".strip()
    field = _SeveralField(
        **given, choices=choice_labels(question), widget=forms.CheckboxSelectMultiple
    )
    field.most = question.most
    return field


def _rank(question: Question, label: str) -> forms.Field:
    ranks = [(str(rank), str(rank)) for rank in range(1, len(question.choices) + 1)]
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=[("", gettext("No rank")), *ranks],
        widget=forms.Select(attrs={"class": "input--short"}),
    )


def _line(question: Question, label: str) -> forms.Field:
    return forms.ChoiceField(
        label=label,
        required=question.required,
        choices=_or_none(question),
        widget=forms.RadioSelect,
        error_messages={"required": _("Answer each line."), "invalid_choice": _REQUIRED},
    )


def _number(question: Question) -> forms.Field:
    given = _common(question)
    known = {"low": question.low, "high": question.high, "unit": question.unit}
    bounds = gettext("From %(low)d to %(high)d.") % known
    if question.unit:
        bounds = gettext("From %(low)d to %(high)d (%(unit)s).") % known
    given["help_text"] = f"{question.hint} {bounds}".strip()
    attrs = {"inputmode": "decimal", "autocomplete": "off", "class": "input--short"}
    return forms.CharField(**given, max_length=20, widget=forms.TextInput(attrs=attrs))


def _text(question: Question) -> forms.Field:
    given = _common(question)
    public = gettext("Read by the team, then published without a name: do not name anybody.")
    given["help_text"] = f"{question.hint} {public}".strip()
    limit = reading.TEXT_MAXIMUM
    widget = forms.Textarea(attrs={"rows": 5, "data-count": limit})
    field = forms.CharField(**given, max_length=limit, widget=widget)
    field.error_messages["max_length"] = gettext(
        "Shorten the text: 2,000 characters at most, you wrote %(show_value)d. Nothing is lost."
    )
    for validator in field.validators:
        if isinstance(validator, BaseValidator):
            validator.message = field.error_messages["max_length"]
    return field


def _file(question: Question) -> forms.Field:
    given = _common(question)
    told = gettext(
        "A picture (JPEG, PNG, WebP, HEIC, 8 MB) or a document (PDF, ODT, DOCX, 10 MB). Published "
        "once it was seen. A file not sent within a day is erased."
    )
    given |= {"help_text": f"{question.hint} {told}".strip(), "required": False}
    accept = "image/jpeg,image/png,image/webp,image/heic,.heic,.pdf,.odt,.docx"
    return forms.FileField(**given, widget=forms.FileInput(attrs={"accept": accept}))
