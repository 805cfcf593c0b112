"""Text that always comes in both languages, beside each other."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Number = Annotated[float, Field(strict=False)]  # YAML writes 560 as an integer


class Strict(BaseModel):
    """Parent of all declarations: unknown keys are faults, nothing changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Words(Strict):
    """One text in Bahasa Indonesia and in English; neither may be left out."""

    id: Text
    en: Text

    def say(self, lang: str) -> str:
        """Return the text in a language ("id" or "en")."""
        return self.en if lang == "en" else self.id
