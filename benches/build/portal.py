#!/usr/bin/env python3
"""Makes a dalil portal out of a corpus of Markdown files, for measuring builds.

  portal.py CORPUS PORTAL

CORPUS has <language>/<section>/<slug>.md with YAML front matter `title`, `description`, `date`, `topics` and relative links: the common
ground of several generators. PORTAL gets the same texts with dalil's front matter, a page for every topic and section, and `site.yaml`.
The first of English or the first language found is the original.
"""
import collections
import json
import pathlib
import re
import sys

KINDS = {"guides": "guide", "explainers": "explainer", "news": "news"}
# A topic with more pages than a reader can look over is parted.
PAGES_ON_TOPIC = 60
ON_HOME = 6
QUOTED = lambda text: json.dumps(text, ensure_ascii=False)


def front_matter(text):
    head, body = re.match(r"---\n(.*?)\n---\n(.*)", text, re.S).groups()
    fields = dict(line.split(": ", 1) for line in head.splitlines() if ": " in line)
    return {key: json.loads(value) if value.startswith('"') else value for key, value in fields.items()}, body


def page(fields, body, section, original, language, topics):
    plain = lambda text: re.sub(r"[*_`\[\]<>]", "", text)
    lines = [f"title: {QUOTED(plain(fields['title']))}", f"summary: {QUOTED(plain(fields['description']))}"]
    if language == original:
        names = topics.of(re.findall(r"[\w-]+", fields["topics"]))
        lines += [f"kind: {KINDS[section]}", f"topics: [{', '.join(names)}]", "review: pending"]
        if section == "news":
            lines.append(f"published: {fields['date']}")
    else:
        lines.append(f"translation: {{from: {original}, state: machine}}")
    return "---\n" + "\n".join(lines) + "\n---\n" + body


class Topics:
    """The topics of each page, in parts that fit on a page."""

    def __init__(self):
        self.counts = collections.Counter()

    def of(self, names):
        self.counts.update(names)
        return [part(name, (self.counts[name] - 1) // PAGES_ON_TOPIC) for name in names]

    def all(self):
        return [part(name, n) for name, count in self.counts.items() for n in range(-(-count // PAGES_ON_TOPIC))]


def part(name, n):
    return f"{name}-{n + 1}" if n else name


def main(corpus, portal):
    corpus, portal = pathlib.Path(corpus), pathlib.Path(portal)
    languages = sorted(folder.name for folder in corpus.iterdir() if folder.is_dir())
    original = "en" if "en" in languages else languages[0]
    languages.sort(key=lambda language: (language != original, language))
    topics = Topics()
    for source in sorted(corpus.glob("*/*/*.md")):
        language, section, name = source.relative_to(corpus).parts
        if name.startswith("_"):
            continue
        fields, body = front_matter(source.read_text("utf8"))
        target = portal / "content" / language / section / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(page(fields, body, section, original, language, topics), "utf8")
    home = portal / "content" / original
    made = {f"topics/{topic}.md": f"title: {topic}\nsummary: All pages on {topic}.\nkind: topic" for topic in topics.all()}
    made["explainers/index.md"] = "title: Explainers\nsummary: Questions and answers.\nkind: section"
    guides = ", ".join(f"guides/{guide.stem}" for guide in sorted((home / "guides").glob("*.md"))[:ON_HOME])
    made["index.md"] = f"title: Legal information\nkind: home\nguides: [{guides}]"
    for name, head in made.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(f"---\n{head}\n---\nText.\n", "utf8")
    settings = f"title: {{{original}: Benchmark}}\nbase_url: https://example.org\nlanguages: [{', '.join(languages)}]\n"
    # Sentences put together at random are not always in the language they claim, and random numbers sometimes name a person: looked for
    # all the same, but no reason to stop.
    settings += "rules: {wrong-language: warn, identity-number: warn}\n"
    (portal / "site.yaml").write_text(settings, "utf8")


if __name__ == "__main__":
    main(*sys.argv[1:])
