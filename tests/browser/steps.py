"""What is done on a page before it is looked at: mistakes made on purpose, and faults that people seldom meet."""

import email
import re
from collections.abc import Callable
from email import policy

from django.template.loader import render_to_string
from playwright.sync_api import Page, Response, Route

from tests.browser.conftest import STAFF, Portal

# Numbers nobody has: guessing at them locks nobody out. One is locked in the end, the other never.
GUESSED, SCRATCH = "9999998", "9999999"
GUESSES = 5
CLEAR = """form => {
    form.noValidate = true;
    for (const field of form.querySelectorAll('input, select, textarea')) {
        if (['radio', 'checkbox'].includes(field.type)) field.checked = false;
        else if (!['hidden', 'submit', 'button', 'file'].includes(field.type)) field.value = '';
    }
}"""
Step = Callable[[Page, Portal], Response | None]


def _press(page: Page, button: str) -> Response:
    """Press the button and return the page that the form's answer is."""
    with page.expect_navigation() as navigation:
        page.locator(button).first.click()
    return navigation.value  # type: ignore[return-value]


def submit_empty(page: Page, portal: Portal) -> Response:
    form = page.locator("main form", has=page.locator("button.btn-primary:visible")).first
    form.evaluate(CLEAR)
    with page.expect_navigation() as navigation:
        form.locator("button.btn-primary:visible").first.click()
    return navigation.value  # type: ignore[return-value]


def retire_without_reason(page: Page, portal: Portal) -> Response:
    return _press(page, "main form button.btn-outline-danger")


def take_in_nobody(page: Page, portal: Portal) -> None:
    """Scan what is nobody's code: the reception says so in place."""
    page.get_by_label("来場の符号か職員番号").fill("NOBODY2345")
    page.keyboard.press("Enter")
    page.get_by_role("region", name="受け付けられなかったもの").wait_for()


def review_handover(page: Page, portal: Portal) -> Response:
    page.locator("textarea[name=reason]").fill("担当の交代のため")
    return _press(page, "main form button.btn-primary")


def bad_mail(page: Page, portal: Portal) -> Response:
    page.locator("main form").first.evaluate("form => { form.noValidate = true; }")
    page.locator("input[name=email]").fill("宛先ではない")
    return _press(page, "main form button.btn-primary")


def empty_correction(page: Page, portal: Portal) -> Response:
    return _press(page, "form[action$='/correct/'] button[type=submit]")


def empty_change(page: Page, portal: Portal) -> Response:
    return _press(page, "form:has(input[value=change]) button[type=submit]")


def preview(page: Page, portal: Portal) -> None:
    page.locator("button[name=preview]").click()
    page.locator("#preview > *").first.wait_for()


def empty_reply(page: Page, portal: Portal) -> None:
    page.locator("#reply button.btn-primary").click()
    page.locator("#reply_body_error").wait_for()


def ask_sheet(page: Page, portal: Portal) -> Response:
    return _press(page, "#sheet button[formaction]")


def conflict(page: Page, portal: Portal) -> Response:
    """Save what was begun before the sheet's last save; nothing is written before a choice is made."""
    page.locator("#sheet").evaluate(
        "form => { form.elements.version.value = 0; form.elements.work_name.value = '別の人が書いた業務名'; }"
    )
    return _press(page, "#sheet button.btn-outline-primary[type=submit]")


def menus(page: Page, portal: Portal) -> None:
    for summary in page.locator("header details.menu > summary:visible").all():
        summary.click()


def wrong_token(page: Page, portal: Portal) -> Response:
    page.locator("textarea[name=body]").fill("別の画面でログインし直した人の文章")
    page.locator("main form input[name=csrfmiddlewaretoken]").first.evaluate("field => { field.value = 'x'; }")
    return _press(page, "main form button.btn-primary")


def too_large(page: Page, portal: Portal) -> Response:
    page.locator("textarea[name=body]").first.evaluate("field => { field.value = 'あ'.repeat(2 * 1024 * 1024); }")
    return _press(page, "main form button.btn-primary")


def bad_request(page: Page, portal: Portal) -> Response | None:
    """Show the answer to a request that no form can send: several parts, and no word on where they are divided."""

    def send(route: Route) -> None:
        headers = {**route.request.headers, "content-type": "multipart/form-data"}
        route.fulfill(response=route.fetch(method="POST", headers=headers, post_data="x"))

    return _routed(page, portal.url("/password/change/"), send)


def server_error(page: Page, portal: Portal) -> Response | None:
    """Show the page for our own errors, which is drawn without anything that could have broken."""

    def answer(route: Route) -> None:
        route.fulfill(body=render_to_string("500.html"), content_type="text/html; charset=utf-8")

    return _routed(page, portal.url("/broken/"), answer)


def _routed(page: Page, url: str, handler: Callable[[Route], None]) -> Response | None:
    page.route(url, handler)
    try:
        return page.goto(url)
    finally:
        page.unroute(url)


def wrong_password(page: Page, portal: Portal, number: str = GUESSED) -> Response:
    page.locator("input[name=username]").fill(number)
    page.locator("input[name=password]").fill("ちがうパスワード")
    return _press(page, "main form button.btn-primary")


def lock_out(page: Page, portal: Portal) -> Response:
    response = wrong_password(page, portal, SCRATCH)
    for _ in range(GUESSES):
        if response.status == 429:
            break
        response = wrong_password(page, portal, SCRATCH)
    return response


def reset_link(page: Page, portal: Portal) -> Response | None:
    """Ask for a link to a new password, and follow the one in the mail."""
    page.goto(portal.url("/password/reset/"))
    page.locator("main input[type=text]").first.fill(STAFF)
    _press(page, "main form button.btn-primary")
    newest = max((portal.database.parent / "mail").iterdir(), key=lambda file: file.stat().st_mtime_ns)
    body = email.message_from_bytes(newest.read_bytes(), policy=policy.default).get_body()
    found = re.search(r"/password/reset/\S+/", body.get_content() if body else "")
    assert found, "the mail has no link"
    return page.goto(portal.url(found.group()))


def reset_link_error(page: Page, portal: Portal) -> Response:
    reset_link(page, portal)
    return submit_empty(page, portal)


# --- The administrator's ---------------------------------------------------------------------------------
NEWCOMER = """
    SELECT u.id, u.staff_number FROM organization_user u
    JOIN organization_membership m ON m.user_id = u.id AND m.valid_to IS NULL AND NOT m.is_head
    WHERE u.demo_role = '' AND u.left_on IS NULL AND u.is_active
    AND u.id NOT IN (SELECT requester_id FROM consultations_consultation)
    AND u.id NOT IN (SELECT assignee_id FROM consultations_consultation)
    ORDER BY u.id DESC LIMIT 1
"""
STAFF_FILE = "職員番号,氏名,課コード,開始日\n9999997,取込 花子,%s,2026-04-01\n"


def save_empty(page: Page, portal: Portal) -> Response:
    page.locator("#content form").first.evaluate("form => { form.noValidate = true; }")
    return _press(page, "input[name=_save]")


def review_import(page: Page, portal: Portal) -> Response:
    """Hand a file of one new person in, and stop where the portal shows what would change."""
    division = portal.ask("SELECT code FROM organization_divisionversion WHERE valid_to IS NULL ORDER BY id")[0][0]
    file = {"name": "staff.csv", "mimeType": "text/csv", "buffer": (STAFF_FILE % division).encode()}
    page.locator("input[name=kind][value=staff]").check()
    page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    return _press(page, "#content-main input[type=submit]")


def ask_for_slips(page: Page, portal: Portal) -> Response | None:
    newcomer, number = portal.ask(NEWCOMER)[0]
    page.goto(f"{page.url}?q={number}")
    page.locator(f"input[name=_selected_action][value='{newcomer}']").check()
    page.locator("select[name=action]").select_option("print_slips")
    return _press(page, "button[name=index]")


def print_slips(page: Page, portal: Portal) -> Response:
    ask_for_slips(page, portal)
    return _press(page, "#content-main input[type=submit]")


def first_login(page: Page, portal: Portal) -> Response:
    """Come in with the code of a slip; the administrator's window is the newcomer's from here on."""
    print_slips(page, portal)
    code, number = page.locator(".slip__code").inner_text(), portal.ask(NEWCOMER)[0][1]
    page.context.clear_cookies()
    page.goto(portal.url("/login/"))
    page.locator("input[name=username]").fill(number)
    page.locator("input[name=password]").fill(code)
    return _press(page, "main form button.btn-primary")


STEPS: dict[str, Step] = {
    function.__name__: function
    for function in (
        submit_empty,
        retire_without_reason,
        review_handover,
        bad_mail,
        empty_correction,
        empty_change,
        preview,
        take_in_nobody,
        empty_reply,
        ask_sheet,
        conflict,
        menus,
        wrong_token,
        too_large,
        bad_request,
        server_error,
        wrong_password,
        lock_out,
        reset_link,
        reset_link_error,
        save_empty,
        review_import,
        ask_for_slips,
        print_slips,
        first_login,
    )
}
