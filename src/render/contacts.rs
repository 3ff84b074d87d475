//! Who can help: all contacts on one page, and a page for each province and each language spoken that has any. All of them are plain
//! pages, so that a reader finds a number without a form, a script or a map.

use std::collections::BTreeMap;

use super::{Desk, Rendered};
use crate::i18n::language_name;
use crate::model::{Contact, Provinces, UrlPath};
use crate::render::locale::Locale;
use crate::render::view::{ContactGroupView, ContactView, ContactsView, GeneratedView, LinkView, TextView};

/// A way to narrow the contacts down: the last segment of its page's URL, what it is called, and who is found there.
struct Way<'a> {
    segment: String,
    name: TextView,
    contacts: Vec<(&'a str, &'a Contact)>,
}

impl Desk<'_> {
    pub(super) fn contacts(&self) -> Vec<Rendered> {
        let locale = &self.locale;
        let (languages, provinces) = (locale.by_language(), locale.by_province());
        let page = |title: TextView, segment: &str, groups: Vec<ContactGroupView>| {
            let links = |ways: &[Way<'_>]| ways.iter().map(|way| locale.way_link(way, segment)).collect();
            let mut frame = locale.generated_frame(title, None, |locale| locale.contacts_url(segment));
            if !segment.is_empty() {
                frame.breadcrumb.push(locale.named_link("nav.contacts", &locale.generated("contacts")));
            }
            let url = frame.url.clone();
            let content = ContactsView { spoken: links(&languages), provinces: links(&provinces), groups };
            self.file("contacts.html", &url, &GeneratedView { frame, kind: "contacts", content })
        };
        let titled = |key: &str, blank: &str, way: &Way<'_>| locale.own(locale.strings.fill(key, &[(blank, &way.name.text)]));
        let mut files = vec![page(locale.own(locale.t("contact.heading")), "", locale.contact_groups())];
        files.extend(languages.iter().map(|way| page(titled("contact.in_language", "language", way), &way.segment, locale.of_way(way))));
        files.extend(provinces.iter().map(|way| page(titled("contact.in_province", "place", way), &way.segment, locale.of_way(way))));
        files
    }
}

impl<'a> Locale<'a> {
    fn contacts_url(&self, segment: &str) -> UrlPath {
        let all = self.generated("contacts");
        if segment.is_empty() { all } else { UrlPath::new(format!("{all}{segment}/")) }
    }

    fn way_link(&self, way: &Way<'_>, current: &str) -> LinkView {
        LinkView { title: way.name.clone(), current: way.segment == current, ..self.bare_link(&self.contacts_url(&way.segment)) }
    }

    /// Every language that a contact speaks, in the order of the languages' own names.
    fn by_language(&self) -> Vec<Way<'a>> {
        let mut ways: BTreeMap<String, Way<'a>> = BTreeMap::new();
        for (id, contact) in self.site.registers.contacts.iter() {
            for code in &contact.languages {
                let tag = language_name(&self.site.config.languages, code).map_or_else(|| code.value.clone(), |language| language.tag);
                let segment = format!("language-{}", segment(&tag));
                let way = ways.entry(segment.clone()).or_insert_with(|| Way { segment, name: self.spoken(code), contacts: Vec::new() });
                way.contacts.push((id, contact));
            }
        }
        self.in_order(ways)
    }

    /// Every province that has a contact of its own. Those for all of Türkiye are found there too.
    fn by_province(&self) -> Vec<Way<'a>> {
        let mut ways: BTreeMap<String, Way<'a>> = BTreeMap::new();
        for (id, contact) in self.site.registers.contacts.iter() {
            if let Provinces::Some(names) = &contact.provinces {
                for name in names {
                    let segment = format!("province-{}", segment(&name.value));
                    let way = ways.entry(segment.clone()).or_insert_with(|| Way {
                        segment,
                        name: self.turkish(&name.value),
                        contacts: Vec::new(),
                    });
                    way.contacts.push((id, contact));
                }
            }
        }
        let everywhere: Vec<_> = self.site.registers.contacts.iter().filter(|(_, contact)| contact.provinces == Provinces::All).collect();
        ways.values_mut().for_each(|way| way.contacts.extend(&everywhere));
        self.in_order(ways)
    }

    fn in_order(&self, ways: BTreeMap<String, Way<'a>>) -> Vec<Way<'a>> {
        let mut ways: Vec<Way<'a>> = ways.into_values().collect();
        ways.sort_by_cached_key(|way| (self.strings.collation_key(&way.name.text), way.segment.clone()));
        ways
    }

    /// Those of one place first, then those for all of Türkiye.
    fn of_way(&self, way: &Way<'_>) -> Vec<ContactGroupView> {
        let view = |(id, contact): &(&str, &Contact)| self.contact_view(id, contact);
        let (everywhere, here): (Vec<_>, Vec<_>) = way.contacts.iter().partition(|(_, contact)| contact.provinces == Provinces::All);
        let here =
            ContactGroupView { id: "here".to_string(), title: Some(way.name.text.clone()), contacts: here.into_iter().map(view).collect() };
        let groups = [here, self.everywhere(everywhere.into_iter().map(view).collect())];
        groups.into_iter().filter(|group| !group.contacts.is_empty()).collect()
    }

    fn everywhere(&self, contacts: Vec<ContactView>) -> ContactGroupView {
        ContactGroupView { id: "everywhere".to_string(), title: Some(self.t("contact.everywhere").to_string()), contacts }
    }

    /// Contacts for all of Türkiye first, then by province in the order of the language. Each stands once, since links lead to it.
    fn contact_groups(&self) -> Vec<ContactGroupView> {
        let contacts = self.site.registers.contacts.iter().filter(|(_, contact)| contact.provinces == Provinces::All);
        let everywhere = self.everywhere(contacts.map(|(id, contact)| self.contact_view(id, contact)).collect());
        let group = |(n, way): (usize, Way<'_>)| ContactGroupView {
            id: format!("province-{}", n + 1),
            contacts: way
                .contacts
                .iter()
                .filter(|(_, contact)| way.is_first(contact))
                .map(|(id, contact)| self.contact_view(id, contact))
                .collect(),
            title: Some(way.name.text),
        };
        let provinces = self.by_province().into_iter().enumerate().map(group);
        std::iter::once(everywhere).chain(provinces).filter(|group| !group.contacts.is_empty()).collect()
    }
}

impl Way<'_> {
    /// Whether this is the first province that a contact names.
    fn is_first(&self, contact: &Contact) -> bool {
        match &contact.provinces {
            Provinces::All => false,
            Provinces::Some(names) => names.first().is_some_and(|name| self.segment == format!("province-{}", segment(name))),
        }
    }
}

/// A name as a segment of a URL: small letters without dots and hooks, hyphens between words. `Şanlıurfa` becomes `sanliurfa`.
fn segment(name: &str) -> String {
    let plain = |c: char| match c {
        'İ' | 'I' | 'ı' => 'i',
        'Ş' | 'ş' => 's',
        'Ç' | 'ç' => 'c',
        'Ğ' | 'ğ' => 'g',
        'Ö' | 'ö' => 'o',
        'Ü' | 'ü' => 'u',
        other => other,
    };
    let letters: String = name.chars().map(plain).flat_map(char::to_lowercase).map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    letters.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::segment;

    #[test]
    fn names_become_segments() {
        for (name, expected) in [
            ("İstanbul", "istanbul"),
            ("Şanlıurfa", "sanliurfa"),
            ("Iğdır", "igdir"),
            ("fa-AF", "fa-af"),
            (" A / b ", "a-b"),
            ("حلب", "حلب"),
        ] {
            assert_eq!(segment(name), expected);
        }
    }
}
