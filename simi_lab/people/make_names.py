"""Writes the committed pool of name words once, from Faker `id_ID` and our regional rules; a test holds its hash.

Run as `python -m simi_lab.people.make_names`. The pool is committed so that a newer Faker changes no byte of a world.
Rules (general knowledge): no family names; religious first names are shared by all groups; older Javanese names follow
the pattern Su-/Wagi-/Tu- with -man, -jo, -yem, -nem; younger names come from everywhere.
"""

from __future__ import annotations

import csv
from pathlib import Path

# origin, sex, place in the name -> words; "F" and "M"; origins are used only to draw plausible names
REGIONAL: dict[tuple[str, str, str], str] = {
    ("java", "M", "old"): "Sutrisno Suparno Wagiman Slamet Sugeng Sumarno Tukiman Joko Supriyadi Mulyono Sugiyanto "
    "Ponimin Tugiman Riyanto Sarwono Kasiman Suyatno Sukarman Ngadiman Sunardi Warsito Sudarmo Paimin Sutikno Wardoyo",
    ("java", "F", "old"): "Sumarti Sutini Suparmi Wagiyem Tukinem Endang Sulastri Murni Poniyem Supriyati Kartini "
    "Suminah Mujiati Sukarsih Rubiyem Ngatini Sartini Painem Lasmini Suharti Rukmini Sarmi Watini Saminem Sri",
    ("java", "M", "young"): "Agus Budi Heri Eko Dwi Tri Wahyu Bambang Bayu Andika Yoga Galih Bagas Anggit Danang "
    "Catur Rudi Hendro Teguh Nanang",
    ("java", "F", "young"): "Yuni Wahyuni Dwi Tri Lestari Rahayu Rini Wiwik Ningsih Ayu Dewi Ratna Retno Eka Septi "
    "Winarti Puji Anik Fitri Sri",
    ("lampung", "M", "old"): "Zainal Yusuf Hamzah Rusdi Marzuki Iskandar Suhaimi Alamsyah Jauhari Nurdin Edison Basri "
    "Hasanuddin Syahril Bustami Zulkifli Mursalin Ridwan Amirudin Makmur",
    ("lampung", "F", "old"): "Nurlela Rosmala Yulinar Herlina Zuraida Maryani Hasnah Rosdiana Eliyana Hayati Nuraini "
    "Zubaidah Asmara Badariah Mastura Siti Rohana Yusnani Maimunah Nurbaiti",
    ("lampung", "M", "young"): "Erwansyah Herwan Sahrul Fauzi Hendri Firdaus Ferdi Reza Andri Yopi Robi Rian Deni Dedi "
    "Jefri Apriyadi",
    ("lampung", "F", "young"): "Megawati Yuliana Fitriyani Desmawati Novita Oktavia Septiana Meliyana Mega Resti Vera "
    "Yesi Desi Elsa Winda",
    (
        "sunda",
        "M",
        "old",
    ): "Asep Dadang Ujang Cecep Maman Tatang Entis Ajat Jajang Endang Karna Oman Adang Engkos Dayat Mamat Aceng Sarip",
    ("sunda", "F", "old"): "Euis Neneng Iis Cucu Imas Nining Tati Yeyet Lilis Dedeh Wiwin Icih Enok Rokayah Aminah "
    "Kokom Ai Titin",
    ("sunda", "M", "young"): "Iwan Deden Yayan Dede Wawan Ade Rizal Gilang Irfan Riki Yana Indra Hilman Gugun",
    ("sunda", "F", "young"): "Elis Ika Rina Neng Resa Tina Yanti Mila Siska Gita Santi Nisa Risma",
    ("semendo", "M", "old"): "Jumadi Rusman Sahlan Herman Alpian Yansori Darmawan Tarmizi Sukarni Basri Zulkarnain "
    "Muslim Mahyudin Baharudin Sarkoni Ibrahim Umar",
    (
        "semendo",
        "F",
        "old",
    ): "Nilawati Susilawati Halimah Samsiah Rohani Marlena Aisyah Juwita Rusmini Hartini Ermawati "
    "Asma Masnun Rukiah Sapariah",
    ("semendo", "M", "young"): "Mulyadi Arpan Heri Sandi Pebri Robiansyah Ujang Aris Jhoni Meki Rangga Doni Angga",
    ("semendo", "F", "young"): "Yanti Puspa Lia Septa Meri Sintia Yeni Pera Ria Lusi Helda Reni",
    ("java", "M", "last"): "Santoso Wibowo Prasetyo Nugroho Setiawan Susanto Hartono Kurniawan Handoko Purnomo Cahyono "
    "Saputra Raharjo Widodo Haryanto Utomo",
    ("java", "F", "last"): "Lestari Rahayu Wulandari Astuti Handayani Ningrum Utami Puspitasari Kusumawati Hidayati "
    "Purwanti Setyowati Widyastuti Rejeki Wijayanti",
    ("lampung", "M", "last"): "Alamsyah Zulkarnain Effendi Saputra Pratama Kesuma Jaya Negara Syahputra Wijaya Hasan "
    "Gunadi Mega Ismail",
    (
        "lampung",
        "F",
        "last",
    ): "Sari Puspita Oktavia Agustina Anggraini Permata Susanti Novita Andriani Febriani Marlina",
    ("sunda", "M", "last"): "Hidayat Kurnia Suryana Mulyana Permana Gunawan Sopandi Rohman Supriatna Sutisna Ruhiyat",
    ("sunda", "F", "last"): "Nurhayati Komalasari Rohayati Maryati Sumiati Kurniasih Hasanah Suryani Rostika Suhartini",
    ("semendo", "M", "last"): "Saputra Efendi Hidayat Firdaus Sanjaya Putra Irawan Ardiansyah Oktarian Jaya",
    ("semendo", "F", "last"): "Sari Yulianti Oktarina Apriani Kurniati Safitri Puspita Lestari Rahmawati",
    ("any", "M", "first"): "Muhammad Ahmad Abdul Ali Umar Ibrahim Ismail Yusuf Hasan Idris",
    ("any", "F", "first"): "Siti Nur Aisyah Fatimah Khadijah Maryam Zahra Aminah Khoirun Umi",
}
_CLANS = frozenset(  # one word list is easier to read than a list of strings
    [
        "Damanik",
        "Dongoran",
        "Dabukke",
        "Gunawarman",
        "Hutagalung",
        "Hutapea",
        "Hutasoit",
        "Latupono",
        "Lubis",
        "Mangunsong",
        "Manullang",
        "Marbun",
        "Marpaung",
        "Napitupulu",
        "Nababan",
        "Nainggolan",
        "Narpati",
        "Pasaribu",
        "Rajagukguk",
        "Samosir",
        "Saragih",
        "Siregar",
        "Sihombing",
        "Sihotang",
        "Simanjuntak",
        "Simbolon",
        "Sinaga",
        "Sirait",
        "Sitompul",
        "Sitorus",
        "Situmorang",
        "Tamba",
        "Tampubolon",
        "Tarihoran",
    ]
)


def faker_words() -> dict[tuple[str, str, str], list[str]]:
    """Single-word names of Faker's Indonesian provider; clan names are left out, since the region has none."""
    from faker.providers.person.id_ID import Provider

    def single(words: object) -> list[str]:
        return sorted({w for w in words if w.isalpha() and 2 < len(w) < 13})  # type: ignore[attr-defined]

    women_last = [w for w in single(Provider.last_names_female) if w.endswith(("ti", "ni", "ri", "na", "mi", "li"))]
    return {
        ("faker", "M", "young"): single(Provider.first_names_male),
        ("faker", "F", "young"): single(Provider.first_names_female),
        ("faker", "F", "last"): women_last,
        ("faker", "M", "last"): [w for w in single(Provider.last_names_male) if w not in _CLANS],
    }


def rows() -> list[tuple[str, str, str, str]]:
    """(origin, sex, place, word), sorted, no doubles."""
    pool = {key: words.split() for key, words in REGIONAL.items()} | faker_words()
    return sorted({(*key, word) for key, words in pool.items() for word in words})


def write(path: Path) -> None:
    """Write the pool as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(("origin", "sex", "place", "word"))
        out.writerows(rows())


if __name__ == "__main__":
    write(Path(__file__).parent / "tables" / "names.csv")
