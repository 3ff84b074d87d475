//! The interface strings that Rust code formats. Templates name the rest.

/// Keys that code asks a `Catalog` for. A key used without being listed here fails in tests.
pub const CODE_KEYS: &[&str] = &[
    "audience.children",
    "audience.detained",
    "audience.everyone",
    "audience.families",
    "audience.international_protection",
    "audience.label",
    "audience.no_papers",
    "audience.residence_permit",
    "audience.temporary_protection",
    "az.heading",
    "az.intro",
    "callout.caution",
    "callout.deadline",
    "callout.important",
    "callout.note",
    "callout.right",
    "callout.safety",
    "callout.tip",
    "callout.urgent",
    "callout.warning",
    "code.label",
    "contact.always",
    "contact.everywhere",
    "contact.heading",
    "glossary.heading",
    "glossary.intro",
    "kind.explainer",
    "kind.guide",
    "kind.news",
    "kind.page",
    "kind.project",
    "kind.situation",
    "kind.topic",
    "language.borrowed",
    "laws.article",
    "laws.heading",
    "laws.intro",
    "laws.number",
    "missing.heading",
    "nav.about",
    "nav.az",
    "nav.contacts",
    "nav.glossary",
    "nav.guides",
    "nav.home",
    "nav.laws",
    "nav.news",
    "nav.rights",
    "nav.situations",
    "nav.status",
    "nav.topics",
    "nav.transparency",
    "news.archive",
    "news.dateline",
    "note.back",
    "note.label",
    "notice.borrowed",
    "notice.demonstration",
    "notice.draft",
    "notice.machine",
    "notice.original",
    "offline.heading",
    "review.checked",
    "review.editor",
    "review.interpreter",
    "review.lawyer",
    "review.next",
    "review.pending",
    "review.reviewed",
    "search.also",
    "search.heading",
    "status.borrowed",
    "status.heading",
    "status.intro",
    "status.machine",
    "status.original",
    "status.reviewed",
    "table.label",
    "transparency.heading",
    "transparency.intro",
    "unit.day",
    "unit.hour",
    "unit.month",
    "unit.working_day",
    "unit.year",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Audience, CalloutKind, Role, Unit};

    #[test]
    fn every_named_value_has_its_string() {
        let audiences = Audience::ALL.map(|audience| format!("audience.{}", audience.name()));
        let callouts = CalloutKind::ALL.map(|kind| format!("callout.{}", kind.name()));
        let roles = Role::ALL.map(|role| format!("review.{}", role.name()));
        let units = Unit::ALL.map(|unit| format!("unit.{}", unit.name()));
        for key in audiences.iter().chain(&callouts).chain(&roles).chain(&units) {
            assert!(CODE_KEYS.contains(&key.as_str()), "{key}");
        }
    }
}
