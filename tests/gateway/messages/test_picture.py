"""A picture that leaves tells nothing but what is seen on it."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.messages.picture import Broken, bare
from tests.pictures import chunk, exif, jpeg, png, segment, webp

PLACE = b"48.8566 N 2.3522 E"
ICC = b"ICC_PROFILE\0\1\1colours"
JFIF = b"JFIF\0\1\2\0\0\1\0\1\0\0"
SEEN = ((0xE0, JFIF), (0xE2, ICC), (0xEE, b"Adobe\0d"), (0xDB, b"table"), (0xC0, b"size"))
TOLD = (
    (0xE1, b"Exif\0\0" + exif(1, more=PLACE)),
    (0xE1, b"http://ns.adobe.com/xap/1.0/\0" + PLACE), (0xE2, b"MPF\0" + PLACE),
    (0xED, b"Photoshop 3.0\0" + PLACE), (0xE0, b"JFXX\0" + PLACE), (0xFE, PLACE),
)  # fmt: skip
MIMES = st.sampled_from(["image/jpeg", "image/png", "image/webp"])
STARTS = {"image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG\r\n\x1a\n", "image/webp": b"RIFF"}


def upright(side: int) -> bytes:
    return b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01" + bytes((0, side)) + bytes(6)


@given(st.permutations([*SEEN, *TOLD]), st.binary(max_size=40))
def test_a_jpeg_keeps_what_it_looks_like_by_and_nothing_else(pieces, behind):
    seen = [one for one in pieces if one in SEEN]
    assert bare("image/jpeg", jpeg(*pieces) + behind + PLACE) == jpeg(*seen)


def test_a_jpeg_of_many_scans_keeps_them_and_the_tables_between():
    more = segment(0xC4, b"table") + segment(0xDA, b"\2") + b"\x05\xff\x00" + segment(0xFE, PLACE)
    kept = segment(0xC4, b"table") + segment(0xDA, b"\2") + b"\x05\xff\x00"
    assert bare("image/jpeg", jpeg(scan=b"\x01" + more)) == jpeg(scan=b"\x01" + kept)


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("side", range(2, 9))
def test_a_picture_still_shows_upright(side, order):
    told, only = exif(side, order=order, more=PLACE), upright(side)
    head = b"Exif\0\0"
    assert bare("image/jpeg", jpeg((0xE1, head + told), *SEEN)) == jpeg((0xE1, head + only), *SEEN)
    assert bare("image/png", png((b"eXIf", told))) == png((b"eXIf", only))
    found = bare("image/webp", webp((b"VP8X", b"\x0c" + bytes(9)), (b"VP8 ", b"pixels"), (b"EXIF", told)))
    assert found == webp((b"VP8X", b"\x08" + bytes(9)), (b"VP8 ", b"pixels"), (b"EXIF", only))


@pytest.mark.parametrize(
    "told", [b"", b"II", b"II*\0\xff\xff\xff\xff", b"MM\0*\0\0\0\x08\xff\xff", exif(9), exif(0), b"nothing of it"]
)
def test_what_cannot_be_read_of_a_side_says_nothing(told):
    assert bare("image/jpeg", jpeg((0xE1, b"Exif\0\0" + told))) == jpeg()


def test_a_png_keeps_its_pixels_and_colours():
    seen = [(b"gAMA", b"\0\0\xb1\x8f"), (b"acTL", bytes(8)), (b"iCCP", b"colours")]
    told = [
        (b"eXIf", exif(1, more=PLACE)),
        (b"tEXt", PLACE),
        (b"iTXt", PLACE),
        (b"zTXt", PLACE),
        (b"tIME", bytes(7)),
        (b"caBX", PLACE),
    ]
    found = bare("image/png", png(*told, *seen) + PLACE)
    assert found == png(*seen)
    at = found.index(b"IDAT")
    assert zlib.decompress(found[at + 4 : -16]) == b"\0\xe6\x50\x30"


def test_a_webp_keeps_its_pixels_and_says_that_nothing_else_is_there():
    told = [(b"EXIF", exif(1, more=PLACE)), (b"XMP ", PLACE), (b"C2PA", PLACE)]
    seen = [(b"ICCP", b"odd"), (b"ALPH", b"even"), (b"VP8 ", b"pixels!")]
    assert bare("image/webp", webp((b"VP8X", b"\x3c" + bytes(9)), *seen, *told) + PLACE) == webp(
        (b"VP8X", b"\x30" + bytes(9)), *seen
    )
    assert bare("image/webp", webp((b"VP8L", b"pixels"))) == webp((b"VP8L", b"pixels"))


WHOLE = {
    "image/jpeg": jpeg(*TOLD, *SEEN), "image/png": png((b"tEXt", PLACE)),
    "image/webp": webp((b"EXIF", PLACE), (b"VP8 ", b"pixels")),
}  # fmt: skip


@pytest.mark.parametrize("mime", WHOLE)
def test_what_is_cut_off_is_refused_or_tells_nothing(mime):
    whole = WHOLE[mime]
    in_the_scan = whole.index(segment(0xDA, b"\1")) + 5 if mime == "image/jpeg" else len(whole)
    for length in range(len(STARTS[mime]), len(whole)):
        if length < in_the_scan:
            with pytest.raises(Broken):
                bare(mime, whole[:length])
        else:
            assert PLACE not in bare(mime, whole[:length])


@given(MIMES, st.binary(max_size=200))
def test_nothing_but_a_refusal_comes_of_what_is_no_picture(mime, rest):
    try:
        once = bare(mime, STARTS[mime] + rest)
    except Broken:
        return
    assert bare(mime, once) == once


def test_what_is_no_such_picture_is_left_as_it_is():
    assert bare("application/pdf", b"%PDF-1.7 " + PLACE) == b"%PDF-1.7 " + PLACE


def test_a_chunk_is_what_its_sum_says():
    assert bare("image/png", png((b"eXIf", exif(6))))[33:].startswith(chunk(b"eXIf", upright(6)))
