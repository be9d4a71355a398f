"""After the training, in a browser: a colleague asks the leader first, teams look at one another's work."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import LEADER, SECTION_HEAD, STAFF, Enter, Portal
from tests.browser.test_main_job import tab_to

SENTENCE = "会議のたびに、席の札を手で書き直しています"
ANSWER = "札の型を共有フォルダに置きました。名簿を貼ると、全員分が一度に刷れます。"
PROGRAMME = "SELECT MAX(id) FROM leaders_programme"


def test_a_colleague_asks_the_leader_first_and_it_is_solved(portal: Portal, enter: Enter) -> None:
    staff = enter(STAFF)
    staff.locator("textarea[name=body]").fill(SENTENCE)
    staff.get_by_label("まず、課のDXリーダーの").check()
    staff.get_by_role("button", name="相談を送る").click()
    expect(staff.locator("main")).to_contain_text("課のDXリーダーの柊さんが答えます")
    staff.get_by_role("link", name="相談を見る").click()
    expect(staff.get_by_role("heading", name="次は、柊さん（リーダー）の番です")).to_be_visible()

    # The leader answers from the desk, by keyboard alone.
    leader = enter(LEADER)
    leader.wait_for_load_state()
    tab_to(leader, "リーダーの机を開く")
    leader.keyboard.press("Enter")
    expect(leader.get_by_role("heading", name="リーダーの机")).to_be_visible()
    tab_to(leader, f"：{SENTENCE}")
    leader.keyboard.press("Enter")
    expect(leader.get_by_role("heading", name="答えるか、担当に回す")).to_be_visible()
    tab_to(leader, "分かったこと・答え")
    leader.keyboard.type(ANSWER)
    tab_to(leader, "答える", most=3)
    leader.keyboard.press("Enter")
    expect(leader.get_by_role("status").first).to_contain_text("答えを送りました")

    staff.reload()
    expect(staff.locator("main")).to_contain_text(ANSWER)
    staff.get_by_role("link", name="解決した", exact=True).click()
    staff.get_by_role("button", name="解決したと伝える").click()
    expect(staff.locator("main")).to_contain_text("課のリーダーが解決")

    leader.goto(portal.url("/leaders/desk/"))
    expect(leader.locator("main")).to_contain_text("同僚の相談に答えた")
    expect(leader.locator("main")).not_to_contain_text(f"答える・担当に回す：{SENTENCE}")


def test_what_the_others_said_is_hidden_until_ones_own_is_given(portal: Portal, enter: Enter) -> None:
    [(programme,)] = portal.ask(PROGRAMME)
    leader = enter(LEADER)
    leader.goto(portal.url(f"/leaders/training/{programme}/teams/"))
    leader.get_by_role("link", name="3班を採点する").click()
    team = leader.url.removesuffix("verdict/")
    leader.goto(team)
    expect(leader.get_by_role("heading", name="みんなの採点")).to_have_count(0)
    leader.get_by_role("link", name="採点する").click()
    for choice in leader.get_by_label("5 とてもよい").all():
        choice.check()
    leader.get_by_label(re.compile("ひとこと")).fill("貸出の催促まで考えてあるのが、よいと思いました。")
    leader.get_by_role("button", name="採点を送る").click()
    expect(leader.get_by_role("heading", name="みんなの採点")).to_be_visible()
    expect(leader.locator("main")).to_contain_text("貸出の催促まで考えてある")


def test_the_section_changes_a_team_by_hand(portal: Portal, enter: Enter) -> None:
    [(programme,)] = portal.ask(PROGRAMME)
    section = enter(SECTION_HEAD)
    section.goto(portal.url(f"/leaders/training/programmes/{programme}/teams/"))
    first = section.locator("main table select").first
    before = first.input_value()
    other = next(value for value in first.locator("option").evaluate_all(VALUES) if value not in ("", before))
    first.select_option(other)
    section.get_by_role("button", name="班分けを保存する").click()
    expect(section.get_by_role("status").first).to_contain_text("1人の班を変えました")
    first = section.locator("main table select").first
    first.select_option(before)
    section.get_by_role("button", name="班分けを保存する").click()
    expect(section.get_by_role("status").first).to_contain_text("1人の班を変えました")


VALUES = "options => options.map(option => option.value)"
