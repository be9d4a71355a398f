"""The URL names of the leaders' pillar; who may use which stands in test_access.py."""

EVERYBODY = {"leader_coverage", "leader_coverage_csv", "leader_coverage_xlsx", "leader_division", "letters_pdf"}
NAMES = EVERYBODY | {
    "cohort_list", "cohort_create", "cohort_edit", "plan_edit",
    "recommendation_list", "recommendation_create", "recommendation_none", "term_change",
    "recommendation_detail", "recommendation_edit", "recommendation_replace", "recommendation_withdraw",
    "approval_list", "approval_review", "approval_confirm", "approval_detail",
    "letter_list", "letter_detail", "letter_pdf",
}  # fmt: skip
# The training: rules in training/test_access.py.
TRAINING_OWN = {"training_home", "training", "training_code", "training_skills", "certificate_pdf"}
TRAINING_SHARED = {"training_questions", "training_session", "training_assignment"}
TRAINING_SECTION = {
    "training_answer", "training_submission",
    "programme_list", "programme_open", "programme_detail", "programme_edit", "programme_people",
    "attendance_export", "results_export", "attendance_import", "leader_import",
    "module_create", "module_edit", "session_create", "session_edit", "assignment_create", "assignment_edit",
    "run_create", "run_edit", "run_cancel", "run_reception", "session_attendance",
}  # fmt: skip
TRAINING = TRAINING_OWN | TRAINING_SHARED | TRAINING_SECTION
