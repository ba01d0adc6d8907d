"""A server whose store is damaged: it says so, and answers what it can."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.filterwarnings("ignore:.*:DeprecationWarning")


@pytest.fixture
def jp_server_config(tmp_path, jp_server_config):
    folder = tmp_path / "store"
    folder.mkdir()
    (folder / "store.db").write_bytes(b"this is no store")
    return jp_server_config


async def test_health_and_notices_answer_and_the_rest_says_why(ask, extension):
    refused = await ask("GET", "runs")
    assert refused.status == 503
    assert "damaged or no store" in refused.body["error"]["message"]
    assert "not changed" in refused.body["error"]["hint"]
    health = (await ask("GET", "health")).body
    assert (health["status"], health["problem"]) == ("unavailable", "store-unreadable")
    notices = (await ask("GET", "notices")).body["notices"]
    assert notices[0]["kind"] == "store-unreadable"
    same = (await ask("GET", "notices")).body["notices"]
    assert same[0]["notice_id"] == notices[0]["notice_id"]
    assert (await ask("DELETE", f"notices/{notices[0]['notice_id']}")).status == 204
    left = [notice["kind"] for notice in (await ask("GET", "notices")).body["notices"]]
    assert "store-unreadable" not in left
