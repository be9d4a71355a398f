"""The wordings that answers start from, filled in for one proposal; what is sent is what somebody has read."""

from proposals.enums import AnswerKind
from proposals.models import AnswerTemplate, Proposal

_GREETING = "{company} 御中\n\nこのたびは、「{title}」（{number}）をご提案いただき、ありがとうございます。\n\n"
_PROCUREMENT = "\n\nなお、提案の共有は調達の手続ではありません。入札などで有利になることはありません。"
FIRST_WORDING = {
    AnswerKind.RECEIPT: _GREETING
    + "内容がそろっていることを確認し、審査を始めました。結果は、受付から30日以内にお知らせします。",
    AnswerKind.INCOMPLETE: _GREETING
    + "次の点を補っていただけますでしょうか。いただくまでのあいだ、審査は止まります。\n\n{reason}",
    AnswerKind.SHARED: _GREETING
    + "庁内の職員に紹介することにしました。関心のある課がありましたら、窓口からご連絡します。"
    + _PROCUREMENT,
    AnswerKind.TRANSFERRED: _GREETING
    + "ご提案の内容は、次の窓口がお答えします。こちらから引き継ぎました。\n\n{reason}",
    AnswerKind.DECLINED: _GREETING
    + "検討の結果、今回は見送ることにしました。理由は次のとおりです。\n\n{reason}"
    + _PROCUREMENT,
    AnswerKind.QUESTION: _GREETING + "ご提案について、次のことを教えていただけますでしょうか。\n\n{reason}",
    AnswerKind.MERGED: _GREETING
    + "前にいただいた次のご提案と合わせて、検討を続けます。今後の連絡は、そちらでいたします。\n\n{reason}",
    AnswerKind.OUTCOME: _GREETING + "対話の結果を、次のとおりお知らせします。\n\n{reason}" + _PROCUREMENT,
}


def draft_answer(*, proposal: Proposal, kind: AnswerKind, reason: str = "") -> str:
    """Return the wording of the city, or the first one, filled in; a sign that stands for nothing known stays."""
    own = AnswerTemplate.objects.filter(kind=kind).first()
    text = own.body if own else FIRST_WORDING[kind]
    values = {
        "{company}": proposal.company.name,
        "{title}": proposal.title,
        "{number}": proposal.number,
        "{reason}": reason.strip(),
    }
    for sign, value in values.items():
        text = text.replace(sign, value)
    return text.strip()
