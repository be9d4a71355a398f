"""Choices of the master data."""

from django.db import models


class Network(models.TextChoices):
    """The networks of a municipality (三層の対策), as far as a tool or a system stands in one of them."""

    LGWAN = "lgwan", "LGWAN接続系"
    MY_NUMBER = "my_number", "個人番号利用事務系"
    INTERNET = "internet", "インターネット接続系"
    UNKNOWN = "unknown", "わからない"


class ContactChannel(models.TextChoices):
    """How somebody of a company was in contact with the ward."""

    DESK = "desk", "提案の窓口"
    MAIL = "mail", "メール"
    PHONE = "phone", "電話"
    VISIT = "visit", "来庁"
    MEETING = "meeting", "打合せ"


class ContactDirection(models.TextChoices):
    INCOMING = "incoming", "事業者から"
    OUTGOING = "outgoing", "区から"
