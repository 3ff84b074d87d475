//! Which text of a translation belongs to which of its original, and whether it still holds.

use super::content::Content;
use super::sheet::{Old, Standing};
use super::units::{Piece, Step, Unit};

/// What a translation has for one text.
#[derive(Debug, Clone, Default)]
pub(super) struct Pair {
    pub target: Option<Content>,
    pub previous: Option<Content>,
    pub is_fuzzy: bool,
}

/// For each text of the original's piece, in its order, what the translation has.
pub(super) fn paired(piece: &Piece, there: Option<&Piece>, standing: Standing<'_>) -> Vec<Pair> {
    let Some(there) = there else { return vec![Pair::default(); piece.units.len()] };
    let old = match standing {
        Standing::Changed(Some(old)) => old_piece(old, piece),
        _ => None,
    };
    let body = body(piece, there, old, standing);
    let mut body = body.into_iter();
    let pair = |unit: &Unit| {
        let pair = if unit.is_field() { field(unit, there, old, standing) } else { body.next().unwrap_or_default() };
        // The names that placeholders have in the original are the names that the translator sees.
        let named = |content: Option<Content>| {
            content.map(|mut content| {
                content.name_after(&unit.content);
                content
            })
        };
        Pair { target: named(pair.target), previous: named(pair.previous), ..pair }
    };
    piece.units.iter().map(pair).collect()
}

fn old_piece<'o>(old: &'o Old, piece: &Piece) -> Option<&'o Piece> {
    if piece.is_note() { old.notes.iter().find(|note| note.id == piece.id) } else { Some(&old.section) }
}

/// A string of the front matter goes by its name.
fn field(unit: &Unit, there: &Piece, old: Option<&Piece>, standing: Standing<'_>) -> Pair {
    let target = there.find(&unit.name).map(|unit| unit.content.clone());
    let before = old.and_then(|old| old.find(&unit.name)).map(|unit| unit.content.clone());
    let is_same = before.as_ref() == Some(&unit.content);
    let is_fuzzy = !is_same && !matches!(standing, Standing::Fresh);
    Pair { target, previous: before.filter(|_| is_fuzzy), is_fuzzy }
}

fn body(piece: &Piece, there: &Piece, old: Option<&Piece>, standing: Standing<'_>) -> Vec<Pair> {
    let (units, theirs) = (piece.body(), there.body());
    let target = |at: Option<usize>| at.and_then(|at| theirs.get(at)).map(|unit| unit.content.clone());
    if let Some(old) = old {
        let before = old.body();
        let from = aligned(&units, &before);
        let place = |at: Option<usize>| if there.is_built_like(old) { at } else { None };
        let alike = piece.is_built_like(there);
        let pair = |(own, at): (usize, &Option<usize>)| {
            let previous = at.and_then(|at| before.get(at)).map(|unit| unit.content.clone());
            let is_fuzzy = previous.as_ref() != Some(&units[own].content);
            let target = target(place(*at).or(alike.then_some(own)));
            let is_known = target.is_some() && is_fuzzy;
            Pair { is_fuzzy: is_fuzzy || place(*at).is_none(), previous: previous.filter(|_| is_known), target }
        };
        return from.iter().enumerate().map(pair).collect();
    }
    let alike = piece.is_built_like(there);
    let from = if alike { (0..units.len()).map(Some).collect() } else { aligned(&units, &theirs) };
    let is_fuzzy = !alike || !matches!(standing, Standing::Fresh);
    from.into_iter().map(|at| Pair { target: target(at), previous: None, is_fuzzy }).collect()
}

/// For each of these texts the other's place that it most likely belongs to: the same text, or else one of its kind between two that agree.
fn aligned(own: &[&Unit], others: &[&Unit]) -> Vec<Option<usize>> {
    let mut found = common(own, others, |a, b| a.content == b.content && kind(a) == kind(b));
    fill(&mut found, own, others, |a, b| kind(a) == kind(b) && keys(a) == keys(b));
    fill(&mut found, own, others, |a, b| kind(a) == kind(b));
    found
}

/// Pairs what is left between pairs that are found.
fn fill(found: &mut [Option<usize>], own: &[&Unit], others: &[&Unit], same: impl Fn(&Unit, &Unit) -> bool) {
    let mut at = 0;
    while at < found.len() {
        if found[at].is_some() {
            at += 1;
            continue;
        }
        let end = found[at..].iter().position(Option::is_some).map_or(found.len(), |length| at + length);
        let first = at.checked_sub(1).and_then(|before| found[before]).map_or(0, |before| before + 1);
        let last = found.get(end).copied().flatten().unwrap_or(others.len());
        if first < last {
            for (n, pair) in common(&own[at..end], &others[first..last], &same).into_iter().enumerate() {
                found[at + n] = pair.map(|pair| first + pair);
            }
        }
        at = end;
    }
}

/// The longest common subsequence, as the place in `b` for each of `a`.
fn common(a: &[&Unit], b: &[&Unit], same: impl Fn(&Unit, &Unit) -> bool) -> Vec<Option<usize>> {
    let mut lengths = vec![vec![0_usize; b.len() + 1]; a.len() + 1];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            lengths[i][j] = if same(a[i], b[j]) { lengths[i + 1][j + 1] + 1 } else { lengths[i + 1][j].max(lengths[i][j + 1]) };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut found = vec![None; a.len()];
    while i < a.len() && j < b.len() {
        if same(a[i], b[j]) && lengths[i][j] == lengths[i + 1][j + 1] + 1 {
            found[i] = Some(j);
            (i, j) = (i + 1, j + 1);
        } else if lengths[i + 1][j] >= lengths[i][j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    found
}

/// The containers of a text without their numbers.
fn kind(unit: &Unit) -> Vec<Step> {
    let step = |step: &Step| match step {
        Step::Item(_) => Step::Item(0),
        Step::Cell(row, column) => Step::Cell((*row).min(1), *column),
        Step::Term(_) => Step::Term(0),
        Step::Description(_) => Step::Description(0),
        step => *step,
    };
    unit.path.iter().map(step).collect()
}

fn keys(unit: &Unit) -> Vec<&str> {
    let mut keys: Vec<&str> = unit.content.codes.iter().map(|code| code.key.as_str()).collect();
    keys.sort_unstable();
    keys
}
