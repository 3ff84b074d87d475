//! Plural forms of a language, for whole numbers (CLDR plural rules). The only user of `icu_plurals`.

use icu_plurals::{PluralCategory, PluralRules};

use super::locale::{Locale, locale};
use crate::model::Language;

/// A plural form, by its CLDR name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Form {
    pub name: &'static str,
    /// Whether numbers that a page can show take this form. French `many` begins at a million, Russian `other` is for fractions.
    pub needed: bool,
    /// Whether a single number takes this form, so that its text may say "two days" in words and leave the number out.
    pub single: bool,
}

/// Which form a number takes in one language.
#[derive(Debug)]
pub struct Plurals {
    /// Nothing where CLDR has no rules: every number then takes `other`.
    rules: Option<PluralRules>,
    forms: Vec<Form>,
}

/// Numbers up to here decide which forms are needed. CLDR's rules for smaller numbers look at the last two digits at most.
const SAMPLE: u64 = 1_000;

impl Plurals {
    pub fn of(language: &Language) -> Plurals {
        Plurals::new(&locale(language))
    }

    pub(super) fn new(locale: &Locale) -> Plurals {
        let rules = PluralRules::try_new_cardinal(locale.into()).ok();
        let forms = rules.as_ref().map_or(vec![Form { name: "other", needed: true, single: false }], forms);
        Plurals { rules, forms }
    }

    /// The CLDR name of the form that `n` takes.
    pub fn form(&self, n: u64) -> &'static str {
        self.rules.as_ref().map_or("other", |rules| name(rules.category_for(n)))
    }

    /// The language's forms, in CLDR's order.
    pub fn forms(&self) -> &[Form] {
        &self.forms
    }
}

fn forms(rules: &PluralRules) -> Vec<Form> {
    let mut counts = [0_u64; 6];
    for n in 0..=SAMPLE {
        counts[rules.category_for(n) as usize] += 1;
    }
    let form = |category: PluralCategory| {
        let count = counts[category as usize];
        Form { name: name(category), needed: count > 0, single: count == 1 }
    };
    let mut categories: Vec<PluralCategory> = rules.categories().collect();
    categories.sort_unstable();
    categories.into_iter().map(form).collect()
}

fn name(category: PluralCategory) -> &'static str {
    match category {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The forms as `needed`, `needed!` where a single number takes it, or `(not needed)`.
    fn shown(tag: &str) -> String {
        let plurals = Plurals::new(&tag.parse().unwrap());
        let forms = plurals.forms().iter().map(|form| match (form.needed, form.single) {
            (false, _) => format!("({})", form.name),
            (true, true) => format!("{}!", form.name),
            (true, false) => form.name.to_string(),
        });
        forms.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn forms_of_the_portals_languages() {
        let table = [
            ("tr en ps ku ckb so ur", "one! other"),
            ("fa fa-AF", "one other"),
            ("ar", "zero! one! two! few many other"),
            ("ru uk", "one few many (other)"),
            ("fr", "one (many) other"),
        ];
        for (tags, expected) in table {
            for tag in tags.split(' ') {
                assert_eq!(shown(tag), expected, "{tag}");
            }
        }
    }
}
