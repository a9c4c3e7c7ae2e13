"""What an agent's file is by its bytes, and as what each channel carries it."""

from __future__ import annotations

import pytest

from connectors.contract import Account
from connectors.registry import connector_class
from gateway.messages import file_link
from gateway.messages.upload import Known, Refusal, Taken, carried, known, taken
from tests.gateway.conftest import PROVIDERS, SECRETS
from tests.pictures import PNG, png

PDF = b"%PDF-1.7\n"
MB = 1_000_000


@pytest.mark.parametrize(
    ("head", "name", "expected"),
    [
        (PNG, "photo.png", Known("image/png", "photo.png")),
        (PNG, "photo.JPG", Known("image/png", "photo.png")),  # what apps call it is often wrong
        (PNG, "evil.html", Known("image/png", "evil.png")),
        (PNG, "", Known("image/png", "file.png")),
        (PDF, "C:\\bills\\May 2026.pdf", Known("application/pdf", "May 2026.pdf")),
        (PDF, "../../etc/passwd", Known("application/pdf", "passwd.pdf")),
        (PDF, 'a"\r\nX: y.pdf', Known("application/pdf", "a_X_ y.pdf")),
        (PDF, "été à Lyon.pdf", Known("application/pdf", "été à Lyon.pdf")),
        (b"RIFF\0\0\0\0WEBPVP8 ", "a.webp", Known("image/webp", "a.webp")),
        (b"RIFF\0\0\0\0WAVEfmt ", "a.wav", Known("audio/wav", "a.wav")),
        (b"\0\0\0\x18ftypisom", "a.mp4", Known("video/mp4", "a.mp4")),
        (b"\0\0\0\x18ftyp3gp5", "a.mp4", Known("video/3gpp", "a.3gp")),
        (b"\0\0\0\x18ftypM4A ", "voice", Known("audio/mp4", "voice.m4a")),
        ("Nom;Âge\n".encode(), "list.csv", Known("text/csv", "list.csv")),
        (b"PK\x03\x04" + b"\0" * 20, "offer.docx",
         Known("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "offer.docx")),
    ],
)  # fmt: skip
def test_a_file_is_what_its_bytes_say(head, name, expected):
    assert known(head, name) == expected


def test_a_picture_is_kept_without_what_it_tells_besides_and_not_at_all_if_it_cannot_be_read():
    assert taken(png((b"tEXt", b"48.8566 N")), "a.png") == Taken(Known("image/png", "a.png"), PNG)
    assert taken(PNG[:-1], "a.png") == Refusal("file_broken")
    assert taken(PDF, "a.exe") == Taken(Known("application/pdf", "a.pdf"), PDF)
    assert taken(b"MZ", "a.exe") == Refusal("file_type")


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"<!doctype html><script>alert(1)</script>", "a.txt"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg"),
        (b"words <SCRIPT>x</SCRIPT>", "a.csv"),
        (b"only words", "a.html"),
        (b"only words", "a"),
        (b"#!/bin/sh\n", "a.txt"),
        (b"MZ\x90\0", "setup.exe"),
        (b"\x7fELF", "a.png"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "IMG_0042.HEIC"),  # it would leave as a film that no app plays
        (b"\0\0\0\x1cftypavif\0\0\0\0", "a.avif"),
        (b"PK\x03\x04", "app.jar"),
        (b"\xff\xfe\xfd\0", "a.txt"),
        (b"", "a.png"),
    ],
)
def test_what_a_browser_could_run_or_nobody_knows_is_not_taken(head, name):
    assert known(head, name) == Refusal("file_type")


def test_a_long_text_may_be_cut_inside_a_character():
    assert known(("x" + "é" * 3000).encode()[:4096], "a.txt") == Known("text/plain", "a.txt")


@pytest.mark.parametrize(
    ("channel", "mime", "size", "expected"),
    [
        ("whatsapp", "image/png", 5 * MB, "image"),
        ("whatsapp", "image/png", 5 * MB + 1, "file"),  # a document may be larger than a picture
        ("whatsapp", "image/gif", MB, "file"),
        ("whatsapp", "audio/wav", MB, "file"),
        ("whatsapp", "application/pdf", 100 * MB + 1, Refusal("too_large", 100 * MB)),
        ("telegram", "image/gif", MB, "animation"),
        ("telegram", "audio/ogg", MB, "file"),
        ("messenger", "video/mp4", 26 * 1024 * 1024, Refusal("too_large", 25 * 1024 * 1024)),
        ("sms", "image/jpeg", 5 * MB + 1, Refusal("too_large", 5 * MB)),
    ],
)
def test_each_channel_carries_it_in_its_own_way(channel, mime, size, expected):
    account = Account(channel, channel, PROVIDERS[channel], SECRETS[channel], "https://x.example")
    assert carried(connector_class(channel, PROVIDERS[channel])(account, None).capabilities, mime, size) == expected


def test_instagram_takes_no_document_but_pdf():
    values = {**SECRETS["messenger"], "kind": "instagram"}
    account = Account("ig", "messenger", "meta", values, "https://x.example")
    can = connector_class("messenger", "meta")(account, None).capabilities
    assert carried(can, "application/pdf", MB) == "file"
    assert carried(can, "application/zip", MB) == carried(can, "image/webp", MB) == Refusal("not_carried")


def test_a_link_opens_its_own_file_for_a_while():
    token = file_link.link("https://x.example", "secret", "0199", "été.pdf", 1000).split("/")[4]
    assert file_link.opened("secret", token, 1000) == "0199"
    assert file_link.opened("secret", token, 1000 + file_link.LASTS) is None
    assert file_link.opened("another", token, 1000) is None
    media_id, until, seal = token.split(".")
    for forged in (f"0198.{until}.{seal}", f"{media_id}.{int(until) + 1}.{seal}", f"{media_id}.{until}.x", "x", "..",
                   f"{media_id}.-1.{seal}", f"{media_id}.{until}.é"):  # fmt: skip
        assert file_link.opened("secret", forged, 1000) is None
