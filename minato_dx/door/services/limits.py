"""How often an address and its network may do something within an hour; counted in the database for all processes."""

import datetime as dt
import hmac
import ipaddress

from django.conf import settings
from django.db.models import F

from minato_dx.door.enums import DATABASE, Scope
from minato_dx.door.exceptions import TooMany
from minato_dx.door.models import RateCount

HOUR = dt.timedelta(hours=1)
V4_NETWORK, V6_ADDRESS, V6_NETWORK = 24, 64, 56


def count(*, scope: Scope, address: str, now: dt.datetime) -> None:
    """Count one more, and raise TooMany once there are more than the settings allow."""
    since = _hour_of(now)
    for who, most in _counted(scope, address):
        row, _ = RateCount.objects.get_or_create(scope=scope, who=who, since=since)
        RateCount.objects.using(DATABASE).filter(pk=row.pk).update(count=F("count") + 1)
        row.refresh_from_db(fields=["count"])
        if row.count > most:
            raise _too_many(now)


def refuse_guessers(*, address: str, now: dt.datetime) -> None:
    """Raise TooMany for an address that has tried too many wrong keys; a right one does not help it any more."""
    since = _hour_of(now)
    for who, most in _counted(Scope.GUESS, address):
        if RateCount.objects.filter(scope=Scope.GUESS, who=who, since=since, count__gte=most).exists():
            raise _too_many(now)


def _too_many(now: dt.datetime) -> TooMany:
    minutes = int((_hour_of(now) + HOUR - now).total_seconds() // 60) + 1
    return TooMany(f"短い時間に多くの操作がありました。{minutes}分ほど待ってから、もう一度お試しください。")


def _counted(scope: Scope, address: str) -> list[tuple[str, int]]:
    by_address, by_network = settings.DOOR_LIMITS[scope.value]
    one, network = _names(address)
    return [(_hashed(one), by_address), (_hashed(network), by_network)]


def _names(address: str) -> tuple[str, str]:
    """Return the caller and the network, as texts: a home has a whole /64 of IPv6, not one address."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return "address unknown", "network unknown"
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    if isinstance(ip, ipaddress.IPv4Address):
        return f"address {ip}", f"network {ipaddress.ip_network((ip, V4_NETWORK), strict=False)}"
    return (
        f"address {ipaddress.ip_network((ip, V6_ADDRESS), strict=False)}",
        f"network {ipaddress.ip_network((ip, V6_NETWORK), strict=False)}",
    )


def _hashed(who: str) -> str:
    """Keyed: there are few enough addresses to try them all against a plain hash."""
    return hmac.digest(settings.SECRET_KEY.encode(), f"door {who}".encode(), "sha256").hex()


def _hour_of(now: dt.datetime) -> dt.datetime:
    return now.replace(minute=0, second=0, microsecond=0)
