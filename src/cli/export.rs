//! `dalil export`: the texts of a language in a file for translators.

use std::path::Path;

use anyhow::{Context, bail};
use serde::Serialize;

use super::Ending;
use super::args::{ExchangeFormat, Export};
use super::console::Console;
use super::history::history;
use super::portal::{Opened, Portal, Refusal, language, open, page};
use crate::emit;
use crate::model::{LanguageId, Page};
use crate::translate::{self, Bundle, EntryState, State, po, xliff};

/// What `--json` says of the file.
#[derive(Serialize)]
struct Told {
    language: String,
    pages: usize,
    texts: usize,
    /// Texts that are there but belong to another original.
    fuzzy: usize,
    untranslated: usize,
}

pub(super) fn export(root: &Path, options: &Export, console: &Console) -> anyhow::Result<Ending> {
    let portal = match open(root, console)? {
        Opened::Portal(portal) => portal,
        Opened::Mistakes(ending) => return Ok(ending),
    };
    let id = language(&portal.site, &options.lang)?;
    let sheets = if options.interface {
        match translate::interface_sheet(&portal.sources, &portal.site, id) {
            None => bail!("`{}` is the portal's first language: its interface strings are the originals", options.lang),
            Some(Ok(sheet)) => vec![sheet],
            Some(Err(found)) => {
                let refusal = Refusal { diagnostics: &[found], sources: &portal.sources, consequence: "nothing was exported" };
                return refusal.tell(console);
            }
        }
    } else {
        let pages = pages(&portal, id, options)?;
        let wanted: Vec<_> = pages.iter().flat_map(|page| translate::wanted_history(page, id)).collect();
        let history = history(root, &portal, &wanted);
        pages.iter().map(|page| translate::sheet(&portal.site, page, id, &history)).collect()
    };
    let config = &portal.site.config;
    let title = config.title.get(config.languages.chain(LanguageId(0))).map_or("dalil", |(_, title)| title).to_string();
    let bundle = Bundle { language: config.languages.get(id).clone(), title, sheets };
    let text = match options.format {
        ExchangeFormat::Po => po::write(&bundle),
        ExchangeFormat::Xliff => xliff::write(&one_original(bundle.clone())?),
    };
    tell(options, &bundle, text, console)
}

/// The pages to export: those that are named, or all that are meant to exist in the language.
fn pages<'p>(portal: &'p Portal, id: LanguageId, options: &Export) -> anyhow::Result<Vec<&'p Page>> {
    let site = &portal.site;
    let from = options.from.as_deref().map(|path| language(site, path)).transpose()?;
    let pages: Vec<&Page> = if options.keys.is_empty() {
        site.pages.values().filter(|page| page.original != id && (page.is_wanted(id) || page.editions.contains_key(&id))).collect()
    } else {
        options.keys.iter().map(|key| page(site, key)).collect::<Result<_, _>>()?
    };
    if let Some(page) = pages.iter().find(|page| page.original == id) {
        bail!("`{}` was written in `{}`: there is nothing to translate", page.key, options.lang);
    }
    let waits =
        |page: &&&Page| matches!(translate::state(page, id), State::Missing | State::Outdated | State::InProgress | State::Unstamped);
    let chosen = pages.iter().filter(|page| from.is_none_or(|from| page.original == from)).filter(|page| !options.waiting || waits(page));
    Ok(chosen.copied().collect())
}

/// An XLIFF document has one language of originals.
fn one_original(bundle: Bundle) -> anyhow::Result<Bundle> {
    let mut languages: Vec<&str> = bundle.sheets.iter().map(|sheet| sheet.from.path.as_str()).collect();
    languages.sort_unstable();
    languages.dedup();
    match languages.as_slice() {
        [] => bail!("there is no page to export"),
        [_] => Ok(bundle),
        [first, ..] => bail!(
            "these pages were written in {}, and an XLIFF file holds originals of one language: add `--from {first}`, and export the others apart",
            languages.join(", ")
        ),
    }
}

fn tell(options: &Export, bundle: &Bundle, text: String, console: &Console) -> anyhow::Result<Ending> {
    let count = |state: EntryState| bundle.sheets.iter().flat_map(|sheet| &sheet.entries).filter(|entry| entry.state == state).count();
    let told = Told {
        language: bundle.language.path.clone(),
        pages: bundle.sheets.len(),
        texts: bundle.sheets.iter().map(|sheet| sheet.entries.len()).sum(),
        fuzzy: count(EntryState::Fuzzy),
        untranslated: count(EntryState::New),
    };
    let Some(out) = &options.out else {
        console.print(&text)?;
        return Ok(Ending::Done);
    };
    let is_ours = out.extension().is_some_and(|extension| ["po", "pot", "xlf", "xliff"].iter().any(|known| extension == *known));
    if !is_ours {
        bail!("`{}` should end in .po, .xlf or .xliff, so that no page is overwritten by mistake", out.display());
    }
    let path = std::path::absolute(out).with_context(|| format!("`{}` cannot be a file", out.display()))?;
    emit::replace_files(&[(path, text.into_bytes())])?;
    if console.is_json() {
        console.json(&told)?;
    }
    let Told { pages, texts, fuzzy, untranslated, .. } = told;
    console.say(&format!(
        "wrote {}: {pages} pages, {texts} texts, {untranslated} not translated, {fuzzy} to look at again\n",
        out.display()
    ))?;
    Ok(Ending::Done)
}
