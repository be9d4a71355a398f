"""The year of a leader in a browser: head, candidate, DX section, CIO by keyboard alone, deputy, and the training."""

import datetime as dt
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from minato_dx.core.calendar import today
from minato_dx.portal.demo.people import DEMO_PASSWORD
from tests.browser.conftest import CIO, DEPUTY, LEADER, SECTION_HEAD, Enter, Portal
from tests.browser.test_main_job import tab_to
from tests.browser.visitor import sign_in

# Heads of divisions without a leader who have not answered the open cohort, and the names of their divisions.
HEADS = """
    SELECT u.staff_number, v.name FROM organization_membership m
    JOIN organization_user u ON u.id = m.user_id AND u.demo_role = ''
    JOIN organization_divisionversion v ON v.division_id = m.division_id AND v.valid_to IS NULL
    WHERE m.is_head AND m.valid_to IS NULL
    AND m.division_id NOT IN (SELECT division_id FROM leaders_leaderterm WHERE valid_to IS NULL OR valid_to > date())
    AND m.division_id NOT IN (SELECT division_id FROM leaders_recommendation)
    AND m.division_id NOT IN (SELECT division_id FROM leaders_nocandidate)
    ORDER BY v.code
"""
WAITING = """
    SELECT r.id, r.candidate_name FROM leaders_recommendation r
    WHERE r.state = 'checked'
    AND r.id NOT IN (SELECT recommendation_id FROM leaders_decision WHERE voided_at IS NULL)
    ORDER BY r.id
"""
SignIn = Callable[[str], Page]


@pytest.fixture
def sign_in_as(enter: Enter) -> SignIn:
    def open_as(staff_number: str) -> Page:
        page = enter(None)
        sign_in(page, staff_number)
        return page

    return open_as


def test_from_the_head_to_the_cio_who_uses_the_keyboard_alone(portal: Portal, enter: Enter, sign_in_as: SignIn) -> None:
    number, division = portal.ask(HEADS)[0]
    head = sign_in_as(number)
    head.get_by_role("link", name=f"{division}のリーダーを推薦する").click()
    head.get_by_label("推薦する人").select_option(index=1)
    candidate_number = head.get_by_label("推薦する人").input_value()
    head.get_by_label("理由").fill("窓口の手引きを、分かりやすく作り直しました。")
    head.get_by_role("button", name="推薦する", exact=True).click()
    expect(head.locator("main")).to_contain_text("同意を待っています")

    candidate = sign_in_as(candidate_number)
    candidate.get_by_role("link", name=f"{division}のリーダーへの推薦に、返事をする").click()
    candidate.get_by_role("button", name="同意する").click()
    expect(candidate.locator("main")).to_contain_text("デジタル改革担当が確認しています")

    section = enter(SECTION_HEAD)
    section.get_by_role("link", name="確認を待っている推薦").click()
    section.get_by_role("link", name=candidate_name(portal, candidate_number)).first.click()
    section.get_by_role("button", name="確認して、決定をお願いする").click()
    expect(section.locator("main")).to_contain_text("CIOの決定を待っています")

    decide_by_keyboard(enter(CIO), portal, candidate_name(portal, candidate_number))

    # Until its day, head and candidate see what they saw before.
    for page in (head, candidate):
        page.reload()
        expect(page.locator("main")).to_contain_text("CIOの決定を待っています")
        expect(page.locator("main")).not_to_contain_text("承認")


def candidate_name(portal: Portal, staff_number: str) -> str:
    [(name,)] = portal.ask("SELECT name FROM organization_user WHERE staff_number = ?", staff_number)
    return str(name)


def decide_by_keyboard(page: Page, portal: Portal, name: str) -> None:
    """Choose one person, look at the review, and approve: Tab, Space and Enter, no mouse."""
    page.wait_for_load_state()
    tab_to(page, "任命の決定")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="DX推進リーダーの任命")).to_be_visible()
    tab_to(page, "選択を外す")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?none=1")
    tab_to(page, name)
    page.keyboard.press("Space")
    tab_to(page, "選んだ人を見直す")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="1人を承認します")).to_be_visible()
    tab_to(page, "パスワード")
    page.keyboard.type(DEMO_PASSWORD)
    tab_to(page, "1人を承認する", most=5)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="1人を承認しました")).to_be_visible()
    expect(page.locator("main")).to_contain_text(name)


def test_a_wrong_password_decides_nothing_and_keeps_the_choice(portal: Portal, enter: Enter) -> None:
    pk, name = portal.ask(WAITING)[0]
    page = enter(CIO)
    page.goto(portal.url(f"/leaders/approval/review/?id={pk}"))
    page.get_by_label("パスワード").fill("ちがうパスワード")
    page.get_by_role("button", name="1人を承認する").click()
    expect(page.get_by_role("alert").first).to_contain_text("パスワード")
    expect(page.locator("main")).to_contain_text(name)
    assert (pk, name) in portal.ask(WAITING)


def test_the_deputy_stands_in_and_the_cio_confirms(portal: Portal, enter: Enter) -> None:
    cio = enter(CIO)
    cio.goto(portal.url("/absences/"))
    cio.get_by_label("最初の日").fill(today().isoformat())
    cio.get_by_label("最後の日").fill((today() + dt.timedelta(days=1)).isoformat())
    cio.get_by_role("button", name="不在を登録する").click()
    expect(cio.get_by_role("status").first).to_contain_text("不在")

    pk, name = portal.ask(WAITING)[-1]
    deputy = enter(DEPUTY)
    deputy.get_by_role("link", name="任命の決定").first.click()
    expect(deputy.locator("main")).to_contain_text("あなたが代わりに決めます（代決）")
    deputy.goto(portal.url(f"/leaders/approval/review/?id={pk}"))
    deputy.get_by_label("パスワード").fill(DEMO_PASSWORD)
    deputy.get_by_role("button", name="1人を承認する").click()
    expect(deputy.get_by_role("heading", name="1人を承認しました")).to_be_visible()

    cio.goto(portal.url("/absences/"))
    cio.locator("main ul.rows a").first.click()
    cio.locator("button[name=back]").click()
    cio.goto(portal.url("/"))
    cio.get_by_role("link", name="代決の確認（後閲）").click()
    expect(cio.locator("main")).to_contain_text(name)
    cio.get_by_role("button", name="選んだ代決を確認した（後閲）").click()
    expect(cio.get_by_role("heading", name="不在のあいだの代決（後閲をお願いします）")).to_have_count(0)


def test_a_letter_is_a_pdf_for_who_may_know(portal: Portal, enter: Enter) -> None:
    [(slug,)] = portal.ask("SELECT fiscal_year || '-' || serial FROM leaders_letter ORDER BY id LIMIT 1")
    answer = enter(CIO).request.get(portal.url(f"/leaders/letters/{slug}/letter.pdf"))
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF")
    assert enter(LEADER).request.get(portal.url(f"/leaders/letters/{slug}/letter.pdf")).status == 404


def test_a_leader_makes_a_session_up_and_hands_in(portal: Portal, enter: Enter) -> None:
    page = enter(LEADER)
    page.get_by_role("link", name="DX推進リーダー研修").first.click()
    expect(page.get_by_role("heading", name="修了まで、あと")).to_be_visible()
    page.get_by_role("link", name="に、別の日程で出る").first.click()
    page.get_by_role("button", name="この日程に出る").click()
    expect(page.locator("main")).to_contain_text("あなたの席があります")

    page.get_by_role("link", name="DX推進リーダー研修").first.click()
    page.get_by_role("link", name="作ったものと、減った時間").first.click()
    page.get_by_role("button", name="提出する").click()
    expect(page.get_by_role("alert").first).to_contain_text("文章を書くか、ファイルを付けてください")
    page.get_by_label("文章").fill("延長保育の申込みをフォームにしました。入力が月に10時間減りました。")
    page.get_by_role("button", name="提出する").click()
    expect(page.locator("main")).to_contain_text("提出しました")


def test_a_self_assessment_by_keyboard_alone(portal: Portal, enter: Enter) -> None:
    page = enter(LEADER)
    [(programme,)] = portal.ask("SELECT MAX(id) FROM leaders_programme")
    page.goto(portal.url(f"/leaders/training/{programme}/skills/"))
    for number in range(page.locator("main fieldset").count()):
        tab_to(page, "1 まだできない", most=60 if number == 0 else 1)
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
    tab_to(page, "自己評価を登録する", most=2)
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("登録されています")
    expect(page.get_by_role("columnheader", name="受講後")).to_be_visible()


def test_a_scanner_types_the_code_and_presses_enter(portal: Portal, enter: Enter) -> None:
    """The reception of the demo's next time is not open yet: what the scanner sent is answered in words."""
    [(run,)] = portal.ask("SELECT MAX(id) FROM leaders_sessionrun")
    [(code,)] = portal.ask("SELECT code FROM leaders_trainee ORDER BY id DESC LIMIT 1")
    page = enter(SECTION_HEAD)
    page.goto(portal.url(f"/leaders/training/runs/{run}/reception/"))
    expect(page.get_by_label("符号", exact=True)).to_be_focused()
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").first).to_contain_text("受付は、開始の2時間前から")
    expect(page.get_by_label("符号", exact=True)).to_be_focused()
