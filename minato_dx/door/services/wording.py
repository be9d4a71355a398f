"""What the door's mails say."""

from collections.abc import Mapping
from typing import Any

from minato_dx.door.models import DeskMessage, Submission

_END = "\n\nこのメールは自動でお送りしています。お返事は、メールではなく、上のページからお願いします。\n"
_KEEP = "このリンクを知っている人は、だれでもページを開けます。ほかの方に転送しないでください。"


def please_confirm(*, kind: str, link: str) -> dict[str, str]:
    """Ask to confirm the address. Nothing that the sender wrote is in it: the address may be somebody else's."""
    return {
        "subject": f"【確認のお願い】{kind}の受付",
        "body": f"{kind}の窓口です。お送りいただき、ありがとうございます。\n\n"
        "まだ受付は終わっていません。次のページを開いて「受付を完了する」を押してください。3日のあいだ有効です。\n\n"
        f"{link}\n\n心当たりがないときは、何もしなければ3日後に消えます。" + _END,
    }


def receipt(*, submission: Submission, link: str) -> dict[str, str]:
    """Tell the number, and where one sees how it stands."""
    return {
        "subject": f"［{submission.receipt}］受け付けました",
        "body": f"「{submission.title}」を受け付けました。受付番号は「{submission.receipt}」です。\n\n"
        "状況の確認、質問へのお返事、変更と取り下げは、次のページからできます。\n\n"
        f"{link}\n\n{_KEEP}" + _END,
    }


def invitation(*, submission: Submission, told: Mapping[str, Any], link: str) -> dict[str, str]:
    """Invite somebody; what the ward wrote is in it word by word."""
    return {
        "subject": str(told["subject"]),
        "body": f"{told['text']}\n\n次のページから、お申込みも、ご辞退もできます。会員登録は要りません。\n\n"
        f"{link}\n\n{_KEEP}" + _END,
    }


def news(*, submission: Submission, message: DeskMessage, link: str) -> dict[str, str]:
    """Tell what the desk wrote."""
    ask = "\n\n次のページからお返事ください。" if message.wants_reply else "\n\n次のページでもご覧になれます。"
    return {
        "subject": f"［{submission.receipt}］{message.label}",
        "body": f"{message.text}{ask}\n\n{link}\n\n{_KEEP}" + _END,
    }


def new_links(*, links: list[tuple[Submission, str]]) -> dict[str, str]:
    """Send new links to everything that an address has at the door."""
    lines = "\n\n".join(f"{row.receipt}「{row.title}」\n{link}" for row, link in links)
    return {
        "subject": "受付状況のページの新しいリンク",
        "body": "お申し出のあった、受付状況のページの新しいリンクです。前のリンクは使えなくなりました。\n\n"
        f"{lines}\n\n{_KEEP}" + _END,
    }
