//! What each link of a text becomes in the reader's language.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::{ArticleRef, Direction, Edition, Link, Loading, Page, SourcePath, known_language};
use crate::render::assets::AssetNames;
use crate::render::body::{BorrowedNote, Citation, Target};
use crate::render::locale::Locale;
use crate::render::media::{self, Asset};

/// The contact cards of one language, rendered once, by contact id.
pub(crate) type Cards = BTreeMap<String, Arc<str>>;

impl Locale<'_> {
    /// One target for each of the edition's links: addresses of the reader's language, words of the text's own, which is `voice`.
    pub(crate) fn targets(&self, edition: &Edition, voice: &Locale<'_>, assets: &AssetNames, cards: &Cards) -> Vec<Target> {
        let links = edition.links.iter().zip(&edition.document.body.links);
        links
            .map(|(link, raw)| match (link, raw.image) {
                (Link::Asset(path), Some(loading)) => self.picture_target(path, loading, voice, assets),
                (link, _) => self.target(link, voice, assets, cards),
            })
            .collect()
    }

    fn target(&self, link: &Link, voice: &Locale<'_>, assets: &AssetNames, cards: &Cards) -> Target {
        match link {
            Link::Page { key, fragment } => {
                self.site.page(key.as_str()).map_or(Target::Text, |page| self.page_target(page, voice, fragment.as_deref()))
            }
            Link::Fragment(id) => Target::Page { href: format!("#{id}"), borrowed: None },
            Link::Asset(path) => match assets.content(path) {
                Some(asset) => Target::Asset { href: asset.url.clone(), label: voice.file_label(asset) },
                None => Target::Text,
            },
            Link::Fact(id) => match self.site.registers.facts.get(id) {
                Some(fact) => Target::Fact {
                    id: id.clone(),
                    text: voice.fact_value(fact),
                    cite: fact.law.as_ref().and_then(|law| {
                        let (here, words) = self.citation(law).zip(voice.citation(law))?;
                        Some(Citation { article: law.value.clone(), href: here.url, text: words.text.text })
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

    fn picture_target(&self, path: &SourcePath, loading: Loading, voice: &Locale<'_>, assets: &AssetNames) -> Target {
        let Some(picture) = assets.content(path).and_then(|asset| asset.picture.clone()) else { return Target::Text };
        let label = || voice.strings.fill("picture.show", &[("size", &voice.kilobytes(picture.bytes))]);
        let tap = media::is_on_demand(loading, &self.site.config).then(label);
        Target::Picture { picture, tap }
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
                href: format!("tel:{}", phone.dial),
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

    /// "PDF, 120 KB, 4 pages": what a download is and weighs, so that nobody pays for it unawares.
    fn file_label(&self, asset: &Asset) -> Option<String> {
        let (_, extension) = asset.url.rsplit_once('.')?;
        let (kind, size) = (extension.to_uppercase(), self.kilobytes(asset.bytes));
        let about = [("kind", kind.as_str()), ("size", size.as_str())];
        Some(match asset.pages {
            Some(pages) => {
                let pages = self.strings.plural("file.pages", u64::from(pages));
                self.strings.fill("file.label_pages", &[about[0], about[1], ("pages", pages.as_str())])
            }
            None => self.strings.fill("file.label", &about),
        })
    }

    /// "120 KB", rounded up: nobody pays more than she is told.
    pub(crate) fn kilobytes(&self, bytes: usize) -> String {
        let number = self.strings.number(bytes.div_ceil(1024) as u64);
        self.strings.fill("file.size", &[("n", &number)])
    }

    fn direction_of(&self, tag: &str) -> Direction {
        let languages = &self.site.config.languages;
        let own = languages.find_tag(tag).map(|id| languages.get(id).direction);
        own.or_else(|| known_language(tag).map(|language| language.direction)).unwrap_or(Direction::Ltr)
    }
}
