//! What style sheets load: `url(…)` and `@import`.

use super::links::{self, Role};
use super::{Fault, Site};

/// Checks the addresses of a style sheet that is a file of its own; those inside pages are part of the page's survey.
pub(super) fn judge(site: &Site<'_>, addresses: &[String]) -> Vec<Fault> {
    let mut faults = Vec::new();
    addresses.iter().for_each(|address| links::judge_one(site, address, Role::Resource, &mut faults));
    faults
}

/// The addresses in a style sheet or a `style` attribute, as written between the brackets or quotes.
pub(super) fn addresses(css: &str) -> impl Iterator<Item = &str> {
    let in_brackets = css.split("url(").skip(1).map(|rest| {
        let rest = rest.trim_start();
        match rest.chars().next() {
            Some(quote @ ('"' | '\'')) => rest[1..].split(quote).next().unwrap_or_default(),
            _ => rest.split(')').next().unwrap_or_default().trim_end(),
        }
    });
    let imported = css.split("@import").skip(1).filter_map(|rest| {
        let rest = rest.trim_start();
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        rest[1..].split(quote).next()
    });
    in_brackets.chain(imported)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_in_css() {
        let css = "@import 'a.css';@import url( \"b.css\" );p{background:url(/c.svg ) , url('d(1).png')} q{content:\"url\"}";
        assert_eq!(addresses(css).collect::<Vec<_>>(), ["b.css", "/c.svg", "d(1).png", "a.css"]);
    }
}
