//! `dalil explain`: what a rule is for, from the table of rules.

use anyhow::anyhow;

use super::Ending;
use super::args::Explain;
use super::console::Console;
use crate::check;

pub(super) fn explain(options: &Explain, console: &Console) -> anyhow::Result<Ending> {
    let text = match &options.code {
        _ if options.all => check::manual(),
        Some(code) => check::explain(code).map_err(|said| anyhow!(said))?,
        None => codes(),
    };
    console.print(&text)?;
    Ok(Ending::Done)
}

/// Every code with what it protects, by family.
fn codes() -> String {
    let family = |family: &check::Family| {
        let rules: Vec<String> = family.rules.iter().map(|rule| format!("  {:<24} {}\n", rule.code, rule.protects)).collect();
        format!("{}: {}\n{}\n", family.name, family.about, rules.concat())
    };
    check::FAMILIES.iter().map(family).collect()
}
