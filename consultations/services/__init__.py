"""What can be done with a consultation. Every function is one atomic business step.

Each locks and reads the row again, asks whether this person may, takes the transition, writes the log, keeps and
makes the promises and owes the messages, all in one transaction.
"""

from consultations.services.answers import (
    agree_to_proposal,
    ask_for_change,
    give_answer,
    say_solved,
    say_still_in_trouble,
)
from consultations.services.drafts import discard_draft, sweep_drafts, write_draft
from consultations.services.effects import record_realised
from consultations.services.endings import (
    close_consultation,
    hand_over_consultation,
    merge_consultation,
    reopen_consultation,
    withdraw_consultation,
)
from consultations.services.hearing_changes import cancel_hearing, move_hearing, note_no_show, postpone_hearing
from consultations.services.intake import Intake, submit_consultation
from consultations.services.meetings import arrange_hearing, choose_slot, propose_times
from consultations.services.privacy import log_access, open_summary_to_head, set_privacy
from consultations.services.progress import (
    begin_assessing,
    go_live,
    reassign_consultation,
    resume_consultation,
    rethink_consultation,
    start_work,
    wait_for_requester,
)
from consultations.services.sheets import ask_confirmation, confirm_sheet, correct_sheet, save_sheet
from consultations.services.thread import add_note, post_message

__all__ = [
    "Intake",
    "add_note",
    "agree_to_proposal",
    "arrange_hearing",
    "ask_confirmation",
    "ask_for_change",
    "begin_assessing",
    "cancel_hearing",
    "choose_slot",
    "close_consultation",
    "confirm_sheet",
    "correct_sheet",
    "discard_draft",
    "give_answer",
    "go_live",
    "hand_over_consultation",
    "log_access",
    "merge_consultation",
    "move_hearing",
    "note_no_show",
    "open_summary_to_head",
    "post_message",
    "postpone_hearing",
    "propose_times",
    "reassign_consultation",
    "record_realised",
    "reopen_consultation",
    "resume_consultation",
    "rethink_consultation",
    "save_sheet",
    "say_solved",
    "say_still_in_trouble",
    "set_privacy",
    "start_work",
    "submit_consultation",
    "sweep_drafts",
    "wait_for_requester",
    "withdraw_consultation",
    "write_draft",
]
