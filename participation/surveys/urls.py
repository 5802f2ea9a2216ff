"""Addresses of a survey, under /participer/<slug>/."""

from django.urls import path

from .views import answering, kiosk, reading, results, sending

urlpatterns = [
    path("", reading.survey, name="activity"),
    path("questions/", reading.questions, name="questions"),
    path("contribuer/", answering.begin, name="contribute"),
    path("contribuer/<str:key>/<int:number>/", answering.step, name="step"),
    path("contribuer/<str:key>/plus-tard/", answering.kept, name="kept"),
    path("contribuer/<str:key>/envoi/", sending.send, name="send"),
    path("contribuer/<str:key>/effacer/", answering.forget, name="forget"),
    path("recu/", sending.find, name="find_receipt"),
    path("recu/<str:receipt>/", sending.receipt, name="receipt"),
    path("borne/<str:token>/", kiosk.kiosk, name="kiosk"),
    path("remarques/sur/<str:code>/", reading.remarks, name="remarks"),
    path("remarques/<int:number>/", reading.remark, name="contribution"),
    path(
        "remarques/<int:number>/fichiers/<int:pk>/<str:filename>",
        reading.remark_file,
        name="file",
    ),
    path("remarques.csv", reading.remarks_csv, name="open_csv"),
    path("remarques.json", reading.remarks_json, name="open_json"),
    path("resultats/", results.results, name="results"),
    path("resultats/croiser/", results.cross, name="cross"),
    path("resultats/evolution/", results.waves, name="waves"),
    path("resultats.csv", results.results_csv, name="results_csv"),
    path("resultats.json", results.results_json, name="results_json"),
    path("codes.csv", results.codebook_csv, name="codebook"),
]
