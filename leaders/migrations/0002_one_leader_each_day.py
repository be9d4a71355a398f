"""A division has one leader on any day: PostgreSQL keeps it, and the forms say it."""

from django.db import migrations

import minato_dx.core.no_overlap


class Migration(migrations.Migration):
    dependencies = [("leaders", "0001_initial"), ("organization", "0001_initial")]

    operations = [
        migrations.AddConstraint(
            model_name="leaderterm",
            constraint=minato_dx.core.no_overlap.NoOverlap(
                name="leaders_one_leader_each_day",
                fields=("division",),
                violation_error_message=(
                    "この課には、同じ期間のリーダーがもういます。前のリーダーの終了日を先に入れてください。"
                ),
            ),
        ),
    ]
