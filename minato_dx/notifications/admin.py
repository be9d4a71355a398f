"""What was told to whom, and the mails of it, for administrators to look at and to send again."""

from typing import Any, cast

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from minato_dx.notifications.enums import DeliveryState
from minato_dx.notifications.models import Delivery, Notification
from minato_dx.notifications.selectors import about_sealed, readable_body
from minato_dx.notifications.services.upkeep import send_again
from minato_dx.organization.models import User


class NobodyWrites(admin.ModelAdmin):
    """Messages are owed by what happened, and mails by messages: nobody writes them here."""

    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Notification)
class NotificationAdmin(NobodyWrites):
    list_display = ("created_at", "recipient", "kind", "means", "title", "read_at")
    list_filter = ("kind", "means", ("read_at", admin.EmptyFieldListFilter))
    list_select_related = ("recipient",)
    search_fields = ("recipient__staff_number", "recipient__name", "event")
    exclude = ("text",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Notification]:
        return super().get_queryset(request).exclude(about_sealed(user=cast(User, request.user)))


@admin.register(Delivery)
class DeliveryAdmin(NobodyWrites):
    """The portal's outbox. What a mail says is shown only to whoever may see the thing it tells of."""

    list_display = ("owed_at", "recipient", "what", "state", "attempts", "due", "reason", "settled_at")
    list_filter = ("state", ("digest_on", admin.EmptyFieldListFilter))
    list_select_related = ("recipient", "notification")
    search_fields = ("recipient__staff_number", "recipient__name", "message_id")
    actions = ("owe_again",)
    fields = (
        "recipient", "what", "state", "reason", "attempts", "owed_at", "due", "settled_at", "address", "subject",
        "what_it_says", "message_id",
    )  # fmt: skip
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Delivery]:
        self.viewer = request.user
        rows: QuerySet[Delivery] = super().get_queryset(request)
        hidden = Notification.objects.filter(about_sealed(user=cast(User, request.user)))
        return rows.exclude(notification__in=hidden).defer("body", "calendar")

    @admin.display(description="件名")
    def what(self, row: Delivery) -> str:
        return row.notification.title if row.notification else f"まとめのメール（{row.digest_on}）"

    @admin.display(description="次に送る日時", ordering="due_at", empty_value="")
    def due(self, row: Delivery) -> Any:
        return row.due_at if row.settled_at is None else None

    @admin.display(description="送った本文")
    def what_it_says(self, row: Delivery) -> str:
        return readable_body(user=self.viewer, delivery=row)

    @admin.action(description="選んだメールをもう一度送る", permissions=["view"])
    def owe_again(self, request: HttpRequest, rows: QuerySet[Delivery]) -> None:
        """Owe the dead and dropped ones among the chosen again."""
        count = send_again(ids=list(rows.values_list("pk", flat=True)))
        if count:
            self.message_user(request, f"{count}通を、もう一度送ります。", messages.SUCCESS)
        else:
            labels = f"「{DeliveryState.DEAD.label}」か「{DeliveryState.DROPPED.label}」"
            self.message_user(request, f"もう一度送れるのは、状態が{labels}のメールです。", messages.WARNING)
