"""Writing one exhibition as it was planned: its days, halls, exhibitors and programme."""

import datetime as dt
from dataclasses import dataclass, field

from leaders.models import Team
from minato_dx.attachments.models import Attachment
from minato_dx.attachments.services import attach
from minato_dx.core.calendar import jst
from minato_dx.organization.models import Division, User
from minato_dx.portal.demo.consultations import stamp
from minato_dx.portal.demo.exhibitions.floor import ALT, draw_plan, place_of
from minato_dx.portal.demo.exhibitions.told import Item, Shown, Told
from minato_dx.portal.demo.proposals import WITHOUT_NUMBER
from minato_dx.portal.demo.scene import Stage
from minato_dx.portal.demo.staffing import SHIOMI
from minato_dx.reference.models import FieldOfWork, InHouseTool
from minato_dx.reference.services import CompanyFacts, find_or_create_company
from minato_dx.scheduling.enums import EventCategory
from minato_dx.scheduling.models import Room
from minato_dx.scheduling.services.events import Subject, plan_event
from showcase.enums import EXHIBITION_KIND, PROGRAMME_KIND, ExhibitionState, ExhibitorKind, ExhibitorState, ItemKind
from showcase.models import (
    Booth,
    Exhibition,
    ExhibitionDay,
    Exhibitor,
    ExhibitorNotice,
    ExhibitorPerson,
    Hall,
    ProgrammeItem,
)
from showcase.services.exhibitions.steps import log, take_step

OPENS, CLOSES = dt.time(10), dt.time(16)
TERMS = (
    "・売り込みではなく、職員が試せるものを見せてください。\n・区の契約とは関係がありません。\n"
    "・費用の目安と、つまずきやすいところを書いてください。"
)
# How the working days go, counted from the first plan.
APPLICATIONS_AFTER, CHOSEN_AFTER = 4, 28
PUBLISHED_BEFORE = 16
ROOMS = (("会議室901", "本庁舎9階", 30), ("研修室", "本庁舎9階", 16))


@dataclass(slots=True)
class Made:
    """An exhibition with what belongs to it, by name."""

    exhibition: Exhibition
    told: Told
    days: list[dt.date]
    halls: dict[str, Hall] = field(default_factory=dict)
    exhibitors: dict[str, Exhibitor] = field(default_factory=dict)
    items: list[ProgrammeItem] = field(default_factory=list)


def load_seminar_rooms() -> dict[str, Room]:
    """Return the rooms of the seminars, written where they are not there yet."""
    return {
        name: Room.objects.get_or_create(name=name, defaults={"place": place, "capacity": seats, "order": 10 + nth})[0]
        for nth, (name, place, seats) in enumerate(ROOMS)
    }


def make_exhibition(*, stage: Stage, told: Told, copied_from: Exhibition | None) -> Made:
    """Plan it, let exhibitors apply, choose, and publish it."""
    organizer = stage.company.by_number[SHIOMI]
    days = [stage.timeline.day(offset) for offset in told.days]
    planned = stage.timeline.moment(told.planned, "10:20")
    exhibition = Exhibition.objects.create(
        title=told.title,
        theme=told.theme,
        about=told.about,
        place="本庁舎1階と9階" if len(told.halls) > 1 else "本庁舎1階",
        starts_on=days[0],
        ends_on=days[-1],
        for_officials=told.visitors[1] > 0 or not told.is_reported,
        for_vendors=told.visitors[2] > 0 or not told.is_reported,
        applications_until=stage.timeline.day(told.planned + CHOSEN_AFTER - 3),
        terms=TERMS,
        organizer=organizer,
        copied_from=copied_from,
        created_at=planned,
    )
    exhibition.history.update(history_date=planned)
    log(row=exhibition, actor=organizer, name="plan", before="", now=planned)
    made = Made(exhibition, told, days)
    _Making(stage, made, organizer, planned).all()
    return made


class _Making:
    def __init__(self, stage: Stage, made: Made, organizer: User, planned: dt.datetime) -> None:
        self.stage, self.made, self.organizer, self.planned = stage, made, organizer, planned
        self.told, self.exhibition = made.told, made.exhibition
        self.rooms = load_seminar_rooms()

    def all(self) -> None:
        for day in self.made.days:
            ExhibitionDay.objects.create(exhibition=self.exhibition, day=day, opens_at=OPENS, closes_at=CLOSES)
        for nth, name in enumerate(self.told.halls):
            self._hall(nth, name)
        self._step("open_applications", self.told.planned + APPLICATIONS_AFTER)
        for nth, shown in enumerate(self.told.exhibitors):
            self._exhibitor(nth, shown)
        for item in self.told.programme:
            self._item(item)
        if self.told.is_published:
            self._step("publish", self.told.days[0] - PUBLISHED_BEFORE)
        for offset, title, text in self.told.notices:
            at = self.stage.timeline.moment(offset, "15:00")
            ExhibitorNotice.objects.create(
                exhibition=self.exhibition, title=title, text=text, sent_by=self.organizer, sent_at=at
            )

    def _step(self, name: str, day: int) -> None:
        now = self.stage.timeline.moment(day, "11:00")
        if name == "publish":
            self.exhibition.published_at = now
        take_step(row=self.exhibition, actor=self.organizer, name=name, now=now)
        self.exhibition.history.filter(history_date__gte=self.stage.loading_since).update(history_date=now)
        stamp(self.stage, now)

    def _hall(self, nth: int, name: str) -> None:
        codes = self.told.halls[name]
        hall = Hall.objects.create(exhibition=self.exhibition, name=name, place="本庁舎", order=nth)
        upload = draw_plan(f"配置図_{name}.png", codes)
        [hall.plan] = attach(uploads=[upload], kind=EXHIBITION_KIND, object_id=self.exhibition.pk, user=self.organizer)
        Attachment.objects.filter(pk=hall.plan.pk).update(uploaded_at=self.planned)
        hall.plan_alt = ALT.format(first=codes[0], last=codes[-1], middle=codes[(len(codes) + 1) // 2 - 1])
        hall.save()
        self.made.halls[name] = hall
        Booth.objects.bulk_create(
            Booth(
                exhibition=self.exhibition,
                hall=hall,
                code=code,
                x=place_of(place, len(codes))[0],
                y=place_of(place, len(codes))[1],
                has_power=True,
                has_network=place % 2 == 0 or place == 1,
                order=nth * 20 + place,
            )
            for place, code in enumerate(codes)
        )

    def _exhibitor(self, nth: int, shown: Shown) -> None:
        came = self.stage.timeline.moment(self.told.planned + APPLICATIONS_AFTER + 1 + nth, "14:00")
        row = Exhibitor(
            exhibition=self.exhibition,
            title=shown.title,
            summary=shown.summary,
            about=shown.about,
            difficulty=shown.difficulty,
            cost=shown.cost,
            needs_power=shown.power,
            needs_network=shown.network,
            needs_space=shown.space,
            created_at=came,
        )
        row.field = FieldOfWork.objects.get(name=shown.field) if shown.field else None
        row.tool = InHouseTool.objects.get(name=shown.tool) if shown.tool else None
        self._who(row, shown, came)
        row.save()
        log(row=row, actor=self.organizer, name="invite", before="", now=came)
        self._decide(row, shown)
        if shown.booth:
            row.booth = Booth.objects.get(exhibition=self.exhibition, code=shown.booth)
            row.save()
        self.made.exhibitors[shown.who] = row

    def _who(self, row: Exhibitor, shown: Shown, now: dt.datetime) -> None:
        if shown.who.isdigit():
            row.kind, row.division = ExhibitorKind.DIVISION, Division.objects.get(key=shown.who)
            row.name = row.division.versions.order_by("-valid_from")[0].name
        elif shown.who.endswith("班"):
            row.kind, row.team = ExhibitorKind.TEAM, Team.objects.order_by("-programme").filter(name=shown.who)[0]
            row.name = f"DXリーダー{shown.who}"
        else:
            facts = CompanyFacts(name=shown.who, no_number_reason=WITHOUT_NUMBER)
            row.kind, row.company = ExhibitorKind.COMPANY, find_or_create_company(facts=facts, now=now)
            row.contact, row.name = row.company.contacts.filter(is_active=True).first(), shown.who

    def _decide(self, row: Exhibitor, shown: Shown) -> None:
        steps = {
            ExhibitorState.APPLIED: ("apply",),
            ExhibitorState.SELECTED: ("apply", "select"),
            ExhibitorState.DECLINED: ("apply", "decline"),
            ExhibitorState.WITHDRAWN: ("apply", "withdraw"),
        }
        for name in steps.get(shown.state, ()):
            now = row.created_at + dt.timedelta(hours=1)
            reason = ""
            if name != "apply":
                now = self.stage.timeline.moment(self.told.planned + CHOSEN_AFTER, "16:10")
                reason = row.reason = shown.reason or "テーマに合い、課で試せるため"
                row.decided_at = now
            take_step(row=row, actor=self.organizer, name=name, now=now, reason=reason)
        if shown.state == ExhibitorState.SELECTED:
            people = [ExhibitorPerson(exhibitor=row, name=name, role="説明") for name in shown.people]
            people += [
                ExhibitorPerson(exhibitor=row, user=user, name=user.name, role="説明") for user in self._own(row)
            ]
            ExhibitorPerson.objects.bulk_create(people)

    def _own(self, row: Exhibitor) -> list[User]:
        if row.division is not None:
            return [self.stage.company.by_place[row.division.key, place] for place in (1, 2)]
        if row.team is not None:
            return [member.trainee.person for member in row.team.members.select_related("trainee__person")[:2]]
        return []

    def _item(self, item: Item) -> None:
        starts_at = jst(self.made.days[item.day], dt.time.fromisoformat(item.clock))
        title = f"{item.title}（{self.exhibition.title}）"
        event = plan_event(
            subject=Subject(EventCategory.SEMINAR, PROGRAMME_KIND, 0, title),
            starts_at=starts_at,
            ends_at=starts_at + dt.timedelta(minutes=item.minutes),
            organizer=self.organizer,
            room=self.rooms[item.room] if item.room else None,
            place="" if item.room else self.exhibition.place,
            capacity=item.capacity,
            now=self.stage.timeline.moment(self.told.planned + CHOSEN_AFTER + 1, "10:00"),
        )
        row = ProgrammeItem.objects.create(
            exhibition=self.exhibition,
            kind=ItemKind.SEMINAR if item.room else ItemKind.WINDOW,
            event=event,
            title=item.title,
            about=item.about,
            speaker=item.speaker,
            exhibitor=self.made.exhibitors[item.who] if item.who else None,
            field=FieldOfWork.objects.get(name=item.field) if item.field else None,
            is_open_to_outsiders=not item.staff_only,
        )
        event.object_id = row.pk
        event.save(update_fields=["object_id"])
        self.made.items.append(row)


def end_exhibition(*, stage: Stage, made: Made) -> None:
    """Let it run, close and be reported, by the clock and by the DX section."""
    exhibition, organizer = made.exhibition, stage.company.by_number[SHIOMI]
    take_step(row=exhibition, actor=None, name="start", now=jst(made.days[0], OPENS))
    take_step(row=exhibition, actor=None, name="close", now=jst(made.days[-1], CLOSES))
    now = stage.timeline.moment(made.told.days[-1] + 8, "15:30")
    take_step(row=exhibition, actor=organizer, name="report", now=now)
    exhibition.history.filter(history_date__gte=stage.loading_since).update(history_date=now)
    if exhibition.state != ExhibitionState.REPORTED:
        raise LookupError("an exhibition that is over is reported")
