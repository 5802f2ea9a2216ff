"""The snippets of the admin: the space of their routes, and the model whose rights they ask."""

from tests.support.contract import all_of

CORE = (
    "home.newscategory",
    "home.contactmessage",
    "participation.participationlevel",
    "participation.theme",
    "participation.neighbourhood",
    "participation.answertemplate",
)


def snippets() -> dict[str, str]:
    """Those of the core, then those of each mechanism."""
    return {model.replace(".", "_"): model for model in (*CORE, *all_of("screens"))}
