"""The snippets of the admin: the space of their routes, and the model whose rights they ask."""

SNIPPETS = {
    "home_newscategory": "home.newscategory",
    "home_contactmessage": "home.contactmessage",
    "participation_participationlevel": "participation.participationlevel",
    "participation_theme": "participation.theme",
    "participation_neighbourhood": "participation.neighbourhood",
    "participation_answertemplate": "participation.answertemplate",
    "ideas_ideaconsultation": "ideas.ideaconsultation",
    "budgets_participatorybudget": "budgets.participatorybudget",
    "briefings_briefing": "briefings.briefing",
    "workshops_workshop": "workshops.workshop",
}
