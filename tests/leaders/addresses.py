"""The URL names of the leaders' pillar; who may use which stands in test_access.py."""

EVERYBODY = {"leader_coverage", "leader_coverage_csv", "leader_coverage_xlsx", "leader_division", "letters_pdf"}
NAMES = EVERYBODY | {
    "cohort_list", "cohort_create", "cohort_edit", "plan_edit",
    "recommendation_list", "recommendation_check", "recommendation_create", "recommendation_none", "term_change",
    "recommendation_detail", "recommendation_edit", "recommendation_replace", "recommendation_withdraw",
    "approval_list", "approval_review", "approval_confirm", "approval_detail",
    "letter_list", "letter_detail", "letter_pdf",
}  # fmt: skip
# The training: rules in training/test_access.py.
TRAINING_OWN = {"training_home", "training", "training_code", "training_skills", "certificate_pdf"}
TRAINING_SHARED = {"training_questions", "training_session", "training_assignment"}
# Group work: teams see one another's pages once they are announced, and write on their own.
TEAMS_READ = {"team_list", "team_detail"}
TEAMS_WRITE = {"team_edit", "team_hand_in", "team_reach", "theme_choose"}
TEAMS_SECTION = {"team_board", "team_export", "milestone_create", "milestone_edit"}
TEAMS = TEAMS_READ | TEAMS_WRITE | {"team_verdict"}
TRAINING_SECTION = TEAMS_SECTION | {
    "training_answer", "training_submission",
    "programme_list", "programme_open", "programme_detail", "programme_edit", "programme_people",
    "attendance_export", "results_export", "attendance_import", "leader_import",
    "module_create", "module_edit", "session_create", "session_edit", "assignment_create", "assignment_edit",
    "run_create", "run_edit", "run_cancel", "run_reception", "session_attendance",
}  # fmt: skip
TRAINING = TRAINING_OWN | TRAINING_SHARED | TRAINING_SECTION | TEAMS
# Leaders together: rules in together/test_access.py.
TOGETHER = {
    "leader_directory", "leader_profile", "leader_questions", "leader_question_ask", "leader_question_similar",
    "leader_question", "leader_question_settle", "leader_question_withdraw", "leader_reply_edit",
    "leader_reply_helpful",
}  # fmt: skip
# The register of trial apps: rules in trial_apps/test_access.py.
APPS = {"app_list", "app_export", "app_create", "app_detail", "app_edit", "app_confirm", "app_hand_on"}
