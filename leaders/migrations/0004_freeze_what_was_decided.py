"""What was decided and written is appended: the database refuses to rewrite decisions, letters and logs."""

from django.db import migrations

from minato_dx.core.migration_operations import FreezeColumns


class Migration(migrations.Migration):
    dependencies = [("leaders", "0003_recommended_and_appointed")]

    operations = [
        FreezeColumns(
            "leaders_recommendationlog",
            ("recommendation_id", "name", "from_state", "to_state", "actor_id", "text", "created_at"),
        ),
        FreezeColumns(
            "leaders_decision",
            (
                "recommendation_id", "recommended_by_id", "outcome", "reason", "decided_by_id", "office",
                "on_behalf_of_id", "decided_at", "publish_on",
            ),
        ),
        FreezeColumns(
            "leaders_decision",
            ("confirmed_at", "confirmed_by_id", "published_at", "voided_at"),
            once_set=True,
            name="steps_frozen",
        ),
        FreezeColumns(
            "leaders_letter",
            (
                "fiscal_year", "serial", "decision_id", "person_id", "division_id", "kind", "mark", "title",
                "addressee_post", "addressee_name", "body", "issued_on", "signer_title", "signer_name",
            ),
        ),
        FreezeColumns("leaders_letter", ("cancelled_at",), once_set=True, name="cancelled_frozen"),
    ]  # fmt: skip
