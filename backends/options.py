"""How a backend is to answer: its choices as a pydantic model, read by page and commands alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Self, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.fields import FieldInfo

from backends.base import Data, Language
from backends.errors import EmerError
from backends.words import ENGLISH, Sentence, Words

_SAY = Words(__file__)


class UnknownOption(EmerError):
    """None of the chosen backends offers this option, or this value; the message names those."""


class Option(Data):
    """One choice as a person reads it, in one language. Backends that share a name share it."""

    name: str
    title: str
    values: dict[str, str] = Field(default_factory=dict)
    """Value → what a person reads; the first is the default. Empty: only commands offer it."""
    info: str = ""
    """One sentence on what the choice does, or on what some values need."""


class Options(BaseModel):
    """The choices of a backend; a subclass adds a field for each, with its default.

    A `Literal` is offered on the page with all its values, the default first; a number with those
    that `Field(json_schema_extra={"offered": [...]})` names; anything else by the commands only.
    What a person reads stands in the `words` of the subclass, in a table `option.<field>`:
    `title`, `info`, `each` (a pattern for a value) and `values` (value → text). Without them the
    field's own `title` and `description` are shown.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    words: ClassVar[Words | None] = None

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Self:
        """The choices among `given`, name → value as typed; others' options are passed over.

        Raises UnknownOption, with a sentence on what the value may be.
        """
        mine = {name: text.strip() for name, text in given.items() if name in cls.model_fields}
        try:
            return cls.model_validate(mine)
        except ValidationError as error:
            place = error.errors()[0]["loc"]
            name = str(place[0]) if place else ""
            raise UnknownOption(cls._refusal(name, mine.get(name), error)) from None

    @classmethod
    def shown(cls, language: Language) -> tuple[Option, ...]:
        """The choices as a person reads them, in the order of the fields."""
        return tuple(cls._option(name, language) for name in cls.model_fields)

    @classmethod
    def _option(cls, name: str, language: Language) -> Option:
        field = cls.model_fields[name]
        said: Mapping[str, Any] = {}
        if cls.words:
            said = cls.words.table(language, "option").get(name, {})
        texts, each = said.get("values", {}), said.get("each", "{value}")
        return Option(
            name=name,
            title=said.get("title") or field.title or name,
            values={v: texts.get(v) or each.format(value=v) for v in _offered(field)},
            info=said.get("info") or field.description or "",
        )

    @classmethod
    def _refusal(cls, name: str, text: str | None, error: ValidationError) -> Sentence:
        """Why the value of a field can't be; of several fields together, what the model says."""
        field = cls.model_fields.get(name)
        why = error.errors()[0]["msg"].removeprefix("Value error, ")
        if field is None or text is None:
            return _SAY("option.together", why=why)
        known: list[object] = [*{o.name: o for o in cls.shown(ENGLISH)}[name].values]
        limits = {
            limit: getattr(rule, limit)
            for rule in field.metadata
            for limit in ("ge", "le")
            if hasattr(rule, limit)
        }
        if len(limits) == 2:
            kind = "number" if isinstance(field.default, float) else "whole"
            known.append(_SAY(f"option.{kind}", least=limits["ge"], most=limits["le"]))
        info: object = field.description or ""
        if cls.words and "info" in cls.words.table(ENGLISH, "option").get(name, {}):
            info = cls.words(f"option.{name}.info")
        if not known:
            return _SAY("option.unlisted", name=name, text=text, why=why, info=info)
        return _SAY("option.value", name=name, text=text, known=known, info=info)


def _offered(field: FieldInfo) -> list[str]:
    """The values that the page offers, the default first."""
    if get_origin(field.annotation) is Literal:
        values = [str(value) for value in get_args(field.annotation)]
    else:
        extra = field.json_schema_extra
        named = extra.get("offered", []) if isinstance(extra, dict) else []
        values = [str(value) for value in named] if isinstance(named, list) else []
    default = str(field.default)
    if values and default not in values:  # the page begins with what the commands do
        return [default, *values]
    return sorted(values, key=lambda value: value != default)
