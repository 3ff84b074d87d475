//! Whether a language's strings are exactly those that theme and code show, with the right placeholders and plural forms.

use std::collections::{BTreeMap, BTreeSet};

use super::catalog::Wanted;
use super::message::Template;
use super::plurals::{Form, Plurals};
use super::strings::{Entry, PluralForm, Strings, Written};
use crate::diagnostic::{Diagnostic, Place, Span, nearest};
use crate::model::{Language, SourcePath, Spanned};

/// What the strings of one language are held against.
pub(super) struct Standard<'a> {
    pub(super) wanted: &'a Wanted,
    pub(super) plurals: &'a Plurals,
    /// The first language and its strings, which may be the ones examined.
    pub(super) first: &'a Language,
    pub(super) reference: &'a BTreeMap<String, Entry>,
}

/// There is no file of strings for a language.
pub(super) fn missing_file(file: &SourcePath, language: &Language, first: &Language) -> Diagnostic {
    let message = format!("the interface has no {} ({}): there is no `{file}`", language.endonym, language.path);
    let help = if language.path == first.path {
        "write it, or take the language out of `site.yaml`".to_string()
    } else {
        format!("copy `i18n/{}.yaml` to `{file}` and translate its texts, or take the language out of `site.yaml`", first.path)
    };
    Diagnostic::error(Place::file(file), "missing-strings", message).help(help)
}

/// Everything wrong with the strings of one language.
pub(super) fn examine(strings: &Strings, standard: &Standard<'_>) -> Vec<Diagnostic> {
    let missing: Vec<&str> = standard.wanted.used.iter().map(String::as_str).filter(|key| !strings.entries.contains_key(*key)).collect();
    let mut found: Vec<Diagnostic> = missing.iter().map(|key| missing_string(strings, key, standard)).collect();
    for (key, entry) in &strings.entries {
        if !standard.wanted.used.contains(key) && !standard.wanted.spare.contains(key) {
            found.push(unused_string(Place::new(&strings.file, entry.name), key, &missing));
        }
        found.extend(examine_entry(&strings.file, key, entry, standard));
    }
    found
}

fn examine_entry(file: &SourcePath, key: &str, entry: &Entry, standard: &Standard<'_>) -> Vec<Diagnostic> {
    let reference = standard.reference.get(key).map(|entry| &entry.value);
    let mut found = Vec::new();
    match (&entry.value, reference) {
        (Written::Unreadable, _) => {}
        (Written::Text(_), Some(Written::Plural(_))) => found.push(text_for_plural(Place::new(file, entry.name), key, standard)),
        (Written::Plural(_), Some(Written::Text(text))) => {
            found.push(plural_for_text(Place::new(file, entry.name), key, text, standard.first));
        }
        (Written::Text(text), Some(reference @ Written::Text(_))) => found.extend(examine_slots(file, text, None, reference)),
        (Written::Text(_), _) => {}
        (Written::Plural(forms), reference) => {
            found.extend(examine_forms(file, entry.name, forms, standard.plurals));
            let reference = reference.filter(|reference| matches!(reference, Written::Plural(_))).unwrap_or(&entry.value);
            for form in forms {
                let known = standard.plurals.forms().iter().find(|known| known.name == form.name);
                found.extend(examine_slots(file, &form.text, known, reference));
            }
        }
    }
    found
}

fn examine_forms(file: &SourcePath, name: Span, forms: &[PluralForm], plurals: &Plurals) -> Vec<Diagnostic> {
    let known: Vec<&str> = plurals.forms().iter().map(|form| form.name).collect();
    let foreign = forms.iter().filter(|form| !known.contains(&form.name));
    let mut found: Vec<Diagnostic> = foreign.map(|form| foreign_form(Place::new(file, form.span), form.name, &known)).collect();
    let lacking = plurals.forms().iter().filter(|form| form.needed && forms.iter().all(|written| written.name != form.name));
    let lacking: Vec<&str> = lacking.map(|form| form.name).collect();
    if !lacking.is_empty() {
        found.push(lacking_forms(Place::new(file, name), &lacking, plurals));
    }
    found
}

/// Compares the placeholders with the first language's. `{n}` may be left out of a form that stands for a single number.
fn examine_slots(file: &SourcePath, text: &Spanned<Template>, form: Option<&Form>, reference: &Written) -> Vec<Diagnostic> {
    let expected = slots(reference);
    let written = text.slots();
    let place = || Place::new(file, text.span);
    let unknown = written.difference(&expected).map(|slot| unknown_slot(place(), slot, &expected));
    let optional = |slot: &str| slot == "n" && form.is_some_and(|form| form.single);
    let lacking = expected.difference(&written).filter(|slot| !optional(slot)).map(|slot| lacking_slot(place(), slot));
    unknown.chain(lacking).collect()
}

fn slots(written: &Written) -> BTreeSet<&str> {
    match written {
        Written::Text(template) => template.slots(),
        Written::Plural(forms) => forms.iter().flat_map(|form| form.text.slots()).collect(),
        Written::Unreadable => BTreeSet::new(),
    }
}

fn missing_string(strings: &Strings, key: &str, standard: &Standard<'_>) -> Diagnostic {
    let (group, name) = key.split_once('.').unwrap_or(("", key));
    let place = match strings.groups.get(group) {
        Some(span) => Place::new(&strings.file, *span),
        None => Place::file(&strings.file),
    };
    let example =
        standard.reference.get(key).and_then(|entry| entry.value.message()).map(|message| message.template("other").text().to_string());
    let example = example.map(|text| format!("; in {} it is “{text}”", standard.first.endonym)).unwrap_or_default();
    Diagnostic::error(place, "missing-string", format!("the string `{key}` is missing in `{}`", strings.file))
        .help(format!("add `{name}: …` under `{group}:`{example}"))
}

fn unused_string(place: Place, key: &str, missing: &[&str]) -> Diagnostic {
    let help = match nearest(key, missing.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "remove it".to_string(),
    };
    Diagnostic::error(place, "unused-string", format!("no page shows the string `{key}`")).help(help)
}

fn text_for_plural(place: Place, key: &str, standard: &Standard<'_>) -> Diagnostic {
    let forms = standard.plurals.forms().iter().filter(|form| form.needed).map(|form| format!("{}: …", form.name));
    let help = format!("write `{{{}}}`", forms.collect::<Vec<_>>().join(", "));
    Diagnostic::error(place, "plural-form", format!("`{key}` is counted, so it needs a text for each plural form")).help(help)
}

fn plural_for_text(place: Place, key: &str, text: &Template, first: &Language) -> Diagnostic {
    let message = format!("`{key}` is not counted, so it has one text and no plural forms");
    Diagnostic::error(place, "plural-form", message).help(format!("write one text; in {} it is “{}”", first.endonym, text.text()))
}

fn foreign_form(place: Place, form: &str, known: &[&str]) -> Diagnostic {
    let help = format!("remove it; the forms of this language are: {}", known.join(", "));
    Diagnostic::error(place, "plural-form", format!("this language has no plural form `{form}`")).help(help)
}

fn lacking_forms(place: Place, lacking: &[&str], plurals: &Plurals) -> Diagnostic {
    let example = |form: &&str| (0..=100).find(|n| plurals.form(*n) == *form).map_or(String::new(), |n| format!(" (as with {n})"));
    let named: Vec<String> = lacking.iter().map(|form| format!("`{form}: …`{}", example(form))).collect();
    let message =
        format!("a text is missing for the plural form {}", lacking.iter().map(|form| format!("`{form}`")).collect::<Vec<_>>().join(", "));
    Diagnostic::error(place, "plural-form", message).help(format!("add {}", named.join(", ")))
}

fn unknown_slot(place: Place, slot: &str, expected: &BTreeSet<&str>) -> Diagnostic {
    let names: Vec<String> = expected.iter().map(|slot| format!("`{{{slot}}}`")).collect();
    let help = match (nearest(slot, expected.iter().copied()), names.as_slice()) {
        (Some(near), _) => format!("did you mean `{{{near}}}`?"),
        (None, []) => "write it without placeholder".to_string(),
        (None, names) => format!("what can be filled in here: {}", names.join(", ")),
    };
    Diagnostic::error(place, "placeholder", format!("nothing is filled in for `{{{slot}}}` here")).help(help)
}

fn lacking_slot(place: Place, slot: &str) -> Diagnostic {
    Diagnostic::error(place, "placeholder", format!("the placeholder `{{{slot}}}` is missing in this text"))
        .help(format!("write `{{{slot}}}` where it belongs; it is filled in, so do not translate it"))
}
