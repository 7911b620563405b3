"""Errors a person can act on.

AssistantError
├── UsageError          E_USAGE 64, E_EMPTY 64, E_TOO_LONG 64, E_RANGE 64
├── MissingInput        E_NOINPUT 66, E_NOTFOUND 66
├── BadFile             E_TYPE, E_NO_TEXT, E_ENCODING, E_TOO_LARGE, E_STRUCTURE, E_ENCRYPTED, E_BOMB, E_PARSE_LIMIT,
│   │                   W_HIDDEN, W_REDACTION 65
│   └── BadLabel        E_LABEL 65
├── ReaderFault         E_INTERNAL 70
├── DamagedStore        E_CORRUPT 65
├── WrongStore          E_INDEX_VERSION 78
│   └── NewerStore      E_INDEX_VERSION 78
├── ModelError          E_MODEL 78
│   ├── EmbedError      E_EMBED 70
│   └── LanguageModelError  E_LLM 69
├── ServerAway          E_AWAY 69
├── LockedStore         E_LOCKED 75
├── CannotCreate        E_CANTCREATE 73
├── NoSpace             E_NOSPACE 74
└── ConfigError         E_USAGE 78

Exit codes are those of BSD sysexits(3). A message says what is wrong, a hint what to do next; neither holds a passage of
minutes, a question or a path of the server. "Not recorded in the minutes" is an Answer, not an error.
"""

from __future__ import annotations


class AssistantError(Exception):
    """Base of all expected failures: ``code``, ``message``, ``hint`` and the process ``exit_code``."""

    code = "E_INTERNAL"
    exit_code = 70

    def __init__(self, message: str, hint: str = "", code: str | None = None) -> None:
        super().__init__(message)
        self.message, self.hint = message, hint
        self.code = code or type(self).code


class UsageError(AssistantError):
    code, exit_code = "E_USAGE", 64


class MissingInput(AssistantError):
    code, exit_code = "E_NOINPUT", 66


class BadFile(AssistantError):
    code, exit_code = "E_TYPE", 65


class BadLabel(BadFile):
    code = "E_LABEL"


class ReaderFault(AssistantError):
    """Our own reader stumbled over one file; the others may fare better."""


class DamagedStore(AssistantError):
    code, exit_code = "E_CORRUPT", 65


class WrongStore(AssistantError):
    code, exit_code = "E_INDEX_VERSION", 78


class NewerStore(WrongStore):
    """Of a later version of the program than this one: nothing here may touch it."""


class ModelError(AssistantError):
    code, exit_code = "E_MODEL", 78


class EmbedError(ModelError):
    code, exit_code = "E_EMBED", 70


class LanguageModelError(ModelError):
    """Its message goes on from "The language model": "did not answer in time"."""

    code, exit_code = "E_LLM", 69


class ServerAway(AssistantError):
    """A server that vectors come from is not there, or answers with something else; it may be there again later."""

    code, exit_code = "E_AWAY", 69


class LockedStore(AssistantError):
    code, exit_code = "E_LOCKED", 75


class CannotCreate(AssistantError):
    code, exit_code = "E_CANTCREATE", 73


class NoSpace(AssistantError):
    code, exit_code = "E_NOSPACE", 74


class ConfigError(AssistantError):
    code, exit_code = "E_USAGE", 78
