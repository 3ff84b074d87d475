//! What stands around every page: head, language switch, menu, breadcrumb, notices.

use crate::model::{EditionState, LanguageId, Page, Review, SecondCalendar, TranslationState, UrlPath};
use crate::render::assets::AssetNames;
use crate::render::highlight;
use crate::render::locale::Locale;
use crate::render::packs;
use crate::render::view::{Alternate, Chrome, ContactView, Frame, LinkView, Notice, SaveView, SearchView, Switch, TextView};
use crate::resolve::KNOWN_SECTIONS;

/// The sections that the menu leaves to the footer.
const QUIET_SECTIONS: [&str; 3] = ["topics", "projects", "pages"];

impl Locale<'_> {
    pub(crate) fn chrome(&self, assets: &AssetNames, style: &str) -> Chrome {
        let (config, language) = (&self.site.config, self.language());
        let contacts = self.site.registers.contacts.iter();
        let urgent: Vec<ContactView> =
            contacts.filter(|(_, contact)| contact.emergency).map(|(id, contact)| self.contact_view(id, contact)).collect();
        let generated = |name: &str| self.generated(name).to_string();
        Chrome {
            path: language.path.clone(),
            lang: language.tag.clone(),
            dir: language.direction,
            name: self.text(&config.title).unwrap_or_else(|| self.own("")),
            tagline: self.text(&config.tagline),
            base_url: config.base_url.clone(),
            home: self.home().to_string(),
            exit: config.exit.clone(),
            feed: self.has_feed().then(|| format!("/{}/feed.xml", language.path)),
            icon: assets.theme("icon.svg").map(str::to_string),
            script: assets.theme("site.js").map(str::to_string),
            save: self.save_view(assets),
            calculator: assets.theme("calculator.js").map(str::to_string),
            speech: assets.theme("speech.js").map(str::to_string),
            solar: language.second_calendar == SecondCalendar::SolarHijri,
            style: style.to_string(),
            code_style: highlight::css(),
            menu: self.menu(),
            footer: self.footer(),
            search: generated("search"),
            search_box: self.search_box(assets),
            az: generated("az"),
            contacts: generated("contacts"),
            glossary: generated("glossary"),
            laws: generated("laws"),
            offline: generated("offline"),
            forget: generated("forget"),
            urgent,
        }
    }

    fn save_view(&self, assets: &AssetNames) -> Option<SaveView> {
        let pack = packs::list_url(self);
        let client = assets.theme("save.js").filter(|_| assets.has_worker)?.to_string();
        Some(SaveView { client, pack, manifest: packs::manifest_url(self) })
    }

    fn search_box(&self, assets: &AssetNames) -> Option<SearchView> {
        let also = self.search_also(&assets.indexes);
        // A language without pages of its own is searched through those it shows instead.
        let (id, also) = if assets.indexes.contains_key(&self.id) { (self.id, also) } else { (also?, None) };
        Some(SearchView {
            client: assets.client(id)?.to_string(),
            index: assets.indexes.get(&id)?.clone(),
            also: also.and_then(|id| assets.indexes.get(&id)).cloned(),
            also_label: also.map(|id| self.strings.fill("search.also", &[("language", &self.language_name(id))])),
        })
    }

    fn menu(&self) -> Vec<LinkView> {
        let sections = self.site.sections.iter().filter(|section| !QUIET_SECTIONS.contains(&section.name.as_str()));
        let contacts = (!self.site.registers.contacts.is_empty()).then(|| self.named_link("nav.contacts", &self.generated("contacts")));
        sections.map(|section| self.section_link(&section.name)).chain(contacts).collect()
    }

    fn footer(&self) -> Vec<LinkView> {
        let registers = &self.site.registers;
        let pages = self.site.section("pages").into_iter().flat_map(|section| self.links(&section.pages));
        let topics = self.site.section("topics").map(|_| self.section_link("topics"));
        let generated = |wanted: bool, key: &str, name: &str| wanted.then(|| self.named_link(key, &self.generated(name)));
        let made = [
            generated(true, "nav.az", "az"),
            generated(!registers.terms.is_empty(), "nav.glossary", "glossary"),
            generated(!registers.laws.is_empty(), "nav.laws", "laws"),
            generated(!registers.projects.is_empty(), "nav.transparency", "transparency"),
            generated(self.site.config.languages.len() > 1, "nav.status", "status"),
            generated(true, "offline.heading", "offline"),
            generated(true, "forget.heading", "forget"),
        ];
        topics.into_iter().chain(made.into_iter().flatten()).chain(pages).collect()
    }

    pub(crate) fn section_url(&self, name: &str) -> UrlPath {
        self.site.section(name).and_then(|section| section.urls.get(&self.id)).cloned().unwrap_or_else(|| self.generated(name))
    }

    pub(crate) fn section_link(&self, name: &str) -> LinkView {
        LinkView { title: self.section_title(name), ..self.bare_link(&self.section_url(name)) }
    }

    pub(crate) fn section_title(&self, name: &str) -> TextView {
        if let Some(page) = self.site.page(name) {
            return self.page_link(page).title;
        }
        let key = match name {
            "situations" => "nav.situations",
            "guides" => "nav.guides",
            "rights" => "nav.rights",
            "news" => "nav.news",
            "topics" => "nav.topics",
            "projects" => "nav.transparency",
            _ => "nav.about",
        };
        debug_assert!(KNOWN_SECTIONS.contains(&name), "BUG: `{name}` has neither a page nor a name");
        self.own(self.t(key))
    }

    /// The frame of a page with editions of its own.
    pub(crate) fn frame(&self, page: &Page, code: bool) -> Frame {
        let (from, edition) = self.edition(page);
        let front = &edition.document.front;
        let origin = page.urls.get(&from).cloned().unwrap_or_else(|| self.home());
        let own = !page.borrowed.contains_key(&self.id);
        Frame {
            url: page.urls.get(&self.id).map(ToString::to_string).unwrap_or_default(),
            canonical: self.absolute(&origin),
            title: self.in_language(edition.title(), from),
            description: front.summary.as_ref().map(|summary| summary.value.clone()).or_else(|| edition.document.body.first_paragraph()),
            noindex: front.draft,
            sensitive: self.site.is_sensitive(page),
            cover: self.cover(page),
            keep: None,
            code,
            alternates: if own { self.alternates(page) } else { Vec::new() },
            languages: self.switches(|id| page.urls.get(&id).cloned(), |id| page.borrowed.get(&id).copied()),
            breadcrumb: self.breadcrumb(page),
            notices: self.notices(page),
        }
    }

    /// The frame of a page that dalil makes, which exists in every language at `url`. Without a description it has the portal's tagline.
    pub(crate) fn generated_frame(&self, title: TextView, description: Option<String>, url: impl Fn(&Locale<'_>) -> UrlPath) -> Frame {
        let own = url(self);
        let elsewhere = |id: LanguageId| Some(url(&Locale { id, ..*self }));
        let languages = &self.site.config.languages;
        let alternate =
            |id: LanguageId| elsewhere(id).map(|url| Alternate { hreflang: languages.get(id).tag.clone(), href: self.absolute(&url) });
        Frame {
            canonical: self.absolute(&own),
            url: own.to_string(),
            title,
            description: description.or_else(|| self.text(&self.site.config.tagline).map(|tagline| tagline.text)),
            noindex: false,
            sensitive: false,
            cover: None,
            keep: None,
            code: false,
            alternates: languages.ids().filter_map(alternate).collect(),
            languages: self.switches(elsewhere, |_| None),
            breadcrumb: vec![self.named_link("nav.home", &self.home())],
            notices: self.portal_notices(),
        }
    }

    /// The title of the window for a page that must not be seen to have been read: its section's, which history and tabs may show.
    fn cover(&self, page: &Page) -> Option<TextView> {
        let section = page.key.section().filter(|_| self.site.is_sensitive(page))?;
        Some(self.section_title(section))
    }

    pub(crate) fn absolute(&self, url: &UrlPath) -> String {
        format!("{}{url}", self.site.config.base_url)
    }

    /// The languages the page truly exists in, itself included, and the original for all others.
    fn alternates(&self, page: &Page) -> Vec<Alternate> {
        let languages = &self.site.config.languages;
        let href = |id: LanguageId| page.urls.get(&id).map(|url| self.absolute(url));
        let alternate = |id: &LanguageId| href(*id).map(|href| Alternate { hreflang: languages.get(*id).tag.clone(), href });
        let default = href(page.original).map(|href| Alternate { hreflang: "x-default".to_string(), href });
        page.editions.keys().filter_map(alternate).chain(default).collect()
    }

    fn switches(&self, url: impl Fn(LanguageId) -> Option<UrlPath>, borrowed: impl Fn(LanguageId) -> Option<LanguageId>) -> Vec<Switch> {
        let switch = |(id, language): (LanguageId, &crate::model::Language)| {
            url(id).map(|url| Switch {
                endonym: language.endonym.clone(),
                lang: language.tag.clone(),
                dir: language.direction,
                url: url.to_string(),
                current: id == self.id,
                note: borrowed(id).map(|from| self.shown_in(from)),
            })
        };
        self.site.config.languages.iter().filter_map(switch).collect()
    }

    fn breadcrumb(&self, page: &Page) -> Vec<LinkView> {
        if page.key.is_home() {
            return Vec::new();
        }
        let home = self.named_link("nav.home", &self.home());
        let section = page.key.section().filter(|name| self.site.page(name).is_none()).map(|name| self.section_link(name));
        std::iter::once(home).chain(section).chain(self.links(&page.ancestors)).collect()
    }

    fn notices(&self, page: &Page) -> Vec<Notice> {
        let mut notices = Vec::new();
        let (from, edition) = self.edition(page);
        if let EditionState::Borrowed(from) = page.state(self.id) {
            let names = [("language", self.language_name(self.id)), ("other", self.language_name(from))];
            let text = self.strings.fill("notice.borrowed", &names.each_ref().map(|(name, value)| (*name, value.as_str())));
            notices.push(Notice { kind: "borrowed", text, link: self.original_link(page, from) });
        }
        notices.extend(self.expired_notice(page));
        if let Review::Done { next, .. } = page.fields.review
            && next < self.site.today
        {
            let text = self.strings.fill("notice.overdue", &[("date", &self.date(next).text)]);
            notices.push(Notice { kind: "overdue", text, link: None });
        }
        if edition.document.front.draft {
            notices.push(Notice { kind: "draft", text: self.t("notice.draft").to_string(), link: None });
        }
        if page.fields.review == Review::Pending {
            notices.push(Notice { kind: "demonstration", text: self.t("notice.demonstration").to_string(), link: None });
        }
        if let EditionState::Translation(TranslationState::Machine | TranslationState::InProgress) = page.state(from) {
            notices.push(Notice {
                kind: "machine",
                text: self.t("notice.machine").to_string(),
                link: self.original_link(page, page.original),
            });
        }
        notices.extend(self.added_notices(page, edition, from));
        notices
    }

    /// Whether the last day on which the page was valid has passed.
    pub(crate) fn is_expired(&self, page: &Page) -> bool {
        page.fields.expires.is_some_and(|last| last < self.site.today)
    }

    fn expired_notice(&self, page: &Page) -> Option<Notice> {
        let last = page.fields.expires.filter(|_| self.is_expired(page))?;
        let text = self.strings.fill("notice.expired", &[("date", &self.date(last).text)]);
        let link = page.fields.replaced_by.as_ref().and_then(|key| self.link(key));
        let text = if link.is_some() { format!("{text} {}", self.t("notice.replaced")) } else { text };
        Some(Notice { kind: "expired", text, link })
    }

    /// On pages without editors: what holds for the portal as a whole.
    fn portal_notices(&self) -> Vec<Notice> {
        let pending = self.site.pages.values().any(|page| page.fields.review == Review::Pending);
        let notice = || Notice { kind: "demonstration", text: self.t("notice.demonstration").to_string(), link: None };
        pending.then(notice).into_iter().collect()
    }

    fn original_link(&self, page: &Page, id: LanguageId) -> Option<LinkView> {
        let url = page.urls.get(&id).filter(|_| id != self.id)?;
        let title = self.strings.fill("notice.original", &[("language", &self.language_name(id))]);
        Some(LinkView { title: self.own(title), ..self.bare_link(url) })
    }
}
