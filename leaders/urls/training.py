"""Addresses of the training: the trainees' own, and those of whoever runs it."""

from django.urls import URLPattern, path

from leaders.views import attendance, contents, coursework, importing, programmes, training

urlpatterns: list[URLPattern] = [
    path("", training.training_home, name="training_home"),
    path("<int:pk>/", training.training_page, name="training"),
    path("<int:pk>/code/", training.training_code, name="training_code"),
    path("<int:pk>/skills/", training.SkillView.as_view(), name="training_skills"),
    path("<int:pk>/questions/", coursework.QuestionsView.as_view(), name="training_questions"),
    path("questions/<int:pk>/", coursework.AnswerView.as_view(), name="training_answer"),
    path("sessions/<int:pk>/", training.SessionView.as_view(), name="training_session"),
    path("assignments/<int:pk>/", coursework.AssignmentView.as_view(), name="training_assignment"),
    path("submissions/<int:pk>/", coursework.SubmissionView.as_view(), name="training_submission"),
    path("certificates/<int:pk>.pdf", training.certificate_pdf, name="certificate_pdf"),
    path("programmes/", programmes.programme_list, name="programme_list"),
    path("programmes/open/", programmes.programme_open, name="programme_open"),
    path("programmes/<int:pk>/", programmes.programme_detail, name="programme_detail"),
    path("programmes/<int:pk>/edit/", contents.ProgrammeEditView.as_view(), name="programme_edit"),
    path("programmes/<int:pk>/people/", programmes.PeopleView.as_view(), name="programme_people"),
    path("programmes/<int:pk>/attendance.<str:kind>", programmes.attendance_export, name="attendance_export"),
    path("programmes/<int:pk>/results.<str:kind>", programmes.results_export, name="results_export"),
    path("programmes/<int:parent>/modules/new/", contents.ModuleEditView.as_view(), name="module_create"),
    path("programmes/<int:pk>/import/", importing.AttendanceImportView.as_view(), name="attendance_import"),
    path("past-leaders/import/", importing.LeaderImportView.as_view(), name="leader_import"),
    path("modules/<int:pk>/edit/", contents.ModuleEditView.as_view(), name="module_edit"),
    path("modules/<int:parent>/sessions/new/", contents.SessionEditView.as_view(), name="session_create"),
    path("sessions/<int:pk>/edit/", contents.SessionEditView.as_view(), name="session_edit"),
    path("programmes/<int:parent>/assignments/new/", contents.AssignmentEditView.as_view(), name="assignment_create"),
    path("assignments/<int:pk>/edit/", contents.AssignmentEditView.as_view(), name="assignment_edit"),
    path("sessions/<int:session>/runs/new/", contents.RunEditView.as_view(), name="run_create"),
    path("runs/<int:pk>/edit/", contents.RunEditView.as_view(), name="run_edit"),
    path("runs/<int:pk>/cancel/", contents.RunCancelView.as_view(), name="run_cancel"),
    path("runs/<int:pk>/reception/", attendance.ReceptionView.as_view(), name="run_reception"),
    path("sessions/<int:pk>/attendance/", attendance.AttendanceView.as_view(), name="session_attendance"),
]
