"""Compression of VBA texts: what goes in comes out."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from olevba_reader import decompressed
from pyopenvba import vba

from segmentation_addin.template.vba_compression import (
    CHUNK,
    CompressionError,
    compress,
    decompress,
)
from segmentation_addin.template.vba_modules import dictionary_module, xlwings_module

TEXTS = [xlwings_module().text.encode(), dictionary_module().text.encode()]


@pytest.mark.parametrize("text", TEXTS, ids=["xlwings", "Dictionary"])
def test_a_long_module_comes_back_through_every_reader(text: bytes) -> None:
    packed = compress(text)
    assert len(packed) < len(text) / 2
    assert decompress(packed) == text
    assert decompressed(packed) == text
    assert vba.decompress(packed) == text


@given(st.binary(max_size=2000))
def test_any_bytes_come_back(data: bytes) -> None:
    assert decompress(compress(data)) == data


@given(st.text("ab\r\n", max_size=9000))
def test_any_repetitive_text_comes_back(text: str) -> None:
    packed = compress(text.encode())
    assert decompress(packed) == text.encode()
    assert vba.decompress(packed) == text.encode()


@pytest.mark.parametrize("size", [0, 1, 2, 3, 4095, 4096, 4097, 8192, 130_000])
def test_sizes_around_a_chunk(size: int) -> None:
    text = (b"Dim i As Long, j As Long: i = j\r\n" * 4000)[:size]
    assert decompress(compress(text)) == text


def test_a_text_that_the_compression_of_others_corrupts() -> None:
    text = b"".join(b"x = %d\r\n" % (i * i) for i in range(100))[:900]
    assert decompress(compress(text)) == text


def test_texts_of_modules_never_need_a_raw_chunk() -> None:
    for text in TEXTS:
        packed = compress(text)
        at = 1
        while at < len(packed):
            header = int.from_bytes(packed[at : at + 2], "little")
            assert header & 0xF000 == 0xB000
            at += 3 + (header & 0x0FFF)
        assert at == len(packed)


def test_bytes_that_do_not_compress() -> None:
    noise = random.Random(1).randbytes(2 * CHUNK)
    assert decompress(compress(noise)) == noise
    with pytest.raises(CompressionError, match="does not compress"):
        compress(noise[: CHUNK - 1])


@pytest.mark.parametrize(
    "packed",
    [
        b"",
        b"\x00\x00",
        compress(TEXTS[0])[:-1],
        compress(TEXTS[0])[:1500],
        b"\x01\x02\xb0\x01\x00\x00",
    ],
)
def test_a_container_that_is_cut_short_says_so(packed: bytes) -> None:
    with pytest.raises(CompressionError):
        decompress(packed)
