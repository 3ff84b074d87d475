//! What the table of rules says to people: `dalil explain` and `docs/checks.md`, which a test keeps as this makes it.

use std::fmt::Write as _;

use super::{Check, FAMILIES, Family, Rule, find, rules};
use crate::config::Level;
use crate::diagnostic::nearest;

const HEAD: &str = "\
<!-- Made from the table of rules by `dalil explain --all`; a test keeps it so. Do not edit. -->

# What dalil checks

`dalil check` holds a portal to these rules, and `dalil build` does too. Every finding names its rule by its code; `dalil explain CODE` tells
what a rule is for.

## Levels

An *error* stops the build; a *warning* stops it with `--strict`; a rule that is *off* waits until a portal wants it. A portal sets its own
levels in `site.yaml`:

```yaml
rules:
  long-sentence: error
  typed-period: warn
  no-audience: off
```

Rules marked *needed* cannot be changed: no correct page can be made without them.

## Excuses

Where a rule is wrong about one place, say so there, with a reason:

```markdown
<!-- dalil: allow vague-link because these are the words on the button of the ministry's page -->
Press [here](https://example.org) on the first page.
```

The comment stands on the line before the paragraph, list or table, or at the end of a line. In front matter and registers it begins with
`#`: `# dalil: allow no-source because …`. An excuse that excuses nothing is itself found.
";

/// The page `docs/checks.md`.
pub fn manual() -> String {
    let mut page = HEAD.to_string();
    for family in FAMILIES {
        write!(
            page,
            "\n## {}\n\nProtects {}.\n\n| Code | Level | What it is for | Rests on |\n|---|---|---|---|\n",
            family.name, family.about
        )
        .expect("writing to a string");
        for rule in family.rules {
            writeln!(page, "| `{}` | {} | {} | {} |", rule.code, weight(rule), rule.protects, rule.reference).expect("writing to a string");
        }
    }
    page
}

/// What a rule is for, how much it weighs and how to set it; or the codes that there are. `Err` where there is no such rule.
pub fn explain(code: &str) -> Result<String, String> {
    let Some(rule) = find(code) else {
        let near = nearest(code, rules().map(|rule| rule.code)).map(|near| format!("; did you mean `{near}`?"));
        return Err(format!("there is no rule `{code}`{}", near.unwrap_or("; `dalil explain` lists all codes".to_string())));
    };
    let family = FAMILIES.iter().find(|family| family.rules.iter().any(|other| other.code == code));
    let mut text = format!("{} ({})\n\n", rule.code, weight(rule));
    writeln!(text, "  family      {}: {}", family.map_or("", |family: &Family| family.name), family.map_or("", |family| family.about))
        .expect("writing to a string");
    writeln!(text, "  protects    {}", rule.protects).expect("writing to a string");
    if !rule.reference.is_empty() {
        writeln!(text, "  rests on    {}", rule.reference).expect("writing to a string");
    }
    let advice = match rule.check {
        Check::Needed => "  settings    none: no correct page can be made without it\n".to_string(),
        Check::Edition(_) | Check::Portal(_) | Check::OnRequest(_) | Check::Elsewhere => {
            format!(
                "  settings    in site.yaml: `rules: {{{0}: error}}` (or warn, off)\n  excuse      on the line before: `<!-- dalil: allow {0} because … -->`\n",
                rule.code
            )
        }
    };
    Ok(text + &advice)
}

fn weight(rule: &Rule) -> &'static str {
    match (rule.check, rule.level) {
        (Check::Needed, _) => "error, needed",
        (_, Level::Error) => "error",
        (_, Level::Warn) => "warning",
        (_, Level::Off) => "off",
    }
}
