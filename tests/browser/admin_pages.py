"""The administrator's pages: Django admin's lists and forms, and the portal's own among them."""

from tests.browser.pages import Place

ORGANIZATION, CONSULTATIONS, REFERENCE = "/admin/organization", "/admin/consultations", "/admin/reference"
LISTS = {
    "people": f"{ORGANIZATION}/user/",
    "posts": f"{ORGANIZATION}/membership/",
    "duties": f"{ORGANIZATION}/duty/",
    "divisions": f"{ORGANIZATION}/division/",
    "slips": f"{ORGANIZATION}/firstloginslip/",
    "lock-outs": f"{ORGANIZATION}/lockout/",
    "consultations": f"{CONSULTATIONS}/consultation/",
    "transitions": f"{CONSULTATIONS}/transitionlog/",
    "tools": f"{REFERENCE}/inhousetool/",
    "terms": "/admin/leaders/leaderterm/",
    "plan": "/admin/leaders/plan/",
    "cohorts": "/admin/leaders/cohort/",
    "letter-words": "/admin/leaders/lettertemplate/",
    "trainees": "/admin/leaders/trainee/",
    "attendance": "/admin/leaders/attendance/",
    "jobs": "/admin/portal/jobrun/",
    "outbox": "/admin/notifications/delivery/",
    "messages": "/admin/notifications/notification/",
    "rooms": "/admin/scheduling/room/",
}
ADMIN_PAGES = [
    Place("admin", "/admin/"),
    *(Place(f"admin-{name}", path) for name, path in LISTS.items()),
    Place("admin-import", f"{ORGANIZATION}/importupload/"),
    Place("admin-import-review", f"{ORGANIZATION}/importupload/", step="review_import"),
    Place("admin-slips-ask", f"{ORGANIZATION}/user/", step="ask_for_slips"),
    Place("admin-slips-printed", f"{ORGANIZATION}/user/", step="print_slips"),
    Place("admin-person", f"{ORGANIZATION}/user/1/change/"),
    Place("admin-person-new", f"{ORGANIZATION}/user/add/"),
    Place("admin-person-error", f"{ORGANIZATION}/user/add/", step="save_empty"),
    Place("admin-post", f"{ORGANIZATION}/membership/1/change/"),
    Place("admin-post-history", f"{ORGANIZATION}/membership/1/history/"),
    Place("admin-duty-new", f"{ORGANIZATION}/duty/add/"),
    Place("admin-division", f"{ORGANIZATION}/division/1/change/"),
    Place("admin-consultation", f"{CONSULTATIONS}/consultation/1/change/"),
    Place("admin-tool", f"{REFERENCE}/inhousetool/1/change/"),
    Place("admin-plan", "/admin/leaders/plan/1/change/"),
    Place("admin-leader-settings", "/admin/leaders/leadersettings/1/change/"),
    Place("admin-letter-words-new", "/admin/leaders/lettertemplate/add/"),
    Place("admin-trainee", "/admin/leaders/trainee/1/change/"),
    Place("admin-attendance-row", "/admin/leaders/attendance/1/change/"),
    Place("admin-term-new", "/admin/leaders/leaderterm/add/"),
    Place("first-login", f"{ORGANIZATION}/user/", step="first_login"),  # the last one: it signs the administrator out
]
