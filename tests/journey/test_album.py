"""The pictures of an album, which Telegram brings one by one, are one thing said: the first has the answer."""

from __future__ import annotations

CAMILLE = {"id": 4242, "is_bot": False, "first_name": "Camille"}


def picture(number: int, at: int) -> dict:
    photo = {"file_id": f"file{number}", "file_unique_id": f"unique{number}", "width": 90, "height": 60}
    message = {"message_id": number, "date": at, "chat": {"id": 4242, "type": "private"}, "from": CAMILLE,
               "media_group_id": "13", "photo": [photo]}  # fmt: skip
    return {"update_id": 900 + number, "message": message}


async def test_four_pictures_have_one_answer(embedded):
    for number in range(4):
        assert await embedded.called("telegram", picture(number + 1, embedded.clock() // 1000)) == 200
    await embedded.settled_inbox()
    assert len(await embedded.messages(account="telegram", direction="in")) == 4
    assert len(await embedded.messages(account="telegram", direction="out")) == 1
