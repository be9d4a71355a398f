"""The addresses of stories: what each role may do is tested in test_states and test_pages."""

STEPS = {
    "story_ask": "ask",
    "story_publish": "publish",
    "story_send_back": "send_back",
    "story_rewrite": "rewrite",
    "story_unpublish": "unpublish",
}
# The day of an exhibition: tested in exhibitions/day.
DAY = {
    "exhibition_reception", "exhibition_reception_lines", "exhibition_reception_people", "exhibition_reception_undo",
    "exhibition_stamp", "exhibition_stamps", "exhibition_stamp_codes", "exhibition_live", "exhibition_display",
    "exhibition_survey", "exhibition_survey_booth", "exhibition_survey_results", "exhibition_survey_theme",
    "exhibition_report", "exhibition_report_pdf", "exhibition_report_xlsx",
}  # fmt: skip
NAMES = set(STEPS) | {
    "story_detail", "story_edit", "story_pictures", "story_picture_remove", "story_consent", "story_begin",
    "story_begin_app", "story_helpers", "story_helper_remove", "story_useful", "story_question", "story_answer",
    "story_hide", "story_adopt",
    # Of cases: see cases/test_pages.
    "case_detail", "case_edit", "case_publish", "case_rewrite", "case_unpublish", "case_from_finding",
}  # fmt: skip
# What those who plan exhibitions open: see exhibitions/test_states and exhibitions/test_planning.
PLANNING = {
    "exhibition_board", "exhibition_edit", "exhibition_step", "hall_create", "hall_floor", "hall_edit", "hall_remove",
    "booth_edit", "booth_remove", "item_create", "item_edit", "item_cancel",
}  # fmt: skip
NAMES |= PLANNING
# Those who come to an exhibition: tested in exhibitions/test_visiting.
NAMES |= {"exhibition_detail", "exhibitor_detail", "exhibitor_name", "my_visit", "programme_seat"}
# Exhibitors' own pages and what the desk does with them: see exhibitions/test_exhibitors.
NAMES |= {
    "exhibitor_desk", "exhibitor_export", "exhibitor_invite", "exhibitor_notice", "exhibitor_badges", "exhibitor_apply",
    "exhibitor_page", "exhibitor_write", "exhibitor_step", "exhibitor_booth", "exhibitor_people",
    "exhibitor_person_remove", "exhibitor_materials", "exhibitor_contact",
}  # fmt: skip
