//! What of a portal can be found, language by language: the texts that `search` makes its index of, and where the client finds it.
//!
//! Borrowed editions are left out: they are found in the language they are written in.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::digest;
use crate::model::{Block, BlockKind, Edition, Inline, InlineKind, Kind, LanguageId, Link, Page, TextList};
use crate::render::Memos;
use crate::render::locale::Locale;
use crate::search::{self, Concept, Corpus, Index, SourcePage, SourceSection};

/// The texts of one language, with the terms of the register that each section speaks of.
#[derive(Default)]
struct Gathered {
    pages: Vec<SourcePage>,
    kinds: Vec<String>,
    /// Term id to sections: page and section numbers.
    terms: BTreeMap<String, Vec<(usize, usize)>>,
}

impl Locale<'_> {
    /// The search index of this language; nothing where the language has nothing of its own.
    pub(crate) fn search_index(&self, memos: &Memos) -> Option<Arc<Index>> {
        let corpus = self.corpus();
        let key = || digest::hex(format!("{corpus:?}").as_bytes());
        let index = || match &memos.indexes {
            Some(memo) => memo.get(&key(), || search::index(&corpus)),
            None => Arc::new(search::index(&corpus)),
        };
        (!corpus.pages.is_empty()).then(index)
    }

    /// An index of nothing, where the language has one.
    pub(crate) fn empty_index(&self) -> Option<Index> {
        let mut pages = self.site.pages.values().filter(|page| !self.is_expired(page));
        pages.any(|page| page.editions.contains_key(&self.id)).then(|| search::index(&Corpus::default()))
    }

    fn corpus(&self) -> Corpus {
        let mut gathered = Gathered::default();
        for page in self.site.pages.values().filter(|page| !self.is_expired(page)) {
            if let (Some(edition), Some(url)) = (page.editions.get(&self.id), page.urls.get(&self.id)) {
                self.gather_page(page, edition, url.as_str(), &mut gathered);
            }
        }
        if !gathered.pages.is_empty() {
            self.gather_glossary(&mut gathered);
            self.gather_contacts(&mut gathered);
        }
        let language = self.language();
        Corpus {
            lang: language.tag.clone(),
            dir: language.direction.as_str().to_string(),
            base: self.home().to_string(),
            concepts: self.concepts(&gathered.terms),
            kinds: gathered.kinds,
            pages: gathered.pages,
        }
    }

    fn gather_page(&self, page: &Page, edition: &Edition, url: &str, gathered: &mut Gathered) {
        let front = &edition.document.front;
        let lead = front.summary.as_ref().map(|summary| summary.value.clone()).unwrap_or_default();
        // Of a sensitive page no part is shown or led to, so it is one.
        let is_sensitive = self.site.is_sensitive(page);
        let mut sections = vec![SourceSection { text: lead, unseen: is_sensitive, ..SourceSection::default() }];
        for block in &edition.document.body.blocks {
            if let BlockKind::Heading(heading) = &block.kind
                && !is_sensitive
            {
                let anchor = edition.heading_ids.get(heading.index).cloned().unwrap_or_default();
                let mut section = SourceSection { anchor, ..SourceSection::default() };
                self.inlines(&heading.text, edition, &mut section.heading, &mut Vec::new());
                sections.push(section);
                continue;
            }
            let (at, mut terms) = (sections.len() - 1, Vec::new());
            self.block(block, edition, &mut sections[at].text, &mut terms);
            for term in terms {
                gathered.terms.entry(term).or_default().push((gathered.pages.len(), at));
            }
        }
        let deadlines = page.fields.deadlines.iter().filter_map(|id| self.fact(id));
        for fact in deadlines {
            for text in [Some(fact.label), fact.place].into_iter().flatten().filter(|text| text.lang.is_none()) {
                push(&mut sections[0].text, &text.text);
            }
            push(&mut sections[0].text, &fact.value);
        }
        let kind = gathered.kind(self.kind_name(page.fields.kind).filter(|_| page.fields.kind != Kind::Page).unwrap_or_default());
        gathered.pages.push(SourcePage { url: url.to_string(), title: edition.title().to_string(), kind, sections });
    }

    fn block(&self, block: &Block, edition: &Edition, out: &mut String, terms: &mut Vec<String>) {
        match &block.kind {
            BlockKind::Heading(heading) => self.inlines(&heading.text, edition, out, terms),
            BlockKind::Paragraph(text) => self.inlines(text, edition, out, terms),
            BlockKind::List(list) => {
                list.items.iter().flat_map(|item| &item.blocks).for_each(|block| self.block(block, edition, out, terms))
            }
            BlockKind::Quote(blocks) => blocks.iter().for_each(|block| self.block(block, edition, out, terms)),
            BlockKind::Callout(callout) => callout.blocks.iter().for_each(|block| self.block(block, edition, out, terms)),
            BlockKind::Table(table) => {
                table.caption.iter().for_each(|text| self.inlines(text, edition, out, terms));
                let cells = table.head.iter().chain(table.rows.iter().flatten());
                cells.for_each(|cell| self.inlines(&cell.text, edition, out, terms));
            }
            BlockKind::Definitions(definitions) => {
                for definition in definitions {
                    self.inlines(&definition.term, edition, out, terms);
                    definition.descriptions.iter().flatten().for_each(|block| self.block(block, edition, out, terms));
                }
            }
            BlockKind::Code(_) | BlockKind::Rule => {}
        }
        push(out, "");
    }

    /// The text as the page shows it: facts have their values.
    fn inlines(&self, inlines: &[Inline], edition: &Edition, out: &mut String, terms: &mut Vec<String>) {
        if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
        self.inline(inlines, edition, out, terms);
    }

    fn inline(&self, inlines: &[Inline], edition: &Edition, out: &mut String, terms: &mut Vec<String>) {
        for inline in inlines {
            match &inline.kind {
                InlineKind::Text(text) | InlineKind::Code(text) => out.push_str(text),
                InlineKind::Emphasis(inner) | InlineKind::Strong(inner) => self.inline(inner, edition, out, terms),
                InlineKind::Link { link, text } => match edition.links.get(*link) {
                    Some(Link::Fact(id)) if self.site.registers.facts.get(id).is_some() => {
                        self.site.registers.facts.get(id).into_iter().for_each(|fact| out.push_str(&self.fact_value(fact)));
                    }
                    target => {
                        if let Some(Link::Term(id)) = target {
                            terms.push(id.clone());
                        }
                        self.inline(text, edition, out, terms);
                    }
                },
                InlineKind::Image { alt, .. } => out.push_str(alt),
                InlineKind::Footnote(_) => {}
                InlineKind::SoftBreak | InlineKind::HardBreak => out.push(' '),
            }
        }
    }

    /// The glossary, as far as it is written in this language.
    fn gather_glossary(&self, gathered: &mut Gathered) {
        let mut sections = vec![SourceSection::default()];
        for term in self.terms() {
            let definition = term.definition.filter(|text| text.lang.is_none());
            if let Some(definition) = definition {
                gathered.terms.entry(term.id.clone()).or_default().push((gathered.pages.len(), sections.len()));
                sections.push(SourceSection {
                    anchor: term.id,
                    heading: term.name.text,
                    text: definition.text,
                    ..SourceSection::default()
                });
            }
        }
        self.gather_made("glossary", "glossary.heading", sections, gathered);
    }

    fn gather_contacts(&self, gathered: &mut Gathered) {
        let mut sections = vec![SourceSection::default()];
        for (id, _) in self.site.registers.contacts.iter() {
            let Some(contact) = self.contact(id) else { continue };
            let mut text = String::new();
            contact.phones.iter().for_each(|phone| push(&mut text, &phone.dial));
            let record = self.site.registers.contacts.get(id);
            let own = record.into_iter().flat_map(|contact| [&contact.audience, &contact.note]).filter_map(|text| text.get([self.id]));
            own.for_each(|(_, words)| push(&mut text, words));
            sections.push(SourceSection { anchor: id.to_string(), heading: contact.name.text, text, ..SourceSection::default() });
        }
        self.gather_made("contacts", "contact.heading", sections, gathered);
    }

    fn gather_made(&self, name: &str, title: &str, sections: Vec<SourceSection>, gathered: &mut Gathered) {
        if sections.len() > 1 {
            let kind = gathered.kind(String::new());
            gathered.pages.push(SourcePage { url: self.generated(name).to_string(), title: self.t(title).to_string(), kind, sections });
        }
    }

    /// Every term of the register under all its names: readers type the word they know, in whatever language.
    fn concepts(&self, sections: &BTreeMap<String, Vec<(usize, usize)>>) -> Vec<Concept> {
        let list = |list: &TextList| -> Vec<String> { list.0.values().flatten().map(|text| text.value.clone()).collect() };
        let own = |list: &TextList| {
            list.get([self.id]).into_iter().flat_map(|(_, words)| words).map(|word| word.value.clone()).collect::<Vec<_>>()
        };
        let terms = self.site.registers.terms.iter();
        let concept = |(id, term): (&str, &crate::model::Term)| {
            let named: Vec<String> = term.name.0.values().map(|text| text.value.clone()).collect();
            Concept {
                names: [vec![term.turkish.value.clone()], named, list(&term.synonyms)].concat(),
                own: term.name.get([self.id]).map(|(_, name)| name.to_string()).into_iter().chain(own(&term.synonyms)).collect(),
                about: sections.get(id).cloned().unwrap_or_default(),
            }
        };
        terms.map(concept).collect()
    }

    /// The language whose index the reader may ask as well: the first she falls back to that has one.
    pub(crate) fn search_also(&self, indexes: &BTreeMap<LanguageId, String>) -> Option<LanguageId> {
        let languages = &self.site.config.languages;
        languages.fallbacks(self.id).iter().copied().find(|id| indexes.contains_key(id))
    }
}

impl Gathered {
    fn kind(&mut self, name: String) -> usize {
        if let Some(known) = self.kinds.iter().position(|known| *known == name) {
            return known;
        }
        self.kinds.push(name);
        self.kinds.len() - 1
    }
}

fn push(out: &mut String, text: &str) {
    if !out.is_empty() && !out.ends_with(' ') {
        out.push(' ');
    }
    out.push_str(text);
}
