import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline import nodes
from timeline.nodes import MAX_DEPTH, Path, UnreadableError, read_places, read_plain

modest = settings(max_examples=100, deadline=None)


def plain(text: str) -> Any:
    value, problems = read_plain(text)
    assert problems == ()
    return value


def refusal(text: str) -> nodes.Problem:
    with pytest.raises(UnreadableError) as caught:
        read_plain(text)
    return caught.value.problem


# every scalar stays the text it was written as


@pytest.mark.parametrize(
    "scalar",
    [
        "no",
        "True",
        "0x1F",
        "012",
        "1_000",
        "12:30:00",
        "1e3",
        "2025",
        "2025-01-05",
        "-4.60",
        "=",
        "<<",
        "NaN",
    ],
)
def test_yaml_guesses_nothing(scalar: str) -> None:
    assert plain(f"key: {scalar}") == {"key": scalar}
    assert plain(f"{{key: [{scalar}]}}") == {"key": [scalar]}


@pytest.mark.parametrize("empty", ["", "~", "null", "Null", "NULL"])
def test_what_yaml_calls_null_is_none_unless_it_is_quoted(empty: str) -> None:
    assert plain(f"key: {empty}") == {"key": None}
    assert plain(f"key: '{empty}'") == {"key": empty}


def test_a_time_needs_no_quotes_inside_braces_or_out_of_them() -> None:
    assert plain("{date: 2025-06-05T19:17Z}") == {"date": "2025-06-05T19:17Z"}
    assert plain("date: 2025-06-05T19:17Z") == {"date": "2025-06-05T19:17Z"}
    assert plain("{url: https://a.example/b}") == {"url": "https://a.example/b"}


def test_block_and_folded_texts_keep_their_lines() -> None:
    assert plain("a: |\n  one\n  two\nb: >-\n  one\n  two\n") == {"a": "one\ntwo\n", "b": "one two"}


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_any_line_ending_is_read(ending: str) -> None:
    text = ending.join(["title: T", "missions:", "  - id: m", "    name: M", ""])
    assert plain(text) == {"title": "T", "missions": [{"id": "m", "name": "M"}]}
    assert read_places(text)["missions", 0, "name"] == (4, 5)


@pytest.mark.parametrize("sign", ["\x85", "\u2028", "\u2029"])
def test_a_line_ends_where_yaml_1_2_ends_it(sign: str) -> None:
    assert refusal(f"a: b{sign}c\nd: ]\n").place == (2, 4)
    assert read_places(f"a: b{sign}c\nd: e\n")["d",] == (2, 1)


# JSON

texts = st.text(max_size=30)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


def as_texts(value: Any) -> Any:
    """What plain JSON values are to a mission file: texts, as they are written in JSON."""
    if isinstance(value, dict):
        return {key: as_texts(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_texts(item) for item in value]
    return value if value is None or isinstance(value, str) else json.dumps(value)


@modest
@given(st.dictionaries(texts, json_values, max_size=5), st.booleans())
def test_json_is_read_as_the_texts_that_it_is_written_with(value: dict[str, Any], ascii_only: bool) -> None:
    assert plain(json.dumps(value, ensure_ascii=ascii_only)) == as_texts(value)


@modest
@given(st.dictionaries(st.text("abcdé月 -_.", min_size=1, max_size=20), json_values, max_size=4))
def test_yaml_reads_json_as_json_is_read(value: dict[str, Any]) -> None:
    text = json.dumps(value)
    assert plain("# YAML, for its comment\n" + text) == plain(text)


def test_booleans_and_odd_numbers_in_a_json_list_are_texts_too() -> None:
    assert plain('{"a": [true, [false], NaN, -Infinity, 1e400]}') == {
        "a": ["true", ["false"], "NaN", "-Infinity", "1e400"]
    }
    assert plain("{a: [true, [false], NaN, -Infinity, 1e400]}") == plain(
        '{"a": [true, [false], NaN, -Infinity, 1e400]}'
    )


def test_a_json_comma_too_many_is_forgiven_as_yaml_forgives_it() -> None:
    assert plain('{"a": [1, 2,],}') == {"a": ["1", "2"]}


@pytest.mark.parametrize("opening", ["", "# YAML\n"])
def test_a_character_in_two_escapes_is_one_character(opening: str) -> None:
    assert plain(opening + r'{"a\ud83c\udf15": "\ud83c\udf15 is full"}') == {"a🌕": "🌕 is full"}


@pytest.mark.parametrize(
    "text", [r'{"title": "\ud83c"}', r'title: "\ud83c"', '{"a": 1, "title": "\\uDF15x"}']
)
def test_half_a_character_is_a_problem_with_a_place(text: str) -> None:
    value, problems = read_plain(text)
    assert [problem.message for problem in problems] == [r"an escape such as \ud83c is half a character"]
    assert problems[0].path == ("title",)
    assert problems[0].place == (1, text.index("title") + (9 if "'" in text or "{" in text else 8))
    json.dumps(value).encode()


# equal keys, aliases, tags


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: 1\nb: 2\na: 3\n", (3, 1)),
        ("{a: 1, b: 2, a: 3}", (1, 14)),
        ('{"a": 1, "b": 2, "a": 3}', (1, 18)),
        ("\"a\": 1\nb: 2\n'a': 3\n", (3, 1)),
    ],
)
def test_two_equal_keys_are_a_problem_and_the_first_is_kept(text: str, place: tuple[int, int]) -> None:
    value, problems = read_plain(text)
    assert value == {"a": "1", "b": "2"}
    assert [(problem.path, problem.place) for problem in problems] == [(("a",), place)]
    assert problems[0].message == "the key 'a' stands here twice"


def test_every_equal_key_is_told_at_once() -> None:
    _, problems = read_plain("a: 1\na: {b: 1, b: 2}\nc: {d: 1, d: 2, d: 3}\n")
    assert [(problem.path, problem.place) for problem in problems] == [
        (("a",), (2, 1)),
        (("a", "b"), (2, 11)),
        (("c", "d"), (3, 11)),
        (("c", "d"), (3, 17)),
    ]


def test_aliases_and_anchors_are_problems_and_are_not_followed() -> None:
    bomb = "a: &a [x, x, x, x]\n" + "".join(
        f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n" for old, new in pairwise("abcdefghij")
    )
    value, problems = read_plain(bomb)
    assert value["j"] == [None] * 9
    assert len(problems) == 10 + 9 * 9
    assert (problems[0].message, problems[0].place) == ("&a is not read", (1, 4))
    assert (problems[2].message, problems[2].place) == ("*a is not read", (2, 8))


def test_an_alias_of_itself_ends() -> None:
    value, problems = read_plain("a: &a [*a]\n")
    assert value == {"a": [None]}
    assert [problem.path for problem in problems] == [("a",), ("a", 0)]


def test_tags_make_nothing_of_a_text() -> None:
    assert plain("a: !!python/object/apply:os.system [ls]\nb: !!int 5\nc: !mine x\n") == {
        "a": ["ls"],
        "b": "5",
        "c": "x",
    }


# what cannot be read at all


@pytest.mark.parametrize("text", ["", "\n \n", "# only a comment\n"])
def test_an_empty_file_says_what_one_starts_with(text: str) -> None:
    problem = refusal(text)
    assert problem.message == "the file is empty"
    assert "version: 1" in problem.hint


@pytest.mark.parametrize(
    ("text", "place", "message", "hint"),
    [
        ("a:\n\tb: 1\n", (2, 1), "cannot start any token", "indent with spaces, not with tabs"),
        ("a: @b\n", (1, 4), "cannot start any token", "put a text that starts with @ in quotes"),
        ("a: `b`\n", (1, 4), "cannot start any token", "put a text that starts with ` in quotes"),
        ("a: b: c\n", (1, 5), "mapping values", 'put a text that holds ": " in quotes'),
        ("a: b\n   c: d\n", (2, 5), "mapping values", "keys of one mapping start in the same column"),
        ("- a: b\n \u00a0c: d\n", (2, 2), "<block end>", "a no-break space stands here"),
        ("- a: b\n c: d\n", (2, 2), "<block end>", "check the indentation of this line"),
        ("a: 'Japan's lander'\n", (1, 11), "<block end>", "write a quote twice ('')"),
        ("a: {b: c: d}\n", (1, 9), "expected ',' or '}'", "needs quotes"),
        ("a: [b, c\nd: e\n", (2, 2), "expected ',' or ']'", "each bracket closes"),
        (
            "a: b\nc: 'd\ne: f\n",
            (2, 4),
            "unexpected end of stream",
            "the quote that opens here does not close",
        ),
        ('a: "C:\\data"\n', (1, 8), "unknown escape", "use single quotes"),
        ("a: & b\n", (1, 5), "alphabetic or numeric", "starts with & or *"),
        ("# Title\n\n* one\n", (3, 2), "alphabetic or numeric", 'a list item starts with "- "'),
        ("a: 1\nb\n", (2, 1), "could not find expected ':'", "a key is followed by a colon and a space"),
        ('{"a": 1} b', (1, 10), "<document start>", "one mapping"),
        ("a: [", (1, 5), "found '<stream end>'", "each bracket closes"),
        ('{"a": 1', (1, 1), "but got '<stream end>'", "each bracket closes"),
    ],
)
def test_what_is_no_yaml_is_told_with_its_place_and_the_mend(
    text: str, place: tuple[int, int], message: str, hint: str
) -> None:
    problem = refusal(text)
    assert problem.place == place
    assert problem.message.startswith("not YAML: ")
    assert message in problem.message
    assert hint in problem.hint


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x0c", "\x7f", "\ufffe", "\ud800"])
def test_a_control_character_is_told_with_its_place(sign: str) -> None:
    problem = refusal(f"a: b\nc: d{sign}e\n")
    assert problem.message == f"the control character U+{ord(sign):04X} cannot stand here"
    assert problem.place == (2, 5)


@pytest.mark.parametrize("escape", [r"\U00110000", r"\UFFFFFFFF", r"\xZZ", r"\u12"])
def test_an_escape_of_no_character_is_told(escape: str) -> None:
    problem = refusal(f'a: b\nc: "{escape}"\n')
    assert problem.message.startswith("not YAML: while ")
    assert problem.place[0] == 2


def test_a_second_document_is_told() -> None:
    problem = refusal("a: 1\n---\na: 2\n")
    assert (problem.message, problem.place) == ("a second document starts here", (2, 1))


@pytest.mark.parametrize("text", ["? [a, b]\n: c\n", "{[a]: b}", "a: {{b: c}: d}\n", "*a : b\n"])
def test_a_key_that_is_no_word_is_told(text: str) -> None:
    assert refusal(text).message == "a key must be a plain word"


@pytest.mark.parametrize(
    "text",
    [
        "a: " + "[" * 5000 + "]" * 5000,
        '{"a": ' + "[" * 5000 + "]" * 5000 + "}",
        "a: " + "[" * 2_000_000,
        "- " * 500_000,
    ],
    ids=["YAML", "JSON", "open brackets", "block"],
)
def test_deep_nesting_is_told_at_once(text: str) -> None:
    problem = refusal(text)
    assert problem.message == f"nested deeper than {MAX_DEPTH} levels"
    assert problem.place[0] == 1


def test_a_large_file_that_is_no_yaml_takes_the_word_of_the_fast_parser(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(nodes, "_thorough_events", lambda text: pytest.fail("read slowly"))
    monkeypatch.setattr(nodes, "THOROUGH_SIZE", 1000)
    problem = refusal("# here\n" * 150 + "b: {a: 19:17Z}\n")
    assert problem.place == (151, 10)
    assert problem.hint == "inside { } and [ ] a text with a colon needs quotes"


# places


def test_places_are_of_keys_and_of_items() -> None:
    text = "a: 1\nb:\n  - c: 2\n    d: [x, {e: 3}]\n"
    assert read_places(text) == {
        (): (1, 1),
        ("a",): (1, 1),
        ("b",): (2, 1),
        ("b", 0): (3, 5),
        ("b", 0, "c"): (3, 5),
        ("b", 0, "d"): (4, 5),
        ("b", 0, "d", 0): (4, 9),
        ("b", 0, "d", 1): (4, 12),
        ("b", 0, "d", 1, "e"): (4, 13),
    }


def paths(value: Any, at: Path = ()) -> set[Path]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return {at}.union(*(paths(item, (*at, key)) for key, item in inner))


@modest
@given(
    st.dictionaries(st.text("abcdé月 -_.", min_size=1, max_size=20), json_values, max_size=4),
    st.sampled_from([None, 1]),
)
def test_every_value_that_is_read_has_a_place_in_the_text(value: dict[str, Any], indent: int | None) -> None:
    text = json.dumps(value, indent=indent)
    places = read_places(text)
    assert set(places) == paths(as_texts(value))
    lines = text.split("\n")
    assert all(
        1 <= line <= len(lines) and 1 <= column <= len(lines[line - 1]) for line, column in places.values()
    )


def test_json_that_yaml_cannot_read_still_has_the_places_before_it() -> None:
    text = '{\n"title": 1,\n"' + "k" * 2000 + '": 2,\n"z": 3}'
    assert plain(text)["z"] == "3"
    places = read_places(text)
    assert places["title",] == (2, 1)
    assert ("z",) not in places
