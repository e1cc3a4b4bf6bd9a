"""The compound file: what is written is read back, by us and by others."""

from __future__ import annotations

import io

import olefile
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyopenvba.cfb import CFB

from segmentation_addin.template.compound_file import (
    CompoundFileError,
    read_compound_file,
    write_compound_file,
)

SIZES = (0, 63, 64, 65, 4095, 4096, 4097, 130_000)


def read_strictly(data: bytes) -> dict[str, bytes]:
    """The streams as olefile reads them, any doubt being an error."""
    with olefile.OleFileIO(
        io.BytesIO(data), raise_defects=olefile.DEFECT_UNSURE
    ) as file:
        assert file.parsing_issues == []
        return {"/".join(x): file.openstream(x).read() for x in file.listdir()}


def content(size: int, seed: int = 0) -> bytes:
    return bytes((i * 31 + seed) % 251 for i in range(size))


def test_streams_of_every_size_around_the_limits() -> None:
    streams = {f"VBA/s{size}": content(size) for size in SIZES}
    streams |= {f"top{size}": content(size, 7) for size in SIZES}
    data = write_compound_file(streams)
    assert read_compound_file(data) == streams
    assert read_strictly(data) == streams
    assert len(data) % 512 == 0


@pytest.mark.parametrize("size", SIZES)
def test_a_single_stream_of_each_size(size: int) -> None:
    streams = {"only": content(size)}
    data = write_compound_file(streams)
    assert read_compound_file(data) == read_strictly(data) == streams


def test_any_number_of_sheets() -> None:
    for count in range(1, 251):
        streams = {"PROJECT": content(count * 20), "VBA/dir": content(300 + count)}
        streams |= {f"VBA/Sheet{i}": content(170 + i) for i in range(count)}
        data = write_compound_file(streams)
        assert read_compound_file(data) == streams
        if count % 10 in {0, 5, 9}:
            assert read_strictly(data) == streams
            file = CFB.from_bytes(data)
            listed = set(file.list_streams_in_storage("VBA"))
            assert listed == {x[4:] for x in streams if x.startswith("VBA/")}


@given(
    st.dictionaries(
        st.text("abcXYZ", min_size=1, max_size=31), st.binary(max_size=9000)
    )
)
def test_any_names_and_contents(streams: dict[str, bytes]) -> None:
    folded = {name.upper(): (name, data) for name, data in streams.items()}
    distinct = dict(folded.values())
    assert read_compound_file(write_compound_file(distinct)) == distinct


def test_the_directory_is_a_valid_red_black_tree() -> None:
    for count in (1, 2, 3, 6, 7, 8, 40, 100):
        data = write_compound_file({f"s{i}": b"x" for i in range(count)})
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            entries = file.direntries

            def height(sid: int, parent_red: bool, entries: list = entries) -> int:  # type: ignore[type-arg]
                if sid == 0xFFFFFFFF:
                    return 1
                entry = entries[sid]
                red = entry.color == 0
                assert not (red and parent_red)
                left = height(entry.sid_left, red)
                assert left == height(entry.sid_right, red)
                return left + (not red)

            height(file.root.sid_child, parent_red=True)


def test_the_same_streams_give_the_same_bytes() -> None:
    streams = {"b/c": b"1", "a": b"2" * 5000}
    assert write_compound_file(streams) == write_compound_file(dict(streams))


@pytest.mark.parametrize("cut", [0, 100, 512, 1024, 3000, -512, -1])
def test_a_file_that_is_cut_short_says_so(cut: int) -> None:
    data = write_compound_file({"VBA/dir": content(5000), "PROJECT": content(700)})
    with pytest.raises(CompoundFileError):
        read_compound_file(data[:cut])


@pytest.mark.parametrize("names", [("a", "A"), ("x" * 32,), ("a!b",), ("",)])
def test_names_that_no_directory_holds(names: tuple[str, ...]) -> None:
    with pytest.raises(CompoundFileError):
        write_compound_file(dict.fromkeys(names, b""))


def test_more_than_the_header_can_list() -> None:
    with pytest.raises(CompoundFileError, match=r"6\.8 MB"):
        write_compound_file({"a": bytes(8_000_000)})
