//! What `dalil COMMAND --help` says after its options: examples that work, and exit codes. Text alone; `args` says where it stands.

pub(super) const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  the portal has mistakes (they are listed); nothing was published
  2  the command could not run: wrong usage, disk or network trouble

A portal is a folder with `site.yaml` and `content/`. `dalil COMMAND --help` shows examples.";

pub(super) const BUILD_EXAMPLES: &str = "\
Examples:
  dalil build                                  the portal in this folder, into public/
  dalil build --out /srv/www/portal            into another folder
  dalil build --base-url https://example.org   for another address than the one in site.yaml
  dalil build --strict --json                  for machines: warnings fail too, results as JSON

The folder is replaced as a whole, and only if nothing is wrong; files that did not change keep their times.
Exit codes: 0 published, 1 mistakes in the portal, 2 could not run.";

pub(super) const CHECK_EXAMPLES: &str = "\
Examples:
  dalil check                 every mistake, with its line and what to write instead
  dalil check --json | jq     the same for machines
  dalil check --drafts        drafts too
  dalil check --format html > report.html    a page for those who write; sarif and github are for machines
  dalil check --fix           shows what can be mended for certain; with --yes, mends it
  dalil explain vague-link    what a rule is for

Exit codes: 0 no mistakes, 1 findings at or above --fail-on, 2 could not run.";

pub(super) const EXPLAIN_EXAMPLES: &str = "\
Examples:
  dalil explain               the codes of all rules
  dalil explain vague-link    one rule: what it protects, how to set it and how to excuse a line
  dalil explain --all         every rule, as the page docs/checks.md

Exit codes: 0 explained, 2 there is no such rule.";

pub(super) const SCHEMA_EXAMPLES: &str = "\
Examples:
  dalil schema                          the names of all schemas
  dalil schema situation                front matter of an original of the kind situation
  dalil schema translation              front matter of a translation
  dalil schema site > site.schema.json  site.yaml

Exit codes: 0 printed, 2 there is no such schema.";

pub(super) const SERVE_EXAMPLES: &str = "\
Examples:
  dalil serve                 http://127.0.0.1:4000/, rebuilt and reloaded when a file is saved
  dalil serve --port 8080 --drafts --open

Only this computer can see the preview. Mistakes are shown over the page, which stays as it was before them.
Exit codes: 2 could not run; Ctrl-C ends it.";

pub(super) const INIT_EXAMPLES: &str = "\
Examples:
  dalil init portal                                  English and Arabic
  dalil init portal --lang tr --lang en --lang fa    the first language is the default

Then: `cd portal` and `dalil serve`.
Exit codes: 0 made, 2 could not run (the folder is not empty, for example).";

pub(super) const NEW_EXAMPLES: &str = "\
Examples:
  dalil new situation situations/evicted --lang en    a new page, in English
  dalil new situation situations/evicted --lang ar    its Arabic translation, with the original's text to replace
  dalil new guide guides/removal/index --lang en      a guide with chapters in its folder

It is a draft until the line `draft: true` is taken out.
Exit codes: 0 made, 1 mistakes in the portal's site.yaml, 2 could not run (the file exists, for example).";

pub(super) const STAMP_EXAMPLES: &str = "\
Examples:
  dalil stamp content/ar/situations/detained.md                   all of it was compared with the original of today
  dalil stamp content/ar/situations/detained.md --section now     only the section `now`; `_` is the text before the first heading
  dalil stamp content/*/situations/detained.md --minor            the original's change needs no new translation
  dalil stamp content/ar/situations/detained.md --state reviewed  and a person who reads both languages has checked it

Only the `translation:` entry of each file changes, and only where it must.
Exit codes: 0 done, 1 mistakes in the portal, 2 could not run (the file is no page, for example).";

pub(super) const STATUS_EXAMPLES: &str = "\
Examples:
  dalil status                  every page in every language
  dalil status --lang ar        only Arabic
  dalil status --json | jq      the same for machines

States: original, current (checked and up to date), outdated (with the number of sections, `!` where one holds a deadline, fee, phone number
or way to a court), in-progress, machine, unstamped (see `dalil stamp`), missing, borrowed (not meant to exist in this language).
Exit codes: 0 done, 1 mistakes in the portal, 2 could not run.";

pub(super) const WEIGHT_EXAMPLES: &str = "\
Examples:
  dalil weight                  the heaviest pages, and the median of each language
  dalil weight /en/guides/      pages below an address
  dalil weight --all --json     everything, for machines

Bytes are those of brotli at its best. What is over its budget in site.yaml is a finding of every build.";

pub(super) const SEARCH_EXAMPLES: &str = "\
Examples:
  dalil search deport --lang ar              what a reader finds, in the same order
  dalil search \"free lawyer\" --lang en --explain   and why

Words that should find a page and do not: add them to `synonyms:` of the term in content/registers/terms.yaml, and
the query with the page to content/search-tests.yaml.
Exit codes: 0 something was found, 1 nothing was found or the portal has mistakes, 2 could not run.";
