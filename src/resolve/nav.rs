//! The order of things: sections and their pages, guides and their chapters, what lies above a page and beside it.

use std::collections::BTreeMap;

use super::urls::{self, Urls};
use super::{Draft, Drafts};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, nearest};
use crate::model::{Kind, PageKey, Section, Spanned};

/// Where pages stand.
pub(super) struct Nav {
    pub(super) sections: Vec<Section>,
    pub(super) places: BTreeMap<PageKey, NavPlace>,
}

/// Where one page stands.
#[derive(Default)]
pub(super) struct NavPlace {
    pub(super) ancestors: Vec<PageKey>,
    pub(super) previous: Option<PageKey>,
    pub(super) next: Option<PageKey>,
    pub(super) chapters: Vec<PageKey>,
}

/// The folders dalil has names for in every language, in menu order. Others need an `index.md` of kind `section`.
pub const KNOWN_SECTIONS: [&str; 7] = ["situations", "guides", "rights", "news", "topics", "projects", "pages"];

pub(super) fn arrange(drafts: &Drafts, config: &Config, urls: &Urls, findings: &mut Vec<Diagnostic>) -> Nav {
    let mut places: BTreeMap<PageKey, NavPlace> = BTreeMap::new();
    for draft in drafts.pages.values() {
        let place = NavPlace { ancestors: ancestors(draft, drafts), chapters: chapters(draft, drafts, findings), ..NavPlace::default() };
        places.insert(draft.key.clone(), place);
    }
    report_stray_chapters(drafts, &places, findings);
    let sections: Vec<Section> = section_names(drafts).into_iter().map(|name| section(name, drafts, config, urls, findings)).collect();
    let runs: Vec<Vec<PageKey>> =
        places.values().map(|place| place.chapters.clone()).chain(sections.iter().map(|section| section.pages.clone())).collect();
    for run in runs {
        link_neighbours(&run, &mut places);
    }
    Nav { sections, places }
}

/// The pages above this one, from the top: a folder's own page where there is one.
fn ancestors(draft: &Draft, drafts: &Drafts) -> Vec<PageKey> {
    let mut above: Vec<PageKey> =
        std::iter::successors(draft.key.parent(), PageKey::parent).filter(|key| drafts.pages.contains_key(key)).collect();
    above.reverse();
    above
}

/// A guide's chapters. On other kinds `chapters:` has been reported.
fn chapters(draft: &Draft, drafts: &Drafts, findings: &mut Vec<Diagnostic>) -> Vec<PageKey> {
    let mut chapters = Vec::new();
    for name in draft.fields().chapters.iter().filter(|_| draft.fields().kind == Kind::Guide) {
        let key = PageKey::new(format!("{}/{}", draft.key, name.value));
        let kind = drafts.pages.get(&key).map(|page| page.fields().kind);
        if kind == Some(Kind::Chapter) {
            chapters.push(key);
        } else if !drafts.is_left_out(&key) {
            findings.push(missing_chapter(name, &key, kind, draft, drafts));
        }
    }
    chapters
}

fn missing_chapter(name: &Spanned<String>, key: &PageKey, kind: Option<Kind>, draft: &Draft, drafts: &Drafts) -> Diagnostic {
    let guide = draft.document();
    let path = guide.path.as_str();
    let folder = path.strip_suffix("/index.md").or(path.strip_suffix(".md")).unwrap_or(path);
    let file = format!("{folder}/{}.md", name.value);
    let beside = drafts.pages.keys().filter(|other| other.parent().as_ref() == Some(&draft.key)).map(PageKey::name);
    let (message, help) = match (kind, nearest(name, beside)) {
        (Some(_), _) => (format!("`{key}` is not a chapter"), format!("write `kind: chapter` in `{file}`, or take the name out")),
        (None, Some(near)) => (format!("the chapter `{}` does not exist", name.value), format!("did you mean `{near}`?")),
        (None, None) => {
            (format!("the chapter `{}` does not exist", name.value), format!("add `{file}` with `kind: chapter`, or take the name out"))
        }
    };
    Diagnostic::error(guide.place(name.span), "missing-chapter", message).help(help)
}

fn report_stray_chapters(drafts: &Drafts, places: &BTreeMap<PageKey, NavPlace>, findings: &mut Vec<Diagnostic>) {
    for draft in drafts.pages.values().filter(|draft| draft.fields().kind == Kind::Chapter) {
        let listed = draft.key.parent().and_then(|parent| places.get(&parent)).is_some_and(|place| place.chapters.contains(&draft.key));
        if !listed {
            let document = draft.document();
            findings.push(
                Diagnostic::error(
                    document.place(document.front.title.span),
                    "stray-chapter",
                    "no guide lists this chapter, so no reader would find it",
                )
                .help(format!("add `{}` to `chapters:` in the guide's `index.md`, in the same folder", draft.key.name())),
            );
        }
    }
}

fn section_names(drafts: &Drafts) -> Vec<&str> {
    let mut names: Vec<&str> = drafts.pages.keys().filter_map(PageKey::section).collect();
    let rank = |name: &str| KNOWN_SECTIONS.iter().position(|known| *known == name).unwrap_or(KNOWN_SECTIONS.len());
    names.sort_by_key(|name| (rank(name), *name));
    names.dedup();
    names
}

fn section(name: &str, drafts: &Drafts, config: &Config, urls: &Urls, findings: &mut Vec<Diagnostic>) -> Section {
    let index = PageKey::new(name);
    let mut pages: Vec<&Draft> =
        drafts.pages.values().filter(|draft| draft.key.section() == Some(name) && draft.fields().kind != Kind::Chapter).collect();
    pages.sort_by_key(|page| reading_order(page));
    if !KNOWN_SECTIONS.contains(&name) && !drafts.pages.contains_key(&index) {
        findings.extend(pages.first().map(|page| nameless_section(name, page)));
    }
    let own = urls.pages.get(&index);
    let url = |language| own.and_then(|own| own.get(&language).cloned()).unwrap_or_else(|| urls::section(name, language, config));
    Section {
        name: name.to_string(),
        pages: pages.iter().map(|page| page.key.clone()).collect(),
        urls: config.languages.ids().map(|id| (id, url(id))).collect(),
    }
}

/// News: the latest first. All else: by `order:`, then by key.
fn reading_order(draft: &Draft) -> impl Ord + use<> {
    let fields = draft.fields();
    let latest_first = std::cmp::Reverse(fields.published);
    (latest_first, fields.order.unwrap_or(i64::MAX), draft.key.clone())
}

fn link_neighbours(run: &[PageKey], places: &mut BTreeMap<PageKey, NavPlace>) {
    for pair in run.windows(2) {
        let [before, after] = pair else { continue };
        if let Some(place) = places.get_mut(before) {
            place.next = Some(after.clone());
        }
        if let Some(place) = places.get_mut(after) {
            place.previous = Some(before.clone());
        }
    }
}

fn nameless_section(name: &str, page: &Draft) -> Diagnostic {
    let document = page.document();
    let folder = document.path.as_str().split(&format!("/{name}/")).next().unwrap_or_default();
    Diagnostic::error(
        document.place(document.front.title.span),
        "nameless-section",
        format!("the folder `{name}` has no page of its own, so readers see no name for it"),
    )
    .help(format!("add `{folder}/{name}/index.md` with `kind: section` and a title"))
}
