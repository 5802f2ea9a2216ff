"""Addresses of a campaign, under /participer/<slug>/."""

from django.urls import path

from .views import files, following_up, pledging, quizzing, reading

urlpatterns = [
    path("", reading.campaign, name="activity"),
    path("contribuer/", pledging.pledge, name="contribute"),
    path("rappel/", following_up.reminder, name="reminder"),
    path("rappel/<str:token>/", following_up.reminder_link, name="reminder_link"),
    path("et-depuis/", following_up.follow_up, name="follow_up"),
    path("et-depuis/<str:token>/", following_up.follow_up_link, name="follow_up_link"),
    path("quiz/", quizzing.quiz, name="quiz"),
    path("quiz/reponses/", quizzing.answers, name="quiz_answers"),
    path("affiche/", reading.poster, name="poster"),
    path("dates.ics", files.diary, name="diary"),
    path("chiffres.csv", files.figures_csv, name="figures_csv"),
    path("chiffres.json", files.figures_json, name="figures_json"),
    path("temoignages.csv", files.testimonies_csv, name="open_csv"),
    path("temoignages.json", files.testimonies_json, name="open_json"),
    path("temoignages/<int:number>/", reading.testimony, name="contribution"),
]
