"""Which rows nobody may change once written: the database refuses it itself."""

from django.conf import settings

from portal.frozen_rows import FrozenRows

FROZEN = (
    FrozenRows("surveys_answerexport", forgets=("exported_by_id",)),
    FrozenRows("surveys_questionnaireversion", forgets=("made_by_id",)),
    FrozenRows(
        "surveys_surveyanswer",
        dated="answered_on",
        kept_days=lambda: settings.SURVEY_ANSWER_DAYS,
    ),
)
