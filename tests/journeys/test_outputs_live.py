"""Outputs through a real server and kernel: what was seen, floods, late ones, contents."""

from __future__ import annotations

import hashlib

import pytest

pytestmark = [pytest.mark.kernel, pytest.mark.timeout(120)]

LINES = 100_000


async def test_ten_megabytes_are_counted_and_digested_exactly(player) -> None:
    await player.run("flood", f"for n in range({LINES}): print('x' * 99)")
    (step,) = await player.steps()
    (output,) = step["outputs"]
    whole = (b"x" * 99 + b"\n") * LINES
    assert output["total_bytes"] == len(whole)
    assert output["digest"] == hashlib.sha256(whole).hexdigest()
    assert output["truncated"]
    assert len(output["text"]) < 200_000
    assert f"[… {output['left_out']} bytes not kept …]" in output["text"]
    assert "outputs-capped" not in step["flags"]
    assert (await player.get("health"))["dropped"] == 0


async def test_a_large_block_is_counted_exactly(player) -> None:
    """One message of megabytes, which is read in pieces."""
    await player.run("block", "print(('🙂' * 24 + 'abc\\n') * 100_000, end='')")
    (step,) = await player.steps()
    (output,) = step["outputs"]
    assert output["total_bytes"] == 100 * 100_000
    whole = ("🙂" * 24 + "abc\n") * 100_000
    assert output["digest"] == hashlib.sha256(whole.encode()).hexdigest()


async def test_what_was_seen_at_last(player) -> None:
    await player.run("bar", """import time
for n in range(101):
    print(f"\\r{n:3d}%", end="", flush=True)
print()
from IPython.display import clear_output
""")
    await player.run("clear", """print("x" * 1000, flush=True)
clear_output(wait=True)
print("at last")""")
    await player.run("secret", "print('api_key = \"sk-proj-' + 'a1B2c3D4' * 5 + '\"')")
    bar, clear, secret = await player.steps()
    assert bar["outputs"][0]["text"] == "100%\n"
    assert bar["outputs"][0]["total_bytes"] == 101 * 5 + 1
    assert clear["outputs"][0]["text"] == "at last\n"
    assert clear["outputs"][0]["cleared_bytes"] == 1001
    assert secret["redactions"] == 1
    assert secret["outputs"][0]["digest"] is None, "a digest would let the secret be guessed"


async def test_an_update_by_a_later_cell_and_a_late_print_reach_their_step(player) -> None:
    await player.run("first", """from IPython.display import display, update_display
import threading
handle = display({"text/plain": "before"}, raw=True, display_id="d")
threading.Timer(1.5, lambda: print("late", flush=True)).start()""")
    await player.run("second", "update_display({'text/plain': 'after'}, display_id='d', raw=True)")

    def good(steps):
        first = steps[0]["outputs"]
        return first[0]["contents"][0]["text"] == "after" and any(
            "late" in output["text"] for step in steps for output in step["outputs"])

    await player.until(player.steps, good)


async def test_an_image_is_kept_by_digest_and_served(player, jp_fetch) -> None:
    png = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 200
    html = "<script>alert(1)</script>" * 2000
    await player.run("image", f"""import base64
from IPython.display import display
png = base64.b64encode({png[:8]!r} + bytes(range(256)) * 200).decode()
display({{"image/png": png, "text/html": "<script>alert(1)</script>" * 2000}}, raw=True)""")
    (step,) = await player.steps()
    found = {content["mime"]: content for content in step["outputs"][0]["contents"]}
    assert found["image/png"]["digest"] == hashlib.sha256(png).hexdigest()
    image, page = [
        await jp_fetch("runfolio", "api", "contents", found[mime]["digest"],
                       params={"step": step["step_id"]}) for mime in ("image/png", "text/html")]
    assert (image.body, image.headers["Content-Type"]) == (png, "image/png")
    assert page.body.decode() == html
    assert page.headers["Content-Type"] == "application/octet-stream"
    assert page.headers["Content-Disposition"].startswith("attachment")
