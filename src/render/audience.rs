//! Whom pages are for, and lists that can be narrowed to one group of readers. The style sheet does the narrowing; nothing is hidden
//! from a reader without it.

use std::collections::BTreeSet;

use crate::model::{Audience, Kind, Page, Section};
use crate::render::locale::Locale;
use crate::render::view::{FilterView, LinkView};

/// A list that all its readers share needs no filter.
const FILTERS_FROM: usize = 2;

impl Locale<'_> {
    /// The groups that the pages of a topic name, besides everyone.
    pub(crate) fn filters(&self, topic: &Page) -> Vec<FilterView> {
        if topic.fields.kind != Kind::Topic {
            return Vec::new();
        }
        let listed = self.site.sections.iter().flat_map(|section| self.on_topic(section, topic));
        let named: BTreeSet<Audience> = listed.flat_map(|page| page.fields.audience.iter().copied()).collect();
        let filter = |audience: Audience| FilterView { name: audience.name(), label: self.audience(audience) };
        let filters: Vec<FilterView> = named.into_iter().filter(|audience| *audience != Audience::Everyone).map(filter).collect();
        if filters.len() < FILTERS_FROM { Vec::new() } else { filters }
    }

    /// The pages of a section that name a topic. Chapters are reached through their guide.
    pub(crate) fn on_topic(&self, section: &Section, topic: &Page) -> Vec<&Page> {
        let pages = section.pages.iter().filter_map(|key| self.site.page(key.as_str()));
        pages.filter(|page| page.fields.topics.iter().any(|name| name.value == topic.key.name())).collect()
    }

    /// A group of readers by its name.
    pub(crate) fn audience(&self, audience: Audience) -> String {
        self.t(&format!("audience.{}", audience.name())).to_string()
    }

    /// A link with whom its page is for. A page that names nobody is for everyone.
    pub(crate) fn addressed_link(&self, page: &Page) -> LinkView {
        let names: Vec<&'static str> = page.fields.audience.iter().map(|audience| audience.name()).collect();
        let audience = if names.is_empty() { vec![Audience::Everyone.name()] } else { names };
        LinkView { audience, ..self.page_link(page) }
    }
}
