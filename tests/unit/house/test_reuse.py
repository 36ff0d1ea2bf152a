"""Another city's first look: right metadata, a safe image, and no city in the product."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from fondbok import __version__
from fondbok.paths import PROJECT

SCHEMA = json.loads(Path(__file__).with_name("publiccode.schema.json").read_text("utf-8"))
PRODUCT = ("fondbok", "models", "seeds", "soda", "orchestration", "dbt_project")

WRITTEN = {".py", ".sql", ".csv", ".yml", ".md", ".jinja", ".json", ".toml", ".po", ".mo"}


def metadata() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((PROJECT / "publiccode.yml").read_text("utf-8"))
    return found


def test_the_metadata_is_what_the_standard_asks_for() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(metadata(), SCHEMA)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda m: m.pop("url"),
        lambda m: m.update(softwareType="standalone"),
        lambda m: m["description"]["sv"].update(shortDescription="x" * 151),
        lambda m: m["description"]["sv"].update(longDescription="kort"),
        lambda m: m["maintenance"].update(type="community"),
        lambda m: m["localisation"].pop("availableLanguages"),
        lambda m: m.update(softwareVersion=0.1),
    ],
)
def test_what_the_standard_does_not_allow_is_found(spoil: Callable[[Any], Any]) -> None:
    wrong = metadata()
    spoil(wrong)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, SCHEMA)


def test_version_and_licence_are_said_once_and_the_same_everywhere() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    assert "version" in project["dynamic"]
    assert metadata()["softwareVersion"] == __version__
    assert metadata()["legal"]["license"] == project["license"]


def instructions() -> list[tuple[str, str]]:
    """(instruction, what it says) of the Containerfile, continued lines joined."""
    text = (PROJECT / "Containerfile").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    return [tuple(line.split(maxsplit=1)) for line in joined.splitlines() if line]  # type: ignore[misc]


def test_the_image_is_of_pinned_parts_and_runs_as_nobody_in_particular() -> None:
    told = instructions()
    images = [said.split()[0] for name, said in told if name == "FROM"]
    images += [said.split()[0].removeprefix("--from=") for n, said in told if "--from=ghcr" in said]
    assert len(images) >= 3
    for image in images:
        assert re.search(r":\d+\.\d+\.\d+", image), image
    last = len(told) - max(at for at, (name, _) in enumerate(told) if name == "FROM")
    served = told[-last:]
    (user,) = (said for name, said in served if name == "USER")
    assert int(user) >= 10000
    assert "EXPOSE" not in dict(told), "ui listens on 127.0.0.1 only"
    assert dict(served)["ENTRYPOINT"] == '["fondbok"]'
    assert not any(re.search(r"\b(curl|wget|git|pip)\b", said) for _, said in served)
    settings = dict(served)["ENV"]
    assert "DO_NOT_TRACK=1" in settings and "DAGSTER_DISABLE_TELEMETRY=true" in settings
    comments = (PROJECT / "Containerfile").read_text("utf-8")
    assert "--network none" in comments and "127.0.0.1" in comments


def test_the_image_is_given_all_that_a_wheel_is_built_of() -> None:
    wanted = {
        f"!{name}" for name in (*PRODUCT, "pyproject.toml", "uv.lock", "README.md", "LICENSE")
    }
    given = (PROJECT / ".containerignore").read_text("utf-8").splitlines()
    assert wanted <= set(given)
    assert "*" in given


def test_no_word_of_the_example_city_is_in_the_product() -> None:
    written = [
        path
        for folder in PRODUCT
        for path in (PROJECT / folder).rglob("*")
        if path.suffix in WRITTEN and not {"target", "logs", "__pycache__"} & set(path.parts)
    ]
    assert len(written) > 500
    assert [path.name for path in written if b"malm" in path.read_bytes().lower()] == []


def test_no_sentence_of_the_product_says_stad_where_a_region_would_read_it() -> None:
    """Code and contracts have the word as a value and a column; sentences have a place for it."""
    sentence = re.compile(r"[a-zåäö,)] stadens? [a-zåäö(]|\b[Ss]tadens (?!del)")
    read = [
        *(PROJECT / "seeds").glob("*.csv"),
        *(PROJECT / "fondbok").rglob("*.jinja"),
        *(PROJECT / "fondbok").rglob("rules.py"),
        *(PROJECT / "fondbok" / "intake" / "fields").glob("*.py"),
        *(PROJECT / "fondbok" / "feedback").glob("*.py"),
        *(PROJECT / "fondbok" / "publish").rglob("*.py"),
    ]
    assert len(read) > 50
    found = [path.name for path in read if sentence.search(path.read_text("utf-8"))]
    assert found == []
