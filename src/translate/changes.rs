//! What has changed in an original since a translation was made from it, text by text, with the words that differ marked.

use serde::Serialize;

use super::sections::sections;
use super::sheet::{History, Old, edition_pieces};
use super::tagged::plain;
use super::units::Piece;
use crate::model::{Freshness, LEAD, LanguageId, Page, SectionChange, Site, StaleSection, plain_text};

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Changes {
    pub key: String,
    pub language: String,
    /// Whether anybody has said which text the translation was made from.
    pub is_stamped: bool,
    pub sections: Vec<SectionDifference>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SectionDifference {
    pub id: String,
    pub title: String,
    /// `changed`, `added` or `removed`.
    pub change: &'static str,
    pub critical: bool,
    /// The commit that has the old text; nothing where none has.
    pub since: Option<Since>,
    pub lines: Vec<ChangedLine>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Since {
    pub commit: String,
    pub date: String,
}

/// A text of the section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChangedLine {
    /// `-` before, `+` now, a space where it has not changed.
    pub sign: char,
    /// With `[-…-]` and `{+…+}` around words that differ from the other of the two.
    pub text: String,
}

/// Every section in which original and translation have parted.
pub fn changes(site: &Site, page: &Page, language: LanguageId, history: &History) -> Changes {
    let now = edition_pieces(page.original());
    let is_stamped = matches!(page.freshness.get(&language), Some(Freshness::Pinned(_)));
    let sections = page.stale(language).iter().map(|stale| difference(page, language, stale, &now, history)).collect();
    Changes { key: page.key.to_string(), language: site.config.languages.get(language).path.clone(), is_stamped, sections }
}

fn difference(page: &Page, language: LanguageId, stale: &StaleSection, now: &[Piece], history: &History) -> SectionDifference {
    let translation = page.editions.get(&language).and_then(|edition| edition.document.translation());
    let pin = translation.and_then(|translation| translation.sections.iter().find(|(id, _)| id.value == stale.id));
    let old = pin.and_then(|(_, pin)| history.get(&(page.key.clone(), pin.value.clone())));
    let before = old.map(|old| texts(Some(&old.section), &old.notes)).unwrap_or_default();
    let piece = now.iter().find(|piece| piece.id == stale.id);
    let notes: Vec<Piece> = piece.iter().flat_map(|piece| &piece.notes).filter_map(|label| note(now, label)).cloned().collect();
    let after = texts(piece, &notes);
    let lines = match (old, stale.change) {
        (None, SectionChange::Changed) => after.into_iter().map(|text| ChangedLine { sign: '+', text }).collect(),
        _ => lines(&before, &after),
    };
    SectionDifference {
        id: stale.id.clone(),
        title: title(page, &stale.id, old),
        change: stale.change.name(),
        critical: stale.critical,
        since: old.map(|old| Since { commit: old.commit.clone(), date: old.date.clone() }),
        lines,
    }
}

fn note<'p>(pieces: &'p [Piece], label: &str) -> Option<&'p Piece> {
    pieces.iter().find(|piece| piece.id.strip_prefix('^') == Some(label))
}

fn title(page: &Page, id: &str, old: Option<&Old>) -> String {
    if id == LEAD {
        return page.original().title().to_string();
    }
    let now = sections(page.original()).into_iter().find(|section| section.id == id).map(|section| plain_text(section.title));
    now.or_else(|| old.and_then(|old| old.section.units.first()).map(|unit| unit.content.words())).unwrap_or_default()
}

/// The texts of a section with its footnotes, as Markdown on one line each.
fn texts(section: Option<&Piece>, notes: &[Piece]) -> Vec<String> {
    section.into_iter().chain(notes).flat_map(|piece| &piece.units).map(|unit| plain(&unit.content).replace("\\\n", " ")).collect()
}

fn lines(before: &[String], after: &[String]) -> Vec<ChangedLine> {
    let mut lines = Vec::new();
    for step in steps(before, after) {
        match step {
            Step::Same(_, text) => lines.push(ChangedLine { sign: ' ', text: text.clone() }),
            Step::Parted(old, new) => {
                let pairs = old.len().min(new.len());
                for (old, new) in old.iter().zip(new) {
                    let (old, new) = marked(old, new);
                    lines.push(ChangedLine { sign: '-', text: old });
                    lines.push(ChangedLine { sign: '+', text: new });
                }
                lines.extend(old[pairs..].iter().map(|text| ChangedLine { sign: '-', text: text.clone() }));
                lines.extend(new[pairs..].iter().map(|text| ChangedLine { sign: '+', text: text.clone() }));
            }
        }
    }
    lines
}

/// Two texts, each with the words marked that the other does not have.
fn marked(old: &str, new: &str) -> (String, String) {
    let words = |text: &str| text.split_inclusive(' ').map(str::to_string).collect::<Vec<_>>();
    let (old, new) = (words(old), words(new));
    let (mut before, mut after) = (String::new(), String::new());
    let mark = |out: &mut String, words: &[String], open: &str, close: &str| {
        let text: String = words.concat();
        let kept = text.trim_end().len();
        if kept > 0 {
            out.push_str(&format!("{open}{}{close}", &text[..kept]));
        }
        out.push_str(&text[kept..]);
    };
    for step in steps(&old, &new) {
        match step {
            Step::Same(old, new) => {
                before.push_str(old);
                after.push_str(new);
            }
            Step::Parted(old, new) => {
                mark(&mut before, old, "[-", "-]");
                mark(&mut after, new, "{+", "+}");
            }
        }
    }
    (before, after)
}

enum Step<'t> {
    Same(&'t String, &'t String),
    Parted(&'t [String], &'t [String]),
}

/// The way from one list to another, by their longest common subsequence.
fn steps<'t>(old: &'t [String], new: &'t [String]) -> Vec<Step<'t>> {
    let mut lengths = vec![vec![0_usize; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            let same = old[i].trim_end() == new[j].trim_end();
            lengths[i][j] = if same { lengths[i + 1][j + 1] + 1 } else { lengths[i + 1][j].max(lengths[i][j + 1]) };
        }
    }
    let mut steps = Vec::new();
    let (mut i, mut j) = (0, 0);
    let (mut from_old, mut from_new) = (0, 0);
    while i < old.len() && j < new.len() {
        if old[i].trim_end() == new[j].trim_end() {
            if from_old < i || from_new < j {
                steps.push(Step::Parted(&old[from_old..i], &new[from_new..j]));
            }
            steps.push(Step::Same(&old[i], &new[j]));
            (i, j) = (i + 1, j + 1);
            (from_old, from_new) = (i, j);
        } else if lengths[i + 1][j] >= lengths[i][j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    if from_old < old.len() || from_new < new.len() {
        steps.push(Step::Parted(&old[from_old..], &new[from_new..]));
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_differ_are_marked() {
        let shown = |old: &[&str], new: &[&str]| {
            let list = |texts: &[&str]| texts.iter().map(|text| text.to_string()).collect::<Vec<_>>();
            lines(&list(old), &list(new)).iter().map(|line| format!("{}{}", line.sign, line.text)).collect::<Vec<_>>()
        };
        assert_eq!(
            shown(&["Within 7 days, today."], &["Within 10 days, today."]),
            ["-Within [-7-] days, today.", "+Within {+10+} days, today."]
        );
        assert_eq!(shown(&["a", "b"], &["a", "x", "b"]), [" a", "+x", " b"]);
        assert_eq!(shown(&["a", "b"], &["b"]), ["-a", " b"]);
        assert_eq!(shown(&["a b"], &["a"]), ["-a [-b-]", "+a"]);
    }
}
