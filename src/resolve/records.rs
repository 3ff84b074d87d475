//! References into the registers, and between them: from front matter, from prose and from one register to another.

use super::links::Wrong;
use super::{Draft, Drafts};
use crate::diagnostic::{Diagnostic, Place, nearest};
use crate::model::{ArticleRef, Document, Kind, Law, PageKey, Records, Registers, Source, Spanned};

/// Says whether a register has a record, and which is the nearest if not.
pub(super) fn known<T>(records: &Records<T>, id: &str, what: &str) -> Result<(), Wrong> {
    if records.get(id).is_some() || records.is_broken(id) {
        return Ok(());
    }
    let help = match nearest(id, records.ids()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("add `{id}` to `{}`", records.file),
    };
    Err(("unknown-record", format!("no {what} is called `{id}`"), Some(help)))
}

/// Says whether the register has the law, and the article where one is named.
pub(super) fn known_article(laws: &Records<Law>, reference: &ArticleRef) -> Result<(), Wrong> {
    known(laws, &reference.law, "law")?;
    let Some((law, article)) = laws.get(&reference.law).zip(reference.article.as_ref()) else { return Ok(()) };
    if laws.is_broken(&reference.law) || law.articles.iter().any(|(number, _)| number.value == *article) {
        return Ok(());
    }
    let help = format!("check the number, or add `\"{article}\": {{en: …}}` to the articles of `{}` in `{}`", reference.law, laws.file);
    Err(("unknown-record", format!("article {article} of `{}` is not in the register of laws", reference.law), Some(help)))
}

/// Follows the references between registers.
pub(super) fn check_registers(registers: &Registers, findings: &mut Vec<Diagnostic>) {
    let laws = &registers.laws;
    for (_, fact) in registers.facts.iter() {
        check_article(fact.law.as_ref(), laws, |span| registers.facts.place(span), findings);
    }
    for (_, term) in registers.terms.iter() {
        check_article(term.law.as_ref(), laws, |span| registers.terms.place(span), findings);
    }
    let organisations = |id: &Spanned<String>, place: Place, findings: &mut Vec<Diagnostic>| {
        report(known(&registers.organisations, id, "organisation"), place, findings)
    };
    for (_, contact) in registers.contacts.iter() {
        if let Some(id) = &contact.organisation {
            organisations(id, registers.contacts.place(id.span), findings);
        }
    }
    for (_, project) in registers.projects.iter() {
        for id in project.funders.iter().chain(&project.partners) {
            organisations(id, registers.projects.place(id.span), findings);
        }
    }
}

/// Follows the references in front matter.
pub(super) fn check_front_matter(drafts: &Drafts, registers: &Registers, findings: &mut Vec<Diagnostic>) {
    for draft in drafts.pages.values() {
        let (fields, document) = (draft.fields(), draft.document().as_ref());
        check_ids(&fields.deadlines, &registers.facts, "fact", document, findings);
        check_ids(&fields.contacts, &registers.contacts, "contact", document, findings);
        check_ids(&fields.organisations, &registers.organisations, "organisation", document, findings);
        check_ids(fields.project.as_slice(), &registers.projects, "project", document, findings);
        for source in &fields.sources {
            if let Source::Law(text) = source {
                let reference = ArticleRef::parse(text)
                    .ok_or_else(|| ("wrong-value", format!("`{}` names no law", text.value), Some("write `law:lfip/53`".to_string())));
                report(reference.and_then(|reference| known_article(&registers.laws, &reference)), document.place(text.span), findings);
            }
        }
        let pages = fields.next.iter().chain(&fields.situations).chain(&fields.guides).chain(&fields.replaced_by);
        for key in pages {
            check_page(key, key.value.clone(), drafts, document, findings);
        }
        for topic in &fields.topics {
            check_topic(topic, drafts, document, findings);
        }
    }
}

fn check_ids<T>(ids: &[Spanned<String>], records: &Records<T>, what: &str, document: &Document, findings: &mut Vec<Diagnostic>) {
    for id in ids {
        report(known(records, id, what), document.place(id.span), findings);
    }
}

fn check_article(
    reference: Option<&Spanned<ArticleRef>>,
    laws: &Records<Law>,
    place: impl Fn(crate::diagnostic::Span) -> Place,
    findings: &mut Vec<Diagnostic>,
) {
    if let Some(reference) = reference {
        report(known_article(laws, reference), place(reference.span), findings);
    }
}

fn check_page(written: &Spanned<String>, key: String, drafts: &Drafts, document: &Document, findings: &mut Vec<Diagnostic>) {
    if drafts.pages.contains_key(key.as_str()) || drafts.is_left_out(&PageKey::new(key.as_str())) {
        return;
    }
    let near = nearest(&key, drafts.pages.keys().map(PageKey::as_str)).map(|near| format!("did you mean `{near}`?"));
    let help = near.unwrap_or("write the path below the language's folder without `.md`, such as `guides/free-legal-help`".to_string());
    findings.push(Diagnostic::error(document.place(written.span), "unknown-page", format!("there is no page `{key}`")).help(help));
}

fn check_topic(topic: &Spanned<String>, drafts: &Drafts, document: &Document, findings: &mut Vec<Diagnostic>) {
    let is_topic = |draft: &Draft| draft.fields().kind == Kind::Topic;
    if drafts.pages.get(format!("topics/{}", topic.value).as_str()).is_some_and(is_topic) {
        return;
    }
    let names: Vec<&str> = drafts.pages.values().filter(|draft| is_topic(draft)).map(|draft| draft.key.name()).collect();
    let help = match nearest(topic, names.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if names.is_empty() => format!("topics are pages of `kind: topic` in the folder `topics/`: write `topics/{}.md`", topic.value),
        None => format!("topics are the pages in `topics/`: {}", names.join(", ")),
    };
    findings
        .push(Diagnostic::error(document.place(topic.span), "unknown-topic", format!("there is no topic `{}`", topic.value)).help(help));
}

fn report(result: Result<(), Wrong>, place: Place, findings: &mut Vec<Diagnostic>) {
    if let Err((code, message, help)) = result {
        findings.push(Diagnostic::error(place, code, message).maybe_help(help));
    }
}
