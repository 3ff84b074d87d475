//! The interface strings that Rust code formats. Templates name the rest.

/// Keys that code asks a `Catalog` for. A key used without being listed here fails in tests.
pub const CODE_KEYS: &[&str] = &[
    "audience.children",
    "audience.detained",
    "audience.everyone",
    "audience.families",
    "audience.international_protection",
    "audience.no_papers",
    "audience.residence_permit",
    "audience.temporary_protection",
    "callout.caution",
    "callout.deadline",
    "callout.important",
    "callout.note",
    "callout.right",
    "callout.safety",
    "callout.tip",
    "callout.urgent",
    "callout.warning",
    "count.pages",
    "laws.article",
    "review.editor",
    "review.interpreter",
    "review.lawyer",
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
