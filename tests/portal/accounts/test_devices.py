"""A browser in two words."""

import pytest

from portal.accounts.devices import browser_of, system_of

KNOWN = {
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0": ("Edge", "Windows"),
    "Mozilla/5.0 (Linux; Android 15; SM-A556B) AppleWebKit/537.36 (KHTML, like Gecko) "
    "SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36": ("Samsung Internet", "Android"),
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.1 Safari/605.1.15": ("Safari", "Mac"),
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
    "Gecko) CriOS/142.0 Mobile/15E148 Safari/604.1": ("Chrome", "iPhone"),
    "curl/8.0": ("", ""),
    "": ("", ""),
}


@pytest.mark.parametrize("agent", KNOWN)
def test_browser_and_system(agent):
    assert (browser_of(agent), system_of(agent)) == KNOWN[agent]
