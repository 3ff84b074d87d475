#!/usr/bin/env python3
"""Makes a dalil portal out of a corpus of Markdown files, for measuring builds.

  portal.py CORPUS PORTAL

CORPUS has <language>/<section>/<slug>.md with YAML front matter `title`, `description`, `date`, `topics` and relative links: the common
ground of several generators. PORTAL gets the same texts with dalil's front matter, a page for every topic and section, and `site.yaml`.
The first of English or the first language found is the original.
"""
import json
import pathlib
import re
import sys

KINDS = {"guides": "guide", "explainers": "explainer", "news": "news"}
QUOTED = lambda text: json.dumps(text, ensure_ascii=False)


def front_matter(text):
    head, body = re.match(r"---\n(.*?)\n---\n(.*)", text, re.S).groups()
    fields = dict(line.split(": ", 1) for line in head.splitlines() if ": " in line)
    return {key: json.loads(value) if value.startswith('"') else value for key, value in fields.items()}, body


def page(fields, body, section, original, language):
    plain = lambda text: re.sub(r"[*_`\[\]<>]", "", text)
    lines = [f"title: {QUOTED(plain(fields['title']))}", f"summary: {QUOTED(plain(fields['description']))}"]
    if language == original:
        lines += [f"kind: {KINDS[section]}", f"topics: {fields['topics']}", "review: pending"]
        if section == "news":
            lines.append(f"published: {fields['date']}")
    else:
        lines.append(f"translation: {{from: {original}, state: machine}}")
    return "---\n" + "\n".join(lines) + "\n---\n" + body


def main(corpus, portal):
    corpus, portal = pathlib.Path(corpus), pathlib.Path(portal)
    languages = sorted(folder.name for folder in corpus.iterdir() if folder.is_dir())
    original = "en" if "en" in languages else languages[0]
    languages.sort(key=lambda language: (language != original, language))
    topics = set()
    for source in sorted(corpus.glob("*/*/*.md")):
        language, section, name = source.relative_to(corpus).parts
        if name.startswith("_"):
            continue
        fields, body = front_matter(source.read_text("utf8"))
        topics.update(re.findall(r"[\w-]+", fields["topics"]))
        target = portal / "content" / language / section / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(page(fields, body, section, original, language), "utf8")
    home = portal / "content" / original
    made = {f"topics/{topic}.md": f"title: {topic}\nsummary: All pages on {topic}.\nkind: topic" for topic in topics}
    made["explainers/index.md"] = "title: Explainers\nsummary: Questions and answers.\nkind: section"
    made["index.md"] = "title: Legal information\nkind: home"
    for name, head in made.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(f"---\n{head}\n---\nText.\n", "utf8")
    settings = f"title: {{{original}: Benchmark}}\nbase_url: https://example.org\nlanguages: [{', '.join(languages)}]\n"
    # Sentences put together at random are not always in the language they claim: looked for all the same, but no reason to stop.
    settings += "rules: {wrong-language: warn}\n"
    (portal / "site.yaml").write_text(settings, "utf8")


if __name__ == "__main__":
    main(*sys.argv[1:])
