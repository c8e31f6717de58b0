#!/usr/bin/env python3
"""Writes writings.json: numbers and dates as the locales of CLDR and strftime write them, and what they are.

usage: make_writings.py   (with babel)

Numbers: a decimal is written by babel.numbers; its value is the decimal before, and babel.numbers.parse_decimal must
read the same from the plain decimal columns. Dates: a datetime in UTC is written by strftime or babel.dates; its value
is datetime.timestamp(), month, weekday and hour are datetime's.
"""
import datetime
import decimal
import json
import pathlib
import random

import babel
from babel import dates, numbers, units

rng = random.Random(12)
HERE = pathlib.Path(__file__).parent
ROWS = 14
LOCALES = {  # currency, separator of the files that a spreadsheet of the place saves
    "en_US": ("USD", ","), "en_GB": ("GBP", ","), "en_IN": ("INR", ","), "en_ZA": ("ZAR", ","), "ja_JP": ("JPY", ","),
    "de_DE": ("EUR", ";"), "de_CH": ("CHF", ";"), "de_AT": ("EUR", ";"), "fr_FR": ("EUR", ";"), "fr_CH": ("CHF", ";"),
    "sv_SE": ("SEK", ";"), "nb_NO": ("NOK", ";"), "da_DK": ("DKK", ";"), "fi_FI": ("EUR", ";"), "nl_NL": ("EUR", ";"),
    "pl_PL": ("PLN", ";"), "cs_CZ": ("CZK", ";"), "hu_HU": ("HUF", ";"), "es_ES": ("EUR", ";"), "it_IT": ("EUR", ";"),
    "pt_BR": ("BRL", ";"), "ru_RU": ("RUB", ";"), "et_EE": ("EUR", ";"), "tr_TR": ("TRY", ";"), "id_ID": ("IDR", ";"),
    "es_MX": ("MXN", ","), "zh_CN": ("CNY", ","), "ko_KR": ("KRW", ","), "vi_VN": ("VND", ";"), "uk_UA": ("UAH", ";"),
}


def decimals(places):
    values = [decimal.Decimal(rng.randint(-10 ** rng.randint(2, 8), 10 ** rng.randint(2, 8))) for _ in range(ROWS)]
    return [v.scaleb(-places) for v in values]


def number_columns():
    for locale, (currency, separator) in LOCALES.items():
        money = numbers.get_currency_precision(currency)
        kinds = {
            "decimal": (decimals(2), lambda v: numbers.format_decimal(v, "#,##0.00", locale=locale)),
            "local": (decimals(3), lambda v: numbers.format_decimal(v, locale=locale)),
            "whole": (decimals(0), lambda v: numbers.format_decimal(v, locale=locale)),
            "percent": (decimals(1), lambda v: numbers.format_percent(v / 100, "#,##0.0" + percent(locale), locale=locale)),
            "currency": (decimals(money), lambda v: numbers.format_currency(v, currency, locale=locale)),
            "accounting": (decimals(money), lambda v: numbers.format_currency(v, currency, locale=locale, format_type="accounting")),
            "unit": (decimals(2), lambda v: units.format_unit(v, "kilogram", length="short", locale=locale)),
        }
        for kind, (values, write) in kinds.items():
            texts = [write(v) for v in values]
            if kind in ("decimal", "local", "whole"):
                assert values == [numbers.parse_decimal(t, locale=locale) for t in texts], (locale, kind)
            yield {"locale": locale, "kind": kind, "separator": separator,
                   "cells": [[t, float(v)] for t, v in zip(texts, values)]}


def percent(locale):  # what follows the number, with its blank
    pattern = babel.Locale.parse(locale).percent_formats[None].pattern
    return pattern[pattern.rindex("0") + 1:] if "%" in pattern[pattern.rindex("0"):] else "%"


DATES = [  # strftime, the pattern that Headroom names
    ("%Y-%m-%d", None), ("%Y/%m/%d", None), ("%Y.%m.%d", None), ("%d.%m.%Y", None), ("%d/%m/%Y", None),
    ("%m/%d/%Y", None), ("%d-%m-%Y", None), ("%m-%d-%Y", None), ("%-d.%-m.%Y", "%d.%m.%Y"),
    ("%-m/%-d/%Y", "%m/%d/%Y"), ("%m/%d/%y", None), ("%d.%m.%y", None), ("%d %b %Y", None), ("%d %B %Y", "%d %b %Y"),
    ("%b %d, %Y", None), ("%B %-d, %Y", "%b %d, %Y"), ("%d-%b-%Y", None), ("%d-%b-%y", None), ("%d%b%Y", None),
    ("%a, %d %b %Y", None), ("%A, %B %d, %Y", "%a, %b %d, %Y"), ("%b %Y", None), ("%b-%Y", None),
    ("%Y年%m月%d日", None), ("%Y-%m-%d %H:%M", None), ("%Y-%m-%d %H:%M:%S", None), ("%Y-%m-%dT%H:%M:%S", None),
    ("%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%S%z"), ("%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%d %H:%M:%S"),
    ("%Y-%m-%dT%H:%M:%S.%f%z", "%Y-%m-%dT%H:%M:%S%z"), ("%Y-%m-%d %H:%M:%S%:z", "%Y-%m-%d %H:%M:%S%z"),
    ("%d.%m.%Y %H:%M", None), ("%d.%m.%Y, %H:%M:%S", None), ("%m/%d/%Y %I:%M %p", None),
    ("%m/%d/%Y %I:%M:%S %p", None), ("%d/%m/%Y %H:%M", None), ("%d/%b/%Y %H:%M:%S", None),
    ("%a, %d %b %Y %H:%M:%S %z", None), ("%a %b %d %H:%M:%S %Y", None), ("%a %b %d %H:%M:%S %z %Y", None),
    ("%H:%M", None), ("%H:%M:%S", None), ("%I:%M %p", None),
]
GERMAN = [("d. MMMM yyyy", "%d. %b %Y"), ("dd. MMM yyyy", "%d. %b %Y"), ("d. MMMM yyyy HH:mm", "%d. %b %Y %H:%M"),
          ("EEEE, d. MMMM yyyy", "%a, %d. %b %Y"), ("EE, dd.MM.yyyy", "%a, %d.%m.%Y"), ("MMMM yyyy", "%b %Y")]


def moments():
    """One day above 12 at least, every month, leap days, before 1970, the ends of two-digit years."""
    fixed = [(1969, 1, 31), (2000, 2, 29), (2068, 12, 31), (2024, 2, 29), (1999, 12, 31), (1970, 1, 1)]
    days = [datetime.date(*day) for day in fixed] + [datetime.date(2000 + m, m, rng.randint(1, 28)) for m in range(1, 13)]
    zones = [0, 120, -330, 60, -480]
    return [datetime.datetime(d.year, d.month, d.day, rng.randint(0, 23), rng.randint(0, 59), rng.randint(0, 59),
                              rng.randint(0, 999999),
                              datetime.timezone(datetime.timedelta(minutes=rng.choice(zones)))) for d in days]


def cut(moment, form):
    """The moment with what the format does not write taken away."""
    has = lambda *signs: any(s in form for s in signs)
    if not has("%z", "%:z"): moment = moment.replace(tzinfo=datetime.timezone.utc)
    if not has("%f"): moment = moment.replace(microsecond=0)
    if not has("%S"): moment = moment.replace(second=0)
    if not has("%H", "%I"): moment = moment.replace(hour=0, minute=0)
    if not has("%d", "%-d"): moment = moment.replace(day=1)
    if not has("%Y", "%y"): moment = moment.replace(year=1970, month=1)
    return moment


def written(moment, form):
    text = moment.strftime("%z")
    return moment.strftime(form.replace("%:z", text[:3] + ":" + text[3:]))


def date_columns():
    for form, pattern in DATES:
        cells = []
        for moment in moments():
            moment = cut(moment, form)
            cells.append([written(moment, form), moment])
        yield {"form": form, "pattern": pattern or form, "cells": cells}
    for form, pattern in GERMAN:
        cells = [[dates.format_datetime(cut(m, pattern), form, locale="de_DE"), cut(m, pattern)] for m in moments()]
        yield {"form": "de_DE " + form, "pattern": pattern, "cells": cells}


def parts(moment):
    utc = moment.astimezone(datetime.timezone.utc)
    hour = utc.hour + utc.minute / 60 + (utc.second + utc.microsecond / 1e6) / 3600
    return [moment.timestamp(), utc.month, utc.weekday(), hour, utc.strftime("%Y-%m-%d")]


document = {
    "source": f"babel {babel.__version__} with its CLDR, Python's datetime; make_writings.py",
    "numbers": list(number_columns()),
    "dates": [{**c, "cells": [[text, *parts(m)] for text, m in c["cells"]]} for c in date_columns()],
}
lines = json.dumps({"source": document["source"]})[:-1]
for key in ("numbers", "dates"):
    lines += f',\n"{key}": [\n' + ",\n".join(json.dumps(c, ensure_ascii=True) for c in document[key]) + "]"
(HERE / "writings.json").write_text(lines + "}\n", encoding="ascii")
