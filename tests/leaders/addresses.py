"""The URL names of the leaders' pillar; who may use which stands in test_access.py."""

EVERYBODY = {"leader_coverage", "leader_coverage_csv", "leader_coverage_xlsx", "leader_division", "letters_pdf"}
NAMES = EVERYBODY | {
    "cohort_list", "cohort_create", "cohort_edit", "plan_edit",
    "recommendation_list", "recommendation_create", "recommendation_none", "term_change",
    "recommendation_detail", "recommendation_edit", "recommendation_replace", "recommendation_withdraw",
    "approval_list", "approval_review", "approval_confirm", "approval_detail",
    "letter_list", "letter_detail", "letter_pdf",
}  # fmt: skip
