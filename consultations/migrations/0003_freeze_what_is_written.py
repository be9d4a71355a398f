"""What happened is appended: the database refuses to rewrite logs, answers, decisions and hours."""

from django.db import migrations

from minato_dx.core.migration_operations import FreezeColumns


class Migration(migrations.Migration):
    dependencies = [("consultations", "0002_initial")]

    operations = [
        FreezeColumns(
            "consultations_transitionlog",
            ("consultation_id", "name", "from_state", "to_state", "actor_id", "created_at"),
        ),
        FreezeColumns("consultations_accesslog", ("consultation_id", "user_id", "what", "opened_at")),
        FreezeColumns(
            "consultations_answer",
            (
                "consultation_id", "number", "kind", "body", "tool_id", "eliminate", "combine", "rearrange", "simplify",
                "remains", "author_id", "created_at",
            ),
        ),
        FreezeColumns("consultations_answer", ("decided_by_id", "decided_at"), once_set=True, name="decision_frozen"),
        FreezeColumns(
            "consultations_effectentry",
            (
                "work_id", "round", "consultation_id", "answer_id", "stage", "months_after", "cases_per_year",
                "minutes_before", "minutes_after", "running_hours_per_year", "initial_hours", "method", "basis",
                "hourly_rate_yen", "entered_by_id", "entered_at",
            ),
        ),
    ]  # fmt: skip
