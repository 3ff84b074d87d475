//! Views of register records: facts, contacts, terms, laws, projects, organisations.

use crate::i18n::language_name;
use crate::model::{Contact, Direction, Fact, Hours, LanguageId, Organisation, Project, Provinces, Spanned};
use crate::render::locale::Locale;
use crate::render::phone::{dial, legible};
use crate::render::view::{ContactView, FactView, OrganisationView, PhoneView, ProjectView, SourceView, TermView, TextView};

impl Locale<'_> {
    pub(crate) fn fact(&self, id: &str) -> Option<FactView> {
        self.site.registers.facts.get(id).map(|fact| self.fact_view(id, fact))
    }

    fn fact_view(&self, id: &str, fact: &Fact) -> FactView {
        FactView {
            id: id.to_string(),
            label: self.text(&fact.label).unwrap_or_else(|| self.own(id)),
            value: self.fact_value(fact),
            from: self.text(&fact.from),
            place: self.text(&fact.place),
            otherwise: self.text(&fact.otherwise),
            yours: fact.yours,
            days: fact.calculator.then_some(fact.value.value),
            law: fact.law.as_ref().and_then(|law| self.citation(law)),
        }
    }

    pub(crate) fn contact(&self, id: &str) -> Option<ContactView> {
        self.site.registers.contacts.get(id).map(|contact| self.contact_view(id, contact))
    }

    pub(crate) fn contact_view(&self, id: &str, contact: &Contact) -> ContactView {
        let organisation = contact.organisation.as_ref().and_then(|id| self.site.registers.organisations.get(id));
        ContactView {
            id: id.to_string(),
            name: self.text(&contact.name).unwrap_or_else(|| self.own(id)),
            short: self.text(&contact.short),
            organisation: organisation.and_then(|organisation| self.text(&organisation.name)),
            phones: contact
                .phones
                .iter()
                .map(|phone| PhoneView {
                    number: legible(&phone.number),
                    label: self.own(legible(&phone.number)),
                    dial: dial(&phone.number),
                    free: phone.free,
                    whatsapp: phone.whatsapp,
                })
                .collect(),
            hours: contact.hours.as_ref().and_then(|hours| match hours {
                Hours::Always => Some(self.own(self.t("contact.always"))),
                Hours::Text(text) => self.text(text),
            }),
            languages: contact.languages.iter().map(|tag| self.spoken(tag)).collect(),
            provinces: match &contact.provinces {
                Provinces::All => vec![self.own(self.t("contact.everywhere"))],
                Provinces::Some(names) => names.iter().map(|name| self.turkish(&name.value)).collect(),
            },
            audience: self.text(&contact.audience),
            note: self.text(&contact.note),
            url: contact.url.as_ref().map(|url| url.value.clone()),
            checked: self.date(contact.checked).text,
            emergency: contact.emergency,
        }
    }

    /// A spoken language by its own name.
    pub(crate) fn spoken(&self, tag: &Spanned<String>) -> TextView {
        match language_name(&self.site.config.languages, tag) {
            Some(language) if language.tag == self.language().tag => self.own(language.name),
            Some(language) => self.foreign(language.name, &language.tag, language.direction),
            None => self.own(tag.value.clone()),
        }
    }

    /// A Turkish word, marked as such unless the page is Turkish.
    pub(crate) fn turkish(&self, text: &str) -> TextView {
        if self.language().tag == "tr" {
            return self.own(text);
        }
        self.foreign(text, "tr", Direction::Ltr)
    }

    pub(crate) fn organisation(&self, id: &str) -> Option<OrganisationView> {
        self.site.registers.organisations.get(id).map(|organisation| self.organisation_view(id, organisation))
    }

    pub(crate) fn organisation_view(&self, id: &str, organisation: &Organisation) -> OrganisationView {
        OrganisationView {
            name: self.text(&organisation.name).unwrap_or_else(|| self.own(id)),
            role: self.text(&organisation.role),
            url: organisation.url.as_ref().map(|url| url.value.clone()),
        }
    }

    /// A project's record; its page is linked unless this is it.
    pub(crate) fn project(&self, id: &str, on_its_page: bool) -> Option<ProjectView> {
        self.site.registers.projects.get(id).map(|project| self.project_view(id, project, on_its_page))
    }

    fn project_view(&self, id: &str, project: &Project, on_its_page: bool) -> ProjectView {
        let is_its_page = |page: &&crate::model::Page| {
            page.fields.kind == crate::model::Kind::Project && page.fields.project.as_ref().is_some_and(|own| own.value == id)
        };
        let page = self.site.pages.values().find(is_its_page).filter(|_| !on_its_page);
        let organisations = |ids: &[Spanned<String>]| ids.iter().filter_map(|id| self.organisation(id)).collect();
        ProjectView {
            name: self.text(&project.name).unwrap_or_else(|| self.own(id)),
            programme: self.text(&project.programme),
            period: self.text(&project.period),
            page: page.map(|page| self.page_link(page)),
            goal: self.sentences(&project.goal),
            beneficiaries: self.sentences(&project.beneficiaries),
            method: self.sentences(&project.method),
            results: self.sentences(&project.results),
            funders: organisations(&project.funders),
            partners: organisations(&project.partners),
            links: project
                .links
                .iter()
                .filter_map(|(title, url)| self.text(title).map(|title| SourceView { title, url: url.value.clone(), checked: None }))
                .collect(),
            checked: self.strings.fill("review.checked", &[("date", &self.date(project.checked).text)]),
        }
    }

    /// The glossary in the order of this language.
    pub(crate) fn terms(&self) -> Vec<TermView> {
        let mut terms: Vec<TermView> = self.site.registers.terms.iter().map(|(id, _)| id).filter_map(|id| self.term(id)).collect();
        terms.sort_by_cached_key(|term| (self.strings.collation_key(&term.name.text), term.id.clone()));
        terms
    }

    fn term(&self, id: &str) -> Option<TermView> {
        let term = self.site.registers.terms.get(id)?;
        let turkish = self.turkish(&term.turkish);
        let name = self.term_name(&term.name).unwrap_or_else(|| turkish.clone());
        Some(TermView {
            id: id.to_string(),
            turkish: Some(turkish).filter(|turkish| turkish.text != name.text),
            definition: self.text(&term.definition),
            law: term.law.as_ref().and_then(|law| self.citation(law)),
            name,
        })
    }

    /// A term's name in this language or one it falls back to by choice; else the Turkish word stands alone, rather than a guess.
    fn term_name(&self, name: &crate::model::Text) -> Option<TextView> {
        let languages = &self.site.config.languages;
        let chain: Vec<LanguageId> = std::iter::once(self.id).chain(languages.fallbacks(self.id).iter().copied()).collect();
        name.get(chain).map(|(id, text)| self.in_language(text, id))
    }
}
