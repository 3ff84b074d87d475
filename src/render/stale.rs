//! What a reader is told where a translation is older than its original: at the section concerned, with the way to the same section of the
//! original; or, where the portal wants it so, the original's section in its own language instead.

use crate::markup::{attribute_escaped, text_escaped};
use crate::model::{Edition, LEAD, LanguageId, Page, SectionChange, StaleSection};
use crate::render::body::{self, Shape, Target};
use crate::render::locale::Locale;
use crate::render::page::Workshop;
use crate::render::view::{LinkView, Notice};
use crate::translate;

/// HTML to put into a body, by place: the lead first, then each heading.
#[derive(Debug, Default)]
pub(crate) struct StaleParts {
    /// Before the section's text.
    pub(crate) notes: Vec<Option<String>>,
    /// In place of the section's text.
    pub(crate) instead: Vec<Option<String>>,
}

impl StaleParts {
    pub(crate) fn lead_note(&self) -> &str {
        self.notes.first().and_then(Option::as_deref).unwrap_or_default()
    }

    pub(crate) fn heading_notes(&self) -> &[Option<String>] {
        self.notes.get(1..).unwrap_or_default()
    }
}

impl Locale<'_> {
    /// What the body of the edition `from` is shown with.
    pub(crate) fn stale_parts(
        &self,
        page: &Page,
        edition: &Edition,
        from: LanguageId,
        workshop: &Workshop<'_>,
        prefix: &str,
    ) -> StaleParts {
        let mut parts = StaleParts::default();
        let stale = page.stale(from);
        if stale.is_empty() {
            return parts;
        }
        let places = 1 + edition.heading_ids.len();
        parts.notes.resize(places, None);
        parts.instead.resize(places, None);
        for stale in stale {
            let Some(place) = place(edition, &stale.id) else { continue };
            let withheld = self.site.config.withhold_outdated && stale.critical && stale.change == SectionChange::Changed;
            parts.notes[place] = Some(self.note(page, stale, from, withheld));
            parts.instead[place] = withheld.then(|| self.original_section(page, &stale.id, workshop, prefix)).flatten();
        }
        parts
    }

    /// Parts of the original that the translation does not have at all: nothing in its text could carry a note.
    pub(crate) fn added_notices(&self, page: &Page, edition: &Edition, from: LanguageId) -> Vec<Notice> {
        let added = page.stale(from).iter().filter(|stale| stale.change == SectionChange::Added && place(edition, &stale.id).is_none());
        let link = |stale: &StaleSection| {
            let sections = translate::sections(page.original());
            let section = sections.iter().find(|section| section.id == stale.id)?;
            let url = self.original_section_url(page, &stale.id)?;
            let title = self.in_language(crate::model::plain_text(section.title), page.original);
            Some(LinkView { url, title, summary: None, note: None, kind: None, date: None, audience: Vec::new(), current: false })
        };
        added.map(|stale| Notice { kind: "outdated", text: self.t("notice.added").to_string(), link: link(stale) }).collect()
    }

    fn note(&self, page: &Page, stale: &StaleSection, from: LanguageId, withheld: bool) -> String {
        let original = self.language_name(page.original);
        let text = match stale.change {
            SectionChange::Removed => self.t("notice.removed").to_string(),
            SectionChange::Changed | SectionChange::Added if withheld => self.strings.fill("notice.withheld", &[("language", &original)]),
            SectionChange::Changed | SectionChange::Added => self.t("notice.outdated").to_string(),
        };
        let marks = if from == self.id {
            String::new()
        } else {
            format!(" lang=\"{}\" dir=\"{}\"", attribute_escaped(&self.language().tag), self.language().direction.as_str())
        };
        let link = self.original_section_url(page, &stale.id).filter(|_| !withheld && page.original != self.id).map(|url| {
            let words = self.strings.fill("notice.original", &[("language", &original)]);
            format!(" <a href=\"{}\" hreflang=\"{}\">{}</a>", attribute_escaped(&url), self.tag(page.original), text_escaped(&words))
        });
        format!("<p class=\"outdated\" role=\"note\"{marks}>{}{}</p>", text_escaped(&text), link.unwrap_or_default())
    }

    /// The same section of the original.
    fn original_section_url(&self, page: &Page, id: &str) -> Option<String> {
        let url = page.urls.get(&page.original)?;
        let is_there = page.original().heading_ids.iter().any(|own| own == id);
        Some(if is_there { format!("{url}#{id}") } else { url.to_string() })
    }

    /// The original's text of a section, marked as the language it is in.
    fn original_section(&self, page: &Page, id: &str, workshop: &Workshop<'_>, prefix: &str) -> Option<String> {
        let original = page.original();
        let sections = translate::sections(original);
        let section = sections.iter().find(|section| section.id == id)?;
        let (voice, labels) = &workshop.voices[&page.original];
        let url = page.urls.get(&page.original)?;
        let language = voice.language();
        let shape = Shape {
            steps: false,
            language: &language.tag,
            direction: language.direction,
            digits: language.digits,
            heading_ids: &original.heading_ids,
            id_prefix: &format!("{prefix}_original-{id}-"),
            section_notes: &[],
            instead: &[],
        };
        let targets = self.targets(original, voice, workshop.assets, workshop.cards);
        let targets: Vec<Target> = targets.into_iter().map(|target| at_original(target, url.as_str())).collect();
        let html = body::excerpt(&original.document.body, &targets, labels, &shape, section.blocks);
        let summary = original.document.front.summary.as_ref().filter(|_| id == LEAD);
        let summary = summary.map(|summary| format!("<p>{}</p>\n", text_escaped(summary))).unwrap_or_default();
        Some(format!("<div lang=\"{}\" dir=\"{}\">\n{summary}{html}</div>\n", language.tag, language.direction.as_str()))
    }

    fn tag(&self, id: LanguageId) -> &str {
        &self.site.config.languages.get(id).tag
    }
}

/// A link within the original's page leads there: this page shows one section of it alone.
fn at_original(target: Target, url: &str) -> Target {
    match target {
        Target::Page { href, borrowed } if href.starts_with('#') => Target::Page { href: format!("{url}{href}"), borrowed },
        target => target,
    }
}

/// Where in the edition a section stands: zero for the lead.
fn place(edition: &Edition, id: &str) -> Option<usize> {
    if id == LEAD { Some(0) } else { edition.heading_ids.iter().position(|own| own == id).map(|heading| heading + 1) }
}
