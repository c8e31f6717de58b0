#!/usr/bin/env python3
"""Fails when a text of the window is not translated, or cannot be.

    check_texts.py ROOT             every text of tr(), tr_n(), tr_c() and tr_later() stands in every
                                    assets/languages/*.po, translated, with the same places {1}, {n}; none is there
                                    that the code lacks; and no sentence in app/ is written without tr()
    check_texts.py ROOT --update    brings the files up to date: new texts come in empty, old ones go; repairs a file
                                    that a merge has put together from two

Beside it: texts_to_wrap.txt, files that still hold sentences without tr(); texts_as_they_are.txt, texts that are the
same in every language. Needs gettext; exits with 77 (skipped) where it is missing.
"""
import json
import pathlib
import re
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
KEYWORDS = {"tr": 1, "tr_later": 1, "tr_n": 2, "tr_c": 2}  # how many of the first arguments are texts
TOKEN = re.compile(r'//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)+\'|\w+|[^\s\w]',
                   re.S)
SENTENCE = re.compile(r"[A-Za-z]{2,} .*[a-z]|[a-z]{2,} [A-Za-z]|^[A-Z][a-z]+$|^[a-z]+, ")
# What they say is read by whoever writes scripts, in English as the words of scripts are; in a terminal; or by
# other programs.
ENGLISH = re.compile(r"app/state/(script\w*|facts|\w+_facts)\.(cpp|h)|app/window/window\.(cpp|h)|app/views/\w*csv\.cpp")
# Lines whose texts programmers read.
SPARED = re.compile(r"^\s*#|static_assert|IM_ASSERT")
MARKUP = re.compile(r'^<|^headroom: |=\\"|</|^%d|^%lld')  # SVG, and what a terminal is told


def sources(root, rooms=("app", "core")):
    for room in rooms:
        for path in sorted((root / room).rglob("*")):
            if path.suffix in (".h", ".cpp") and "app/cli/" not in path.as_posix():
                yield path


def run(*command, **options):
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", **options)
    if done.returncode:
        sys.exit(f"{command[0]}: {done.stderr.strip()}")
    return done.stdout


def asset_texts(root):
    """(file, text) of what the example runs and files are called: the window says it with tr()."""
    for file in sorted((root / "assets/presets").glob("*.json")):
        preset = json.loads(file.read_text(encoding="utf-8"))
        for key in ("title", "description"):
            yield file, preset[key]
        if "reference" in preset:
            yield file, preset["reference"]["title"]
    index = root / "assets/samples/index.json"
    for sample in json.loads(index.read_text(encoding="utf-8"))["samples"]:
        for key in ("title", "description"):
            yield index, sample[key]


def template(root):
    """The texts of code and assets as a .po without translations."""
    assets = "".join(f"#: {file.relative_to(root).as_posix()}\nmsgid {json.dumps(text, ensure_ascii=False)}\n"
                     'msgstr ""\n\n' for file, text in asset_texts(root))
    return run("msguniq", "--no-wrap", "--sort-by-file", "--add-location=file", "-",
               input=code_texts(root) + "\n" + assets)


def code_texts(root):
    files = [path.relative_to(root).as_posix() for path in sources(root)]
    return run("xgettext", "--language=C++", "--from-code=UTF-8", "--keyword", "--keyword=tr:1", "--keyword=tr_later:1",
               "--keyword=tr_n:1,2", "--keyword=tr_c:1c,2", "--flag=tr:1:no-c-format", "--flag=tr_later:1:no-c-format",
               "--flag=tr_n:1:no-c-format", "--flag=tr_n:2:no-c-format", "--flag=tr_c:2:no-c-format",
               "--add-location=file", "--sort-by-file", "--no-wrap", "--package-name=headroom", "-o", "-", *files,
               cwd=root).replace("charset=CHARSET", "charset=UTF-8")


def entries(po):
    """{(context, id): ([forms], fuzzy, obsolete)} of a .po text, without its header."""
    found, entry, field = {}, {}, None

    def finish():
        if "msgid" in entry and (entry["msgid"] or "msgctxt" in entry):
            forms = [text for key, text in sorted(entry.items()) if key.startswith("msgstr")]
            found[entry.get("msgctxt", ""), entry["msgid"]] = (entry.get("msgid_plural"), forms, entry.get("fuzzy"),
                                                               entry.get("obsolete"))

    for line in po.splitlines() + [""]:
        obsolete = line.startswith("#~")
        line = line[2:].strip() if obsolete else line.strip()
        if line.startswith("#,") and "fuzzy" in line:
            entry["fuzzy"] = True
        parts = re.match(r'(msg\w+(?:\[\d\])?)\s+(".*")|(".*")', line)
        if not line:
            finish()
            entry, field = {}, None
        elif parts:
            field = parts.group(1) or field
            text = (parts.group(2) or parts.group(3))[1:-1]
            entry[field] = entry.get(field, "") + text
            if obsolete:
                entry["obsolete"] = True
    return found


def places(text):
    return set(re.findall(r"\{(?:\d|n)\}", text))


def catalogue_faults(root, file, wanted):
    name = file.relative_to(root).as_posix()
    check = subprocess.run(["msgfmt", "--check", "-o", "/dev/null", str(file)], capture_output=True, text=True)
    if check.returncode:
        yield check.stderr.strip()
        return
    has = entries(run("msgcat", "--no-wrap", str(file)))
    for key, (many, _, _, _) in wanted.items():
        text = key[1]
        _, forms, fuzzy, obsolete = has.get(key, (None, [], None, None))
        if not forms or not all(forms) or obsolete:
            yield f"{name}: not translated: \"{text}\""
            continue
        if fuzzy:
            yield f"{name}: marked fuzzy: \"{text}\""
        for form in forms:
            needed = places(text) & places(many) if many else places(text)
            known = places(text) | places(many or "")
            if not needed <= places(form) | {"{n}"} or not places(form) <= known:
                yield f"{name}: other places than in \"{text}\": \"{form}\""
            if form[:1].isspace() != text[:1].isspace() or form[-1:].isspace() != text[-1:].isspace():
                yield f"{name}: blanks at an end are not those of \"{text}\""
    for key, (_, _, _, obsolete) in has.items():
        if key not in wanted or obsolete:
            yield f"{name}: no longer in the code: \"{key[1]}\""


def literals(text):
    """(line, literal, whether tr() has it) of every string of a source text; neighbours are one string."""
    calls, last, line, at = [], "", 1, 0
    pending = None
    spared_line = 0
    for match in TOKEN.finditer(text):
        line += text.count("\n", at, match.start())
        at = match.start()
        token = match.group()
        if token.startswith(("//", "/*")):
            continue
        if token.startswith(('"', 'R"')):
            begin = text.rfind("\n", 0, match.start()) + 1
            if SPARED.match(text[begin:match.end()]):
                continue
            body = token[1:-1] if token.startswith('"') else token[token.index("(") + 1:token.rindex(")")]
            wrapped = any(depth == 1 and argument < KEYWORDS[name] for name, depth, argument in calls[-1:]
                          if name in KEYWORDS)
            if pending:
                pending = (pending[0], pending[1] + body, pending[2])
            else:
                pending = (line, body, wrapped)
            last = token
            continue
        if pending:
            yield pending
            pending = None
        if token in "([{":
            calls.append((last if token == "(" else token, 1, 0))
        elif token in ")]}" and calls:
            calls.pop()
        elif token == "," and calls:
            name, depth, argument = calls[-1]
            calls[-1] = (name, depth, argument + 1)
        last = token
    if pending:
        yield pending


def bare(root, path, as_they_are):
    for line, text, wrapped in literals(path.read_text(encoding="utf-8")):
        if not wrapped and SENTENCE.search(text) and not MARKUP.search(text) and text not in as_they_are:
            yield f"{path.relative_to(root).as_posix()}:{line}: not in tr(): \"{text}\""


def words(name):
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return {line for line in lines if line and not line.startswith("#")}


def bare_faults(root):
    as_they_are, waiting = words("texts_as_they_are.txt"), words("texts_to_wrap.txt")
    for path in sources(root, ("app/views", "app/widgets", "app/state", "app/window")):
        name = path.relative_to(root).as_posix()
        if ENGLISH.fullmatch(name):
            continue
        faults = list(bare(root, path, as_they_are))
        if name in waiting:
            if not faults:
                yield f"{name}: every text is in tr(): take it off tests/support/texts_to_wrap.txt"
        else:
            yield from faults
    for name in sorted(waiting):
        if not (root / name).exists():
            yield f"{name}: there is no such file: take it off tests/support/texts_to_wrap.txt"


def shorten_list(root):
    file = HERE / "texts_to_wrap.txt"
    as_they_are = words("texts_as_they_are.txt")
    left = [line for line in file.read_text(encoding="utf-8").splitlines()
            if line.startswith("#") or ((root / line).exists() and any(bare(root, root / line, as_they_are)))]
    file.write_text("\n".join(left) + "\n", encoding="utf-8")


def update(root, file):
    """Both sides of a merge stay; the first translation of a text counts."""
    lines = file.read_text(encoding="utf-8").splitlines()
    whole = "\n".join(line for line in lines if not re.match(r"(<<<<<<<|>>>>>>>|=======|\|\|\|\|\|\|\|)", line))
    once = run("msguniq", "--use-first", "--no-wrap", "-", input=whole + "\n")
    pot, old = file.with_suffix(".pot"), file.with_suffix(".old")
    try:
        pot.write_text(template(root), encoding="utf-8")
        old.write_text(once, encoding="utf-8")
        merged = run("msgmerge", "--quiet", "--no-fuzzy-matching", "--no-wrap", "--add-location=file",
                     "--sort-by-file", str(old), str(pot))
        kept = run("msgattrib", "--no-obsolete", "--no-wrap", "--add-location=file", "--sort-by-file", "-",
                   input=merged)
    finally:
        pot.unlink(missing_ok=True)
        old.unlink(missing_ok=True)
    # When it was made changes with every call; what our texts are not needs no saying.
    kept = "".join(line for line in kept.splitlines(True) if not line.startswith(('"POT-Creation-Date', "#, no-c-format")))
    if not re.search(r'^"Language: \w', kept, re.M):
        sys.exit(f"{file}: the header is lost, the file is left as it was")
    file.write_text(kept, encoding="utf-8")


def main():
    root = pathlib.Path(sys.argv[1]).resolve()
    if not shutil.which("xgettext"):
        print("skipped: xgettext not found; Debian: apt-get install gettext")
        return 77
    files = sorted((root / "assets/languages").glob("*.po"))
    if "--update" in sys.argv:
        for file in files:
            update(root, file)
        shorten_list(root)
    if "--bare" in sys.argv:  # for a file or a room: what is left to do
        only = sys.argv[sys.argv.index("--bare") + 1]
        for path in sources(root):
            if only in path.relative_to(root).as_posix():
                print("\n".join(bare(root, path, words("texts_as_they_are.txt"))))
        return 0
    wanted = entries(template(root))
    faults = [fault for file in files for fault in catalogue_faults(root, file, wanted)]
    faults += bare_faults(root)
    print("\n".join(faults))
    print(f"{len(wanted)} texts, {len(files)} translations, {len(faults)} faults")
    return 1 if faults or not files else 0


if __name__ == "__main__":
    sys.exit(main())
