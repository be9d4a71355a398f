import pytest
from django.test import RequestFactory

from minato_dx.core.client_address import client_address


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, None, "10.0.0.9"),
        (0, "192.0.2.1", "10.0.0.9"),
        (1, "192.0.2.1", "192.0.2.1"),
        (1, "198.51.100.7, 192.0.2.1", "192.0.2.1"),
        (2, "198.51.100.7, 192.0.2.1, 10.0.0.5", "192.0.2.1"),
        (2, "10.0.0.5", "10.0.0.9"),
        (1, None, "10.0.0.9"),
        (1, " , ", "10.0.0.9"),
    ],
    ids=[
        "no proxy: the peer",
        "no proxy: a sent header proves nothing",
        "one proxy: what it appended",
        "one proxy: what stands left of it was sent by the caller",
        "two proxies: what the outer one appended",
        "fewer hops than proxies: the peer",
        "passed no proxy: the peer",
        "an empty header: the peer",
    ],
)
def test_address_is_the_one_that_called_our_outermost_proxy(settings, proxies, forwarded, expected):
    settings.PROXY_COUNT = proxies
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    assert client_address(RequestFactory().get("/", REMOTE_ADDR="10.0.0.9", **headers)) == expected
