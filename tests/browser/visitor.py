"""Opening the places of ``pages.py``: finds the consultation, signs the right person in, and checks the answer."""

from collections.abc import Callable
from urllib.parse import urlsplit

from playwright.sync_api import Page

from minato_dx.portal.demo.people import DEMO_PASSWORD
from tests.browser.conftest import Enter, Portal
from tests.browser.pages import DIVISION_HEAD, PEOPLE, REQUESTER
from tests.browser.place import Place
from tests.browser.steps import STEPS

FIND = """
    SELECT c.fiscal_year || '-' || printf('%04d', c.serial), h.id, q.staff_number, (
        SELECT u.staff_number FROM organization_membership m JOIN organization_user u ON u.id = m.user_id
        WHERE m.division_id = c.division_id AND m.is_head AND m.valid_to IS NULL
    )
    FROM consultations_consultation c
    JOIN organization_user q ON q.id = c.requester_id
    JOIN organization_user a ON a.id = c.assignee_id
    LEFT JOIN consultations_hearing h ON h.consultation_id = c.id
    LEFT JOIN consultations_hearingsheet s ON s.hearing_id = h.id
    WHERE {where} ORDER BY c.id, h.id LIMIT 1
"""

# The sessions of the newest training.
SESSIONS = """
    FROM leaders_session s JOIN leaders_module m ON m.id = s.module_id
    AND m.programme_id = (SELECT MAX(id) FROM leaders_programme)
"""
# What a path may name besides a consultation, and where its id is found.
TEAMS = """
    SELECT m.team_id FROM leaders_teammember m JOIN leaders_trainee p ON p.id = m.trainee_id
    JOIN organization_user u ON u.id = p.person_id
"""
FIRST_PROPOSAL = """
    SELECT fiscal_year || '-' || substr('0000' || serial, -4) FROM proposals_proposal
    WHERE state = '{state}' ORDER BY id LIMIT 1
"""
AGAIN = """
    SELECT p.fiscal_year || '-' || substr('0000' || p.serial, -4) FROM proposals_proposal p WHERE p.state = 'received'
"""
NEXT_EXHIBITION = "SELECT MAX(id) FROM showcase_exhibition WHERE state = 'published'"
OF_NEXT = f"WHERE exhibition_id = ({NEXT_EXHIBITION})"
PROPOSAL_STATES = ("received", "incomplete", "screening", "shared", "dialogue", "closed", "declined")
NAMED = (
    {
        "{tool}": "SELECT MIN(id) FROM reference_inhousetool",
        "{absence}": """
        SELECT MAX(a.id) FROM organization_absence a JOIN organization_user u ON u.id = a.user_id
        WHERE u.staff_number = '0003345'
    """,
        "{leaver}": "SELECT id FROM organization_user WHERE staff_number = '0003379'",
        "{handover}": "SELECT MIN(id) FROM consultations_handover",
        "{cohort}": "SELECT MAX(id) FROM leaders_cohort",
        "{letter}": "SELECT fiscal_year || '-' || serial FROM leaders_letter ORDER BY id LIMIT 1",
        "{waiting}": """
        SELECT group_concat('id=' || id, '&') FROM leaders_recommendation r WHERE r.state = 'checked'
        AND NOT EXISTS (SELECT 1 FROM leaders_decision d WHERE d.recommendation_id = r.id AND d.voided_at IS NULL)
    """,
        "{programme}": "SELECT MAX(id) FROM leaders_programme",
        "{session:first}": f"SELECT MIN(s.id) {SESSIONS}",
        "{session:make-up}": "SELECT session_id FROM leaders_sessionrun ORDER BY id DESC LIMIT 1",
        "{assignment}": "SELECT MAX(id) FROM leaders_assignment",
        "{team:own}": f"{TEAMS} WHERE u.staff_number = '0004128'",
        "{team:other}": f"""
        SELECT MIN(t.id) FROM leaders_team t WHERE t.submitted_at IS NOT NULL
        AND t.id NOT IN ({TEAMS} WHERE u.staff_number = '0004128')
    """,  # noqa: S608  (constants)
        "{team:themed}": "SELECT team_id FROM consultations_trainingtheme WHERE team_id IS NOT NULL",
        "{run}": "SELECT MAX(id) FROM leaders_sessionrun",
        "{submission}": "SELECT id FROM leaders_submission WHERE accepted_at IS NULL AND returned_at IS NULL",
        "{question}": "SELECT MAX(id) FROM leaders_trainingquestion",
        "{leader_question:replied}": "SELECT MAX(question_id) FROM leaders_leaderreply",
        "{leader_question:solved}": "SELECT MIN(id) FROM leaders_leaderquestion WHERE solved_at IS NOT NULL",
        "{leader_question:own}": """
        SELECT MAX(q.id) FROM leaders_leaderquestion q JOIN organization_user u ON u.id = q.asker_id
        WHERE u.staff_number = '0004128' AND NOT EXISTS (SELECT 1 FROM leaders_leaderreply r WHERE r.question_id = q.id)
    """,
        "{leader_reply:own}": """
        SELECT MAX(r.id) FROM leaders_leaderreply r JOIN organization_user u ON u.id = r.author_id
        WHERE u.staff_number = '0004128'
    """,
        "{app:own}": """
        SELECT a.id FROM leaders_trialapp a JOIN organization_user u ON u.id = a.owner_id
        WHERE u.staff_number = '0004128' ORDER BY a.confirmed_on, a.id LIMIT 1
    """,
        "{app:retired}": "SELECT MIN(id) FROM leaders_trialapp WHERE state = 'retired'",
        "{app:without}": "SELECT MIN(id) FROM leaders_trialapp WHERE owner_id IS NULL AND state <> 'retired'",
        "{term}": """
        SELECT t.id FROM leaders_leaderterm t JOIN organization_division d ON d.id = t.division_id
        WHERE d.key = '0903' AND t.valid_to IS NULL
    """,
        "{files}": "SELECT group_concat('id=' || id, '&') FROM attachments_attachment WHERE state = 'quarantined'",
        "{staff_question:waiting}": """
        SELECT MIN(q.id) FROM proposals_staffquestion q JOIN proposals_proposal p ON p.id = q.proposal_id
        WHERE q.answered_at IS NULL AND p.state = 'shared'
    """,
        "{grant:asked}": "SELECT MIN(id) FROM proposals_grant WHERE state = 'asked'",
        "{dialogue:held}": "SELECT MIN(id) FROM proposals_dialogue WHERE state = 'held'",
        "{dialogue:planned}": "SELECT MAX(id) FROM proposals_dialogue WHERE state = 'planned'",
        "{dialogue:unwritten}": "SELECT MIN(id) FROM proposals_dialogue WHERE state = 'planned'",
        "{division:nursery}": "SELECT id FROM organization_division WHERE key = '0903'",
        "{contact:owed}": "SELECT MAX(id) FROM reference_contactlog WHERE promised <> '' AND kept_on IS NULL",
        "{company}": "SELECT id FROM reference_company WHERE name LIKE '見本データ%'",
        "{proposal:again}": f"{AGAIN} AND p.title LIKE '%第2版%'",
        "{proposal:linked}": f"{AGAIN} AND p.same_as_id IS NOT NULL",
        "{call:waiting}": "SELECT MIN(id) FROM proposals_forwardedcall WHERE state = 'new'",
        "{call:own}": "SELECT MIN(id) FROM proposals_forwardedcall WHERE state = 'invited'",
        "{exhibitor:company}": f"SELECT MIN(id) FROM showcase_exhibitor {OF_NEXT} AND booth_id IS NOT NULL",  # noqa: S608
        "{exhibitor:applied}": f"SELECT MIN(id) FROM showcase_exhibitor {OF_NEXT} AND state = 'applied'",  # noqa: S608
        "{exhibitor:nursery}": f"""
        SELECT e.id FROM showcase_exhibitor e JOIN organization_division d ON d.id = e.division_id
        {OF_NEXT} AND d.key = '0903'
    """,  # noqa: S608  (constants)
        "{hall}": f"SELECT MIN(id) FROM showcase_hall WHERE exhibition_id = ({NEXT_EXHIBITION})",  # noqa: S608
        "{programme_item}": f"SELECT MAX(id) FROM showcase_programmeitem WHERE exhibition_id = ({NEXT_EXHIBITION})",  # noqa: S608
        "{proposal:to-review}": """
        SELECT p.fiscal_year || '-' || substr('0000' || p.serial, -4) FROM proposals_proposal p
        JOIN proposals_review r ON r.proposal_id = p.id JOIN organization_user u ON u.id = r.reviewer_id
        WHERE r.given_at IS NULL AND p.state = 'screening' AND u.staff_number = '0003345'
    """,
    }
    | {
        f"{{recommendation:{state}}}": f"SELECT MIN(id) FROM leaders_recommendation WHERE state = '{state}'"  # noqa: S608
        for state in ("submitted", "checked", "returned", "withdrawn")
    }
    | {
        f"{{booth:{kind}}}": f"SELECT MAX(id) FROM showcase_exhibitor WHERE state = 'selected' AND kind = '{kind}'"  # noqa: S608
        for kind in ("company", "division")
    }
    | {
        f"{{story:{state}}}": f"SELECT MIN(id) FROM showcase_story WHERE state = '{state}'"  # noqa: S608
        for state in ("draft", "asked", "review", "published")
    }
    | {
        f"{{exhibition:{state}}}": f"SELECT MAX(id) FROM showcase_exhibition WHERE state = '{state}'"  # noqa: S608
        for state in ("published", "closed", "reported")
    }
    | {
        f"{{research:{state}}}": f"SELECT MIN(id) FROM consultations_researchrequest WHERE state = '{state}'"  # noqa: S608
        for state in ("asked", "passed_on", "closed")
    }
    | {"{finding:received}": "SELECT MIN(id) FROM consultations_finding WHERE state = 'received'"}
    | {
        f"{{elsewhere:{state}}}": f"SELECT MIN(id) FROM showcase_case WHERE state = '{state}'"  # noqa: S608
        for state in ("draft", "published")
    }
    | {f"{{proposal:{state}}}": FIRST_PROPOSAL.format(state=state) for state in PROPOSAL_STATES}
)


class Visitor:
    """Opens places as one role, with one window for each person."""

    def __init__(self, portal: Portal, enter: Enter, role: str, *, phone: bool = False) -> None:
        self._portal, self._enter, self._phone = portal, enter, phone
        self._me = PEOPLE.get(role)
        self._windows: dict[str | None, Page] = {}

    def open(self, place: Place) -> Page:
        """Open the place and do its step; an answer of another kind or another page is a failure."""
        path, who = self._address(place)
        page = self._window(who)
        response = page.goto(self._portal.url(path))
        if place.step:
            response = STEPS[place.step](page, self._portal) or response
        elif urlsplit(page.url).path != urlsplit(path).path:
            raise AssertionError(f"{place.name}: {path} led to {page.url}")
        if response is None or response.status != place.status:
            raise AssertionError(f"{place.name}: {path} answered {response and response.status}")
        page.wait_for_load_state("load")
        return page

    def _address(self, place: Place) -> tuple[str, str | None]:
        if not place.where:
            return self._filled(place.path), self._me
        rows = self._portal.ask(FIND.format(where=place.where), *([self._me] if "?1" in place.where else []))
        if not rows:
            raise AssertionError(f"{place.name}: no consultation of the demo data fits ({place.where})")
        case, hearing, requester, head = rows[0]
        who = {REQUESTER: requester, DIVISION_HEAD: head}.get(place.visitor, self._me)
        return place.path.replace("{case}", case).replace("{hearing}", str(hearing)), who

    def _filled(self, path: str) -> str:
        """Return the path with the ids of what it names."""
        for name, sql in NAMED.items():
            if name in path:
                path = path.replace(name, str(self._portal.ask(sql)[0][0]))
        return path

    def _window(self, who: str | None) -> Page:
        if who not in self._windows:
            is_known = who is None or who in PEOPLE.values()
            page = self._enter(who if is_known else None, phone=self._phone)
            if not is_known:
                sign_in(page, str(who))
            self._windows[who] = page
        return self._windows[who]


def sign_in(page: Page, staff_number: str) -> None:
    """Sign in with number and password, as somebody who has no button on the sign-in page does."""
    page.locator("input[name=username]").fill(staff_number)
    page.locator("input[name=password]").fill(DEMO_PASSWORD)
    page.locator("main form button.btn-primary").first.click()
    page.wait_for_url(lambda url: "/login/" not in url)


def faults_of(visitor: Visitor, places: list[Place], look: Callable[[Page], list[str]]) -> list[str]:
    """Open each place and return what ``look`` found, each with the place's name."""
    found = []
    for place in places:
        try:
            page = visitor.open(place)
        except AssertionError as fault:
            found.append(str(fault))
        else:
            found += [f"{place.name}: {fault}" for fault in look(page)]
    return found
