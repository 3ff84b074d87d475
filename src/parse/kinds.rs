//! What a page's kind asks of its text, in the original: translations are compared with it later.

use crate::diagnostic::{Diagnostic, Place, Span};
use crate::model::{Body, Kind, PageFields, SourcePath};

/// The sections that a situation must have: id and what stands there.
const SITUATION: [(&str, &str); 2] = [("now", "What to do now"), ("not", "What not to do")];

/// Reports what a page of this kind lacks. `span` is the place of its `kind`.
pub(super) fn check(fields: &PageFields, body: &Body, file: &SourcePath, span: Span) -> Vec<Diagnostic> {
    let place = || Place::new(file, span);
    match fields.kind {
        Kind::Situation => SITUATION.iter().filter_map(|(id, title)| missing_section(body, id, title, place())).collect(),
        Kind::Explainer if !has_second_level(body) => {
            let error = Diagnostic::error(place(), "no-questions", "an explainer answers questions, and this one has none");
            vec![error.help("write each question as a heading, such as `## Can I have a lawyer? {#lawyer}`, and its answer below it")]
        }
        Kind::Guide if fields.steps && !has_second_level(body) => {
            let error =
                Diagnostic::error(place(), "no-steps", "a guide with `steps: true` has a heading for each step, and this one has none");
            vec![error.help("write each step as a heading, such as `## Go to the bar association {#bar}`, or remove `steps`")]
        }
        Kind::Home
        | Kind::Section
        | Kind::Guide
        | Kind::Chapter
        | Kind::Explainer
        | Kind::News
        | Kind::Project
        | Kind::Topic
        | Kind::Page => Vec::new(),
    }
}

fn missing_section(body: &Body, id: &str, title: &str, place: Place) -> Option<Diagnostic> {
    let found = body.headings().any(|(_, heading)| heading.id.as_deref() == Some(id));
    (!found).then(|| {
        Diagnostic::error(place, "missing-section", format!("a situation has a section `{{#{id}}}`, and this one has none"))
            .help(format!("write a heading `## {title} {{#{id}}}` and a list below it"))
    })
}

fn has_second_level(body: &Body) -> bool {
    body.headings().any(|(_, heading)| heading.level == 2)
}
