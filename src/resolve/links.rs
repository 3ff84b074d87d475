//! What every link in a text leads to. A link that leads nowhere is reported with the nearest thing that exists.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Draft, Drafts, Editions, records};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, nearest};
use crate::model::{ArticleRef, Document, Edition, Link, PageKey, RawLink, RawTarget, Register, Registers, SourcePath, known_language};

/// All that links can lead to.
struct Known<'a> {
    drafts: &'a Drafts,
    registers: &'a Registers,
    assets: &'a BTreeSet<SourcePath>,
    config: &'a Config,
}

/// Follows the links of every edition.
pub(super) fn follow(
    drafts: &Drafts,
    registers: &Registers,
    assets: &BTreeSet<SourcePath>,
    config: &Config,
    findings: &mut Vec<Diagnostic>,
) -> BTreeMap<PageKey, Editions> {
    let known = Known { drafts, registers, assets, config };
    let editions = |draft: &Draft, findings: &mut Vec<Diagnostic>| -> Editions {
        let edition = |document: &Arc<Document>, findings: &mut Vec<Diagnostic>| Edition {
            document: document.clone(),
            heading_ids: draft.heading_ids.get(&document.language).cloned().unwrap_or_default(),
            links: document.body.links.iter().map(|link| known.link(link, document, draft, findings)).collect(),
        };
        draft.documents.iter().map(|(language, document)| (*language, edition(document, findings))).collect()
    };
    drafts.pages.values().map(|draft| (draft.key.clone(), editions(draft, findings))).collect()
}

pub(super) fn assets_used(followed: &BTreeMap<PageKey, Editions>) -> BTreeSet<SourcePath> {
    let asset = |link: &Link| match link {
        Link::Asset(path) => Some(path.clone()),
        _ => None,
    };
    all_links(followed).filter_map(|(_, link)| asset(link)).collect()
}

/// For every page, the pages whose text links to it.
pub(super) fn backlinks(followed: &BTreeMap<PageKey, Editions>) -> BTreeMap<PageKey, Vec<PageKey>> {
    let mut backlinks: BTreeMap<PageKey, BTreeSet<PageKey>> = BTreeMap::new();
    for (from, link) in all_links(followed) {
        if let Link::Page { key, .. } = link
            && key != from
        {
            backlinks.entry(key.clone()).or_default().insert(from.clone());
        }
    }
    backlinks.into_iter().map(|(key, from)| (key, from.into_iter().collect())).collect()
}

fn all_links(followed: &BTreeMap<PageKey, Editions>) -> impl Iterator<Item = (&PageKey, &Link)> {
    followed.iter().flat_map(|(key, editions)| editions.values().flat_map(|edition| &edition.links).map(move |link| (key, link)))
}

impl Known<'_> {
    fn link(&self, raw: &RawLink, document: &Document, draft: &Draft, findings: &mut Vec<Diagnostic>) -> Link {
        let found = match &raw.target {
            RawTarget::File { path, fragment } => self.page(path, fragment.as_deref(), document),
            RawTarget::Fragment(id) => self.fragment(id, draft, document).map(|()| Link::Fragment(id.clone())),
            RawTarget::Asset(path) => self.asset(path, document),
            RawTarget::Record { register, id } => self.record(*register, id),
            RawTarget::Language(tag) => self.language(tag),
            RawTarget::External(url) => Ok(Link::External(url.clone())),
        };
        found.unwrap_or_else(|(code, message, help)| {
            findings.push(Diagnostic::error(document.place(raw.span), code, message).maybe_help(help));
            Link::Broken
        })
    }

    fn page(&self, path: &str, fragment: Option<&str>, document: &Document) -> Result<Link, Wrong> {
        let file = join(document.path.as_str(), path).ok_or_else(|| broken(format!("`{path}` leads out of the portal"), None))?;
        let key = page_of(&file).ok_or_else(|| {
            broken(
                format!("`{path}` leads to `{file}`, which is no page"),
                Some("link to a `.md` file below your language's folder".to_string()),
            )
        })?;
        let Some(target) = self.drafts.pages.get(&key) else {
            // What is wrong with that page's file has been said there.
            return if self.drafts.unreadable.contains(&key) { Ok(Link::Broken) } else { Err(self.missing_page(path, &key, document)) };
        };
        if let Some(id) = fragment {
            self.fragment(id, target, document)?;
        }
        Ok(Link::Page { key, fragment: fragment.map(str::to_string) })
    }

    /// An anchor must exist in the page as this document's readers see it: in their language, or in the original they get instead.
    fn fragment(&self, id: &str, target: &Draft, document: &Document) -> Result<(), Wrong> {
        let ids = target.heading_ids.get(&document.language).or(target.heading_ids.get(&target.original));
        let ids: Vec<&str> = ids.into_iter().flatten().map(String::as_str).collect();
        if ids.contains(&id) {
            return Ok(());
        }
        let help = match nearest(id, ids.iter().copied()) {
            Some(near) => format!("did you mean `#{near}`?"),
            None if ids.is_empty() => "that page has no headings: leave out the part from `#` on".to_string(),
            None => format!("its headings are: {}", ids.iter().map(|id| format!("`#{id}`")).collect::<Vec<_>>().join(", ")),
        };
        Err(("broken-anchor", format!("the page `{}` has no heading `#{id}`", target.key), Some(help)))
    }

    fn missing_page(&self, path: &str, key: &PageKey, document: &Document) -> Wrong {
        if self.drafts.unpublished.contains(key) {
            return (
                "link-to-draft",
                format!("`{path}` is a draft, so readers cannot open it"),
                Some("take the line `draft: true` out of that page when it is ready, or take out this link".to_string()),
            );
        }
        let keys = self.drafts.pages.keys().map(PageKey::as_str);
        let same_name = self.drafts.pages.keys().find(|other| other.name() == key.name());
        let near = nearest(key.as_str(), keys).or(same_name.map(PageKey::as_str)).and_then(|near| self.drafts.pages.get(near));
        let help = match near {
            Some(near) => format!("did you mean `{}`?", relative(document.path.as_str(), near, self.config, document)),
            None => "write the path from this file to the other `.md` file, such as `../guides/free-legal-help.md`".to_string(),
        };
        broken(format!("there is no page `{key}`"), Some(help))
    }

    fn asset(&self, path: &str, document: &Document) -> Result<Link, Wrong> {
        let file = join(document.path.as_str(), path).ok_or_else(|| broken(format!("`{path}` leads out of the portal"), None))?;
        if self.assets.contains(file.as_str()) {
            return Ok(Link::Asset(SourcePath::new(file)));
        }
        let without_slash = file.trim_end_matches('/');
        if let Some(target) = page_of(&format!("{without_slash}.md")).and_then(|key| self.drafts.pages.get(&key)) {
            let help = format!("write `{}`", relative(document.path.as_str(), target, self.config, document));
            return Err(broken(format!("`{path}` is not how to link to a page"), Some(help)));
        }
        if !file.starts_with("content/assets/") {
            return Err(broken(
                format!("`{path}` is no file of the portal"),
                Some("pictures and documents belong in `content/assets/`; a page is linked with its `.md` file".to_string()),
            ));
        }
        let help = match nearest(&file, self.assets.iter().map(SourcePath::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "put the file there, or correct the path".to_string(),
        };
        Err(broken(format!("there is no file `{file}`"), Some(help)))
    }

    fn record(&self, register: Register, id: &str) -> Result<Link, Wrong> {
        let registers = self.registers;
        match register {
            Register::Fact => records::known(&registers.facts, id, "fact").map(|()| Link::Fact(id.to_string())),
            Register::Term => records::known(&registers.terms, id, "term").map(|()| Link::Term(id.to_string())),
            Register::Contact => records::known(&registers.contacts, id, "contact").map(|()| Link::Contact(id.to_string())),
            Register::Law => {
                let article = ArticleRef::parse(id).ok_or_else(|| {
                    broken(format!("`law:{id}` names no law"), Some("write `law:` and its name, such as `law:lfip/53`".to_string()))
                })?;
                records::known_article(&registers.laws, &article)?;
                Ok(Link::Law { law: article.law, article: article.article })
            }
        }
    }

    fn language(&self, tag: &str) -> Result<Link, Wrong> {
        let languages = &self.config.languages;
        let own = languages.find(tag).or(languages.find_tag(tag)).map(|id| languages.get(id).tag.clone());
        let tag_shaped = || {
            let mut parts = tag.split('-');
            let primary = parts.next().is_some_and(|part| (2..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_lowercase()));
            (primary && parts.all(|part| (2..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())))
                .then(|| tag.to_string())
        };
        own.or_else(|| known_language(tag).map(|language| language.tag)).or_else(tag_shaped).map(Link::Language).ok_or_else(|| {
            ("unknown-language", format!("`{tag}` is no language tag"), Some("write a tag such as `lang:tr` or `lang:ar`".to_string()))
        })
    }
}

/// A finding without its place: code, message, help.
pub(super) type Wrong = (&'static str, String, Option<String>);

fn broken(message: String, help: Option<String>) -> Wrong {
    ("broken-link", message, help)
}

/// The path of `relative` seen from the file `from`; nothing where it climbs above the portal.
fn join(from: &str, relative: &str) -> Option<String> {
    let mut segments: Vec<&str> = from.split('/').collect();
    segments.pop();
    for segment in relative.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop()?;
            }
            name => segments.push(name),
        }
    }
    Some(segments.join("/"))
}

/// The page that `content/<language>/….md` is an edition of.
fn page_of(file: &str) -> Option<PageKey> {
    let (_, below) = file.strip_prefix("content/")?.split_once('/')?;
    below.ends_with(".md").then(|| PageKey::of_file(below))
}

/// How to write a link from `from` to a page, in the language of `document` (or of the original, whose file tells the name).
fn relative(from: &str, target: &Draft, config: &Config, document: &Document) -> String {
    let original = target.document().path.as_str();
    let own = format!("content/{}/", config.languages.get(document.language).path);
    let theirs = format!("content/{}/", config.languages.get(target.original).path);
    let to = original.strip_prefix(&theirs).map_or(original.to_string(), |below| format!("{own}{below}"));
    let (from, to): (Vec<&str>, Vec<&str>) = (from.split('/').collect(), to.split('/').collect());
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count().min(from.len() - 1);
    let up = "../".repeat(from.len() - 1 - shared);
    format!("{up}{}", to[shared..].join("/"))
}
