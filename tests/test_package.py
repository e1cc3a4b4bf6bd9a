"""The zip package: members that do not change leave byte for byte."""

from __future__ import annotations

import io
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segmentation_addin.workbook.host import HostError
from segmentation_addin.workbook.package import Package


def _zip(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as package:
        package.comment = b"kept"
        for name, content in members.items():
            info = zipfile.ZipInfo(name, (2021, 3, 4, 5, 6, 8))
            info.compress_type = method
            info.external_attr = 0o600 << 16
            package.writestr(info, content, compresslevel=9)
    return out.getvalue()


def _rewritten(
    data: bytes, changed: dict[str, bytes], dropped: frozenset[str] = frozenset()
) -> bytes:
    out = io.BytesIO()
    Package(data, "x.xlsx").write(out, changed, dropped)
    return out.getvalue()


def _raw(data: bytes, name: str) -> bytes:
    """The compressed bytes of a member."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        info = package.getinfo(name)
    start = info.header_offset
    lengths = data[start + 26 : start + 30]
    start += 30 + int.from_bytes(lengths[:2], "little")
    start += int.from_bytes(lengths[2:], "little")
    return data[start : start + info.compress_size]


def test_nothing_changed_gives_the_same_file() -> None:
    data = _zip({"a.xml": b"<a/>" * 99, "é/b.bin": bytes(range(256))})
    assert _rewritten(data, {}) == data


def test_one_member_changes_and_the_others_stay_compressed_as_they_were() -> None:
    data = _zip({"a": b"one" * 99, "b": b"two" * 99, "c": b"three" * 99})
    new = _rewritten(data, {"b": b"new"}, frozenset({"c"}))
    with zipfile.ZipFile(io.BytesIO(new)) as package:
        assert package.testzip() is None
        assert package.namelist() == ["a", "b"]
        assert package.read("b") == b"new"
        assert package.comment == b"kept"
        info = package.getinfo("b")
    assert _raw(new, "a") == _raw(data, "a")
    assert info.date_time == (2021, 3, 4, 5, 6, 8)
    assert info.external_attr == 0o600 << 16


def test_a_member_written_in_pieces() -> None:
    data = _zip({"a": b"x"})
    out = io.BytesIO()
    Package(data, "x.xlsx").write(out, {"a": lambda: iter([b"one ", b"two"])})
    assert Package(out.getvalue(), "x.xlsx").read("a") == b"one two"


def test_members_with_data_descriptors_and_stored_ones() -> None:
    class Pipe(io.BytesIO):
        def tell(self) -> int:
            raise OSError

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w") as package:
        package.writestr("stored", b"as is")
        package.writestr("packed", b"packed" * 50, zipfile.ZIP_DEFLATED)
    data = pipe.getvalue()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert all(info.flag_bits & 8 for info in package.infolist())
    new = _rewritten(data, {"stored": b"new"})
    with zipfile.ZipFile(io.BytesIO(new)) as package:
        assert package.testzip() is None
        assert package.read("packed") == b"packed" * 50
        assert package.read("stored") == b"new"
    assert _raw(new, "packed") == _raw(data, "packed")


def test_zip64_members_are_read_and_copied() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        with package.open("big", "w", force_zip64=True) as member:
            member.write(b"content")
        package.writestr("other", b"old")
    new = _rewritten(out.getvalue(), {"other": b"new"})
    with zipfile.ZipFile(io.BytesIO(new)) as package:
        assert package.testzip() is None
        assert (package.read("big"), package.read("other")) == (b"content", b"new")


@given(
    st.dictionaries(st.text("abcé/", min_size=1), st.binary(max_size=300), min_size=1),
    st.data(),
)
def test_any_change_reads_back(members: dict[str, bytes], data: st.DataObject) -> None:
    names = data.draw(st.sets(st.sampled_from(sorted(members))))
    changed = {name: data.draw(st.binary(max_size=300)) for name in names}
    new = _rewritten(_zip(members), changed)
    package = Package(new, "x.xlsx")
    assert {name: package.read(name) for name in package.names} == members | changed
    assert new == _rewritten(_zip(members), changed)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not_a_workbook"),
        (b"client;revenue\nC1;5\n", "not_a_workbook"),
        (OLE + bytes(600), "old_format"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"PK\x03\x04 cut short", "damaged"),
        (_zip({"a": b"content" * 99})[:-30], "damaged"),
    ],
)
def test_what_is_no_package_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(HostError) as refused:
        Package(data, "x.xlsx")
    assert refused.value.code == code
    assert refused.value.params["path"] == "x.xlsx"


def test_a_damaged_member_is_named() -> None:
    data = bytearray(_zip({"a": zlib.compress(bytes(range(256)) * 9)}))
    data[40] ^= 0xFF
    with pytest.raises(HostError) as refused:
        Package(bytes(data), "x.xlsx").read("a")
    assert (refused.value.code, refused.value.params["part"]) == ("damaged", "a")


def test_a_locked_member_is_refused() -> None:
    data = bytearray(_zip({"a": b"content"}))
    data[6] |= 1
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(HostError) as refused:
        Package(bytes(data), "x.xlsx")
    assert refused.value.code == "encrypted"
