//! How each translation stands to the text it was made from. Values only; `translate` finds them out.

/// A translation against its original as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Freshness {
    /// Nobody has said which text it was made from, so nobody can know.
    Unpinned,
    /// The sections in which the two have parted, in the order of the original, then those it no longer has. Empty: up to date.
    Pinned(Vec<StaleSection>),
}

/// A section of which translation and original have parted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaleSection {
    /// Its heading's id, or `LEAD`.
    pub id: String,
    pub change: SectionChange,
    /// Whether a deadline, a fee, a phone number or the way to a court stands in it.
    pub critical: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SectionChange {
    /// The original says something else now.
    Changed,
    /// The original has it since the translation was made.
    Added,
    /// The original has dropped it.
    Removed,
}

/// The id of what stands before the first heading, together with title and summary.
pub const LEAD: &str = "_";

impl Freshness {
    /// The sections that have parted; none where it is not known.
    pub fn stale(&self) -> &[StaleSection] {
        match self {
            Freshness::Unpinned => &[],
            Freshness::Pinned(stale) => stale,
        }
    }

    pub fn find(&self, id: &str) -> Option<&StaleSection> {
        self.stale().iter().find(|stale| stale.id == id)
    }

    pub fn is_critical(&self) -> bool {
        self.stale().iter().any(|stale| stale.critical)
    }
}

impl SectionChange {
    pub fn name(self) -> &'static str {
        match self {
            SectionChange::Changed => "changed",
            SectionChange::Added => "added",
            SectionChange::Removed => "removed",
        }
    }
}
