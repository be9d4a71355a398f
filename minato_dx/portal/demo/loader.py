"""Loading the demo as a whole, or not at all."""

from collections.abc import Callable

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from minato_dx.attachments.models import Attachment
from minato_dx.core.calendar import today
from minato_dx.portal.demo import guard
from minato_dx.portal.demo.cases import load_cases
from minato_dx.portal.demo.consultations import play_all
from minato_dx.portal.demo.exhibitions import load_exhibitions
from minato_dx.portal.demo.group_work import take_up_theme
from minato_dx.portal.demo.inboxes import tidy_inboxes
from minato_dx.portal.demo.leaders import load_leaders
from minato_dx.portal.demo.meetings import load_rooms, load_slots
from minato_dx.portal.demo.organisation import load_organisation, read_rows
from minato_dx.portal.demo.people import load_people, load_posts
from minato_dx.portal.demo.proposals import load_proposals
from minato_dx.portal.demo.research import load_research
from minato_dx.portal.demo.roster import Years, build_roster
from minato_dx.portal.demo.sameness import load_sameness
from minato_dx.portal.demo.scene import Stage
from minato_dx.portal.demo.sharing import load_sharing
from minato_dx.portal.demo.stories import load_stories
from minato_dx.portal.demo.texts import CASES
from minato_dx.portal.demo.timeline import Timeline
from minato_dx.portal.demo.tools import load_tools
from minato_dx.portal.demo.vendors import load_vendors
from minato_dx.portal.demo.waiting_files import load_waiting_files
from minato_dx.reference.selectors import closed_days
from minato_dx.reference.services import ensure_first_fields

LONGEST_WORKING_DAYS = 360

Say = Callable[[str], None]
Progress = Callable[[int, int], None]


@transaction.atomic
def load(*, say: Say, progress: Progress) -> None:
    """Write the whole demo as of today. ``say`` hears each part by name, ``progress`` the events as they are played."""
    loading_since, day = timezone.now(), today()
    timeline = Timeline(today=day, closed=closed_days(), longest=LONGEST_WORKING_DAYS)
    years = Years.of(day)
    rows = read_rows()
    say(f"組織：{len(rows)}課")
    organisation = load_organisation(start=years.start)
    roster = build_roster(rows, day)
    say(f"職員：{len(roster.people)}人")
    company = load_people(roster=roster, organisation=organisation, years=years)
    load_posts(company=company, organisation=organisation, years=years, timeline=timeline)
    say("分野と庁内ツール")
    ensure_first_fields()
    load_tools()
    rooms = load_rooms()
    stage = Stage(company=company, timeline=timeline, loading_since=loading_since)
    say("DXリーダーの推薦")
    load_leaders(stage=stage, years=years)
    say("事業者の提案")
    load_proposals(stage=stage)
    load_waiting_files()
    say(f"相談：{len(CASES)}件")
    play_all(stage=stage, cases=CASES, years=years, progress=progress)
    take_up_theme()
    say("事業者との対話と連絡")
    load_vendors(stage=stage)
    load_sharing(stage=stage)
    load_sameness(stage=stage)
    say("成功事例")
    load_stories(stage=stage)
    say("ほかの自治体の事例")
    load_cases(stage=stage)
    say("調査依頼")
    load_research(stage=stage)
    say("展示会")
    load_exhibitions(stage=stage)
    say("会える時間")
    load_slots(company=company, timeline=timeline, rooms=rooms)
    tidy_inboxes(stage=stage)
    guard.remember_loading()


@transaction.atomic
def wipe() -> None:
    """Empty the database; the caller has made sure that only demo people are in it."""
    blobs = [(file.blob.storage, str(file.blob.name)) for file in Attachment.objects.exclude(blob="")]
    call_command("flush", interactive=False, verbosity=0)

    def remove() -> None:
        for storage, name in blobs:
            storage.delete(name)

    transaction.on_commit(remove)
