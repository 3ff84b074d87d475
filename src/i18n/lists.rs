//! "A, B and C" in each language. The only user of `icu_list`.

use icu_list::ListFormatter;
use icu_list::options::{ListFormatterOptions, ListLength};

use super::locale::Locale;

/// How one language joins the items of a list.
#[derive(Debug)]
pub struct Lists {
    joiner: Joiner,
}

#[derive(Debug)]
enum Joiner {
    Cldr(Box<ListFormatter>),
    /// Between items, and before the last.
    Own(&'static str, &'static str),
}

impl Lists {
    pub(super) fn new(locale: &Locale) -> Lists {
        let joiner = match locale.id.language.as_str() {
            // CLDR 48 has no list patterns for Sorani: its comma and its word for "and".
            "ckb" => Joiner::Own("، ", " و "),
            _ => cldr(locale).map_or(Joiner::Own(", ", ", "), |formatter| Joiner::Cldr(Box::new(formatter))),
        };
        Lists { joiner }
    }

    /// The items as one phrase: `a, b and c`. They may hold markup; nothing is escaped.
    pub fn join<S: AsRef<str>>(&self, items: &[S]) -> String {
        match &self.joiner {
            Joiner::Cldr(formatter) => formatter.format(items.iter().map(S::as_ref)).to_string(),
            Joiner::Own(comma, and) => {
                let items: Vec<&str> = items.iter().map(S::as_ref).collect();
                match items.split_last() {
                    Some((last, rest)) if !rest.is_empty() => format!("{}{and}{last}", rest.join(comma)),
                    _ => items.concat(),
                }
            }
        }
    }
}

fn cldr(locale: &Locale) -> Option<ListFormatter> {
    ListFormatter::try_new_and(locale.into(), ListFormatterOptions::default().with_length(ListLength::Wide)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_the_portals_languages() {
        let table = [
            ("tr", "A, B ve C"),
            ("en-GB", "A, B and C"),
            ("ar", "A وB وC"),
            ("fa", "A،\u{200F} B، و C"),
            ("ps", "A، B، او C"),
            ("ku", "A, B û C"),
            ("ckb", "A، B و C"),
            ("so", "A, B iyo C"),
            ("fr", "A, B et C"),
            ("ru", "A, B и C"),
            ("ur", "A، B، اور C"),
        ];
        for (tag, expected) in table {
            let lists = Lists::new(&tag.parse().unwrap());
            assert_eq!(lists.join(&["A", "B", "C"]), expected, "{tag}");
            assert_eq!(lists.join(&["A"]), "A", "{tag}");
            assert_eq!(lists.join::<&str>(&[]), "", "{tag}");
        }
    }
}
