"""A Faker provider for fixtures, specimens and notebooks: Indonesian identities that cannot be real ones."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Literal

from faker.providers import BaseProvider

from simi_lab.reference import places
from simi_lab.reference.identity import PHONE_PREFIX, kk, nik, passport

_LAST_DAY = date(2006, 12, 31)
_FIRST_DAY = date(1945, 1, 1)


class SimiProvider(BaseProvider):
    """NIK, family card, passport, pekon address, phone and e-mail, consistent with each other.

    All numbers lie in reserved ranges (serials 9000-9999, passports with Z, an unused phone prefix, `.example`).
    Faker's own generator supplies the chance, so `Faker.seed(n)` makes the values repeatable.

    Examples
    --------
    >>> from faker import Faker
    >>> fake = Faker("id_ID"); fake.add_provider(SimiProvider); Faker.seed(1)
    >>> person = fake.simi_person()
    >>> person["nik"][:6] == person["district_id"].replace(".", "")
    True
    """

    def pekon_address(self) -> dict[str, str]:
        """District, village, postcode and a line of address in Lampung Barat."""
        row = self.random_element(places.villages().filter(places.villages()["postcode"].is_not_null()).to_dicts())
        number, rt, rw = self.random_int(1, 180), self.random_int(1, 12), self.random_int(1, 6)
        line = f"No. {number} RT {rt}/RW {rw}, {row['name']}"
        return {
            "district_id": row["district_id"],
            "village": row["name"],
            "postcode": str(row["postcode"]),
            "address": line,
        }

    def birth_day(self) -> date:
        """A day on which an adult of today may have been born."""
        return _FIRST_DAY + timedelta(days=self.random_int(0, (_LAST_DAY - _FIRST_DAY).days))

    def simi_nik(
        self,
        *,
        sex: Literal["F", "M"] | None = None,
        birth_date: date | None = None,
        district_id: str | None = None,
    ) -> str:
        """Identity number of 16 digits that fits sex (F or M), birth date and district; drawn where not given."""
        chosen = sex or self._sex()
        born = birth_date or self.birth_day()
        district = district_id or self.pekon_address()["district_id"]
        return nik.compose(district, born, chosen, self.random_int(9000, 9999))

    def _sex(self) -> Literal["F", "M"]:
        return "F" if self.random_int(0, 1) else "M"

    def simi_kk(self, *, district_id: str | None = None, issued_on: date | None = None) -> str:
        """Family card number of 16 digits."""
        district = district_id or self.pekon_address()["district_id"]
        issued = issued_on or date(2010, 1, 1) + timedelta(days=self.random_int(0, 5000))
        return kk.compose(district, issued, self.random_int(9000, 9999))

    def simi_passport(self) -> str:
        """Passport number: Z and seven digits."""
        return passport.compose(self.random_int(0, 9_999_999))

    def simi_phone(self) -> str:
        """Phone under a prefix that no network uses."""
        return f"{PHONE_PREFIX}{self.random_int(0, 99_999_999):08d}"

    def simi_person(self) -> dict[str, Any]:
        """One person whose numbers, dates, sex, address and e-mail agree with each other."""
        sex = self._sex()
        home, born = self.pekon_address(), self.birth_day()
        name = self.generator.first_name_female() if sex == "F" else self.generator.first_name_male()
        name = f"{name} {self.generator.last_name_female() if sex == 'F' else self.generator.last_name_male()}"
        user = "".join(letter for letter in name.lower().replace(" ", ".") if letter.isascii())
        return {
            "name": name,
            "sex": sex,
            "birth_date": born,
            **home,
            "nik": self.simi_nik(sex=sex, birth_date=born, district_id=home["district_id"]),
            "kk_number": self.simi_kk(district_id=home["district_id"]),
            "passport_number": self.simi_passport(),
            "phone": self.simi_phone(),
            "email": f"{user}{self.random_int(1, 9999)}@surel.example",
            "is_synthetic": True,
        }
