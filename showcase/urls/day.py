"""The addresses of an exhibition's day."""

from django.urls import path

from showcase.views.day import live, reception, report, stamps, survey

urlpatterns = [
    path("<int:pk>/reception/", reception.ReceptionView.as_view(), name="exhibition_reception"),
    path("<int:pk>/reception/lines/", reception.reception_lines, name="exhibition_reception_lines"),
    path("<int:pk>/reception/people/", reception.reception_people, name="exhibition_reception_people"),
    path("<int:pk>/reception/undo/", reception.reception_undo, name="exhibition_reception_undo"),
    path("stamps/<str:token>/", stamps.stamp, name="exhibition_stamp"),
    path("<int:pk>/stamps/", stamps.stamps, name="exhibition_stamps"),
    path("<int:pk>/stamps/codes/", stamps.stamp_codes, name="exhibition_stamp_codes"),
    path("<int:pk>/live/", live.live, name="exhibition_live"),
    path("<int:pk>/display/", live.display, name="exhibition_display"),
    path("<int:pk>/survey/", survey.SurveyView.as_view(), name="exhibition_survey"),
    path("<int:pk>/survey/<int:exhibitor>/", survey.BoothSurveyView.as_view(), name="exhibition_survey_booth"),
    path("<int:pk>/survey/results/", survey.survey_results, name="exhibition_survey_results"),
    path("<int:pk>/survey/results/<int:answer>/theme/", survey.survey_theme, name="exhibition_survey_theme"),
    path("<int:pk>/report/", report.report, name="exhibition_report"),
    path("<int:pk>/report.pdf", report.report_pdf, name="exhibition_report_pdf"),
    path("<int:pk>/report.xlsx", report.report_xlsx, name="exhibition_report_xlsx"),
]
