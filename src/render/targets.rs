//! What each link of a text becomes in the reader's language.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::{ArticleRef, Direction, Edition, Link, Page, known_language};
use crate::render::assets::AssetNames;
use crate::render::body::{BorrowedNote, Citation, Target};
use crate::render::locale::Locale;
use crate::render::records::dial;

/// The contact cards of one language, rendered once, by contact id.
pub(crate) type Cards = BTreeMap<String, Arc<str>>;

impl Locale<'_> {
    /// One target for each of the edition's links: addresses of the reader's language, words of the text's own, which is `voice`.
    pub(crate) fn targets(&self, edition: &Edition, voice: &Locale<'_>, assets: &AssetNames, cards: &Cards) -> Vec<Target> {
        edition.links.iter().map(|link| self.target(link, voice, assets, cards)).collect()
    }

    fn target(&self, link: &Link, voice: &Locale<'_>, assets: &AssetNames, cards: &Cards) -> Target {
        match link {
            Link::Page { key, fragment } => {
                self.site.page(key.as_str()).map_or(Target::Text, |page| self.page_target(page, voice, fragment.as_deref()))
            }
            Link::Fragment(id) => Target::Page { href: format!("#{id}"), borrowed: None },
            Link::Asset(path) => match assets.content(path) {
                Some(asset) => Target::Asset { href: asset.url.clone(), size: asset.size, label: file_label(&asset.url, asset.bytes) },
                None => Target::Text,
            },
            Link::Fact(id) => match self.site.registers.facts.get(id) {
                Some(fact) => Target::Fact {
                    id: id.clone(),
                    text: voice.fact_value(fact),
                    cite: fact.law.as_ref().and_then(|law| {
                        let cite = voice.citation(law)?;
                        Some(Citation { article: law.value.clone(), href: cite.url, text: cite.text.text })
                    }),
                },
                None => Target::Text,
            },
            Link::Law { law, article } => {
                let reference = ArticleRef { law: law.clone(), article: article.clone() };
                self.citation(&reference).map_or(Target::Text, |cite| Target::Law { href: cite.url })
            }
            Link::Term(id) => match self.site.registers.terms.get(id) {
                Some(term) => Target::Term {
                    id: id.clone(),
                    href: format!("{}#{id}", self.generated("glossary")),
                    turkish: (voice.language().tag != "tr").then(|| term.turkish.value.clone()),
                },
                None => Target::Text,
            },
            Link::Contact(id) => self.contact_target(id, voice, cards),
            Link::Language(tag) => Target::Language { tag: tag.clone(), direction: self.direction_of(tag) },
            Link::External(url) => Target::External { href: url.clone() },
            Link::Broken => Target::Text,
        }
    }

    fn page_target(&self, page: &Page, voice: &Locale<'_>, fragment: Option<&str>) -> Target {
        let url = page.urls.get(&self.id).map(ToString::to_string).unwrap_or_default();
        // A browser would unfold what stands behind a warning, to show a place in it.
        let href = match fragment.filter(|_| !self.site.is_sensitive(page)) {
            Some(id) => format!("{url}#{id}"),
            None => url,
        };
        let borrowed = page
            .borrowed
            .get(&self.id)
            .map(|from| BorrowedNote { tag: self.site.config.languages.get(*from).tag.clone(), note: voice.shown_in(*from) });
        Target::Page { href, borrowed }
    }

    fn contact_target(&self, id: &str, voice: &Locale<'_>, cards: &Cards) -> Target {
        let Some((contact, card)) = voice.contact(id).zip(cards.get(id)) else { return Target::Text };
        match contact.phones.first() {
            Some(phone) => Target::Contact {
                href: format!("tel:{}", dial(&phone.number)),
                number: phone.number.clone(),
                name: contact.name.text,
                card: card.clone(),
            },
            None => Target::Contact {
                href: contact.url.unwrap_or_else(|| format!("{}#{id}", self.generated("contacts"))),
                number: String::new(),
                name: contact.name.text,
                card: card.clone(),
            },
        }
    }

    fn direction_of(&self, tag: &str) -> Direction {
        let languages = &self.site.config.languages;
        let own = languages.find_tag(tag).map(|id| languages.get(id).direction);
        own.or_else(|| known_language(tag).map(|language| language.direction)).unwrap_or(Direction::Ltr)
    }
}

/// "PDF, 120 KB": what a download is and weighs, so that nobody pays for it unawares.
pub(crate) fn file_label(url: &str, bytes: usize) -> Option<String> {
    let (_, extension) = url.rsplit_once('.')?;
    Some(format!("{}, {} KB", extension.to_uppercase(), bytes.div_ceil(1024)))
}
