"""How names are written: the spelling before the reform of 1972, and the many forms of religious names.

Rules are general knowledge (mark: known). They act on the words of the pool, so that a person's name is the same
wherever it is read; another spelling on a paper is an error of that paper, see `reference.spelling`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
FORMS = {
    "Muhammad": "Muhamad Mohamad Mohammad Moh. M.",
    "Ahmad": "Achmad Akhmad Akmad",
    "Abdul": "Abd. Abdoel",
    "Siti": "Sitti St.",
    "Nur": "Noor Nor",
    "Aisyah": "Aisah Aysah Aisiyah",
    "Fatimah": "Patimah Fatima Fathimah",
    "Khadijah": "Hadijah Khodijah Chadijah",
    "Khoirun": "Choirun Khairun",
    "Maryam": "Mariam Mariyam",
    "Zahra": "Zahrah Jahra",
    "Aminah": "Amina Aminatun",
    "Umi": "Ummi Umy",
    "Umar": "Omar Ummar",
    "Ibrahim": "Ibrohim Ibrahem",
    "Ismail": "Ismael Ismoil",
    "Yusuf": "Yusup Yusof",
    "Hasan": "Hassan Khasan",
    "Idris": "Idrus Idries",
    "Zainal": "Zaenal Jaenal Jainal",
    "Fauzi": "Fauji Pauzi",
    "Rizal": "Rijal",
    "Firdaus": "Pirdaus Firdos",
    "Hidayat": "Hidayah Hidajat",
    "Syahril": "Sahril Syahrial",
    "Zulkifli": "Julkipli Zulkipli",
    "Zulkarnain": "Julkarnain Zulkarnaen",
    "Nurhayati": "Noorhayati Nurhajati",
    "Nuraini": "Nuraeni Noeraini",
    "Zubaidah": "Jubaedah Zubaedah",
    "Halimah": "Halima Khalimah",
    "Rohman": "Rahman Rochman",
    "Ridwan": "Ridhwan Rizwan",
    "Fitriyani": "Pitriyani Fitriani",
    "Fitri": "Pitri Fithri",
    "Sri": "Srie Sry",
}
_SHORT = (".",)  # a shortened word needs another one behind it
_HEARD = {"F": "P", "V": "P", "Z": "J"}
_REFORM = (("Su", "Soe"), ("J", "Dj"), ("C", "Tj"), ("Yu", "Joe"), ("Mu", "Moe"), ("jo", "djo"), ("tu", "toe"))


class Spellings:
    """Other forms of the words of a pool, appended behind them.

    Attributes
    ----------
    words : the pool and then all forms
    old : for each word, the row of its form before the reform (its own row: written alike)
    heard : the row of its form as Sundanese speakers hear it (its own row: heard alike)
    first, count : where its other forms begin, and how many there are
    """

    def __init__(self, pool: Sequence[str]) -> None:
        self.words = list(pool)
        n = len(self.words)
        self.old, self.heard, self.first, self.count = (np.zeros(n, dtype=np.int64) for _ in range(4))
        for row, word in enumerate(pool):
            self.first[row] = len(self.words)
            self.words += FORMS.get(word, "").split()
            self.count[row] = len(self.words) - self.first[row]
            self.old[row] = self._row(row, before_reform(word))
            self.heard[row] = self._row(row, as_heard(word))
        forms = np.arange(n, len(self.words))
        self.old, self.heard = np.concatenate((self.old, forms)), np.concatenate((self.heard, forms))
        self.count = np.concatenate((self.count, np.zeros(forms.size, dtype=np.int64)))
        self.is_short = np.array([word.endswith(_SHORT) for word in self.words])
        self.has_forms, self.is_heard = self.count > 0, self.heard != np.arange(len(self.words))

    def _row(self, row: int, form: str) -> int:
        if form == self.words[row]:
            return row
        self.words.append(form)
        return len(self.words) - 1


def as_heard(word: str) -> str:
    """The word with the first letter that Sundanese speakers say for f, v and z.

    >>> as_heard("Fitri"), as_heard("Zainal"), as_heard("Asep")
    ('Pitri', 'Jainal', 'Asep')
    """
    return _HEARD.get(word[0], word[0]) + word[1:]


def before_reform(word: str) -> str:
    """The word in the spelling that ended in August 1972: oe for u and dj, tj, j for j, c, y; the first rule only.

    >>> before_reform("Sutrisno"), before_reform("Joko"), before_reform("Wagiman")
    ('Soetrisno', 'Djoko', 'Wagiman')
    """
    for new, old in _REFORM:
        if word.startswith(new) if new[0].isupper() else new in word:
            return word.replace(new, old, 1)
    return word
