//! What checks look at besides the portal: the addresses of the site before, and what other sites say of the links to them.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::{Context, bail};

use super::args::Inspect;
use super::build::OUT;
use super::clock;
use super::console::Console;
use crate::check::{self, Evidence};
use crate::config::BuildOptions;
use crate::model::Sources;
use crate::outside::{self, Known, Manners, Trouble, Verdict, Verdicts, Way};
use crate::{emit, load, pipeline};

/// Where answers of other sites are kept, in the portal's folder.
const KNOWN: &str = ".dalil/external.json";
const SITE_MAP: &str = "sitemap.xml";

pub(super) fn gather(
    root: &Path,
    options: &Inspect,
    sources: &Sources,
    build: &BuildOptions,
    console: &Console,
) -> anyhow::Result<Evidence> {
    let previous = previous(root, options.check.previous.as_deref(), &root.join(OUT))?;
    let external = if options.external { Some(ask(root, options, sources, build, console)?) } else { None };
    Ok(Evidence { external, previous })
}

/// The addresses of the site before: the one that is named, or the one in the output folder if there is one.
pub(super) fn previous(root: &Path, named: Option<&Path>, out: &Path) -> anyhow::Result<Option<BTreeSet<String>>> {
    let path = named.unwrap_or(out);
    let (folder, file) = match path.extension() {
        Some(extension) if extension.eq_ignore_ascii_case("xml") => (path.parent().unwrap_or(root), path.to_path_buf()),
        _ => (path, path.join(SITE_MAP)),
    };
    let Some(text) = load::other(&file)? else {
        match named {
            Some(_) => bail!("there is no site map `{}`: name a folder with a site, or a site map", file.display()),
            None => return Ok(None),
        }
    };
    let (mut pages, maps) = check::sitemap(&text);
    for map in maps {
        let file = folder.join(map.trim_start_matches('/'));
        let text = load::other(&file)?.with_context(|| format!("the site map names `{}`, which is not there", file.display()))?;
        pages.extend(check::sitemap(&text).0);
    }
    Ok(Some(pages))
}

/// What other sites say, from the last days or from now.
fn ask(root: &Path, options: &Inspect, sources: &Sources, build: &BuildOptions, console: &Console) -> anyhow::Result<Verdicts> {
    let (file, now) = (root.join(KNOWN), clock::seconds());
    let known = load::other(&file)?.map(|text| Known::parse(&text)).unwrap_or_default();
    let wanted = pipeline::external_addresses(sources, build);
    let mut verdicts = known.fresh(options.external_age, now);
    verdicts.retain(|address, _| wanted.contains(address));
    let missing: Vec<&str> = wanted.iter().map(String::as_str).filter(|address| !verdicts.contains_key(*address)).collect();
    let manners = Manners { timeout: Duration::from_secs(options.external_timeout), ..Manners::default() };
    let way = Way { proxy: options.proxy.clone(), authorities: Vec::new() };
    let count = AtomicUsize::new(0);
    let found = outside::round(missing.iter().copied(), &way, &manners, &|address, _| {
        let done = count.fetch_add(1, Ordering::Relaxed) + 1;
        console.progress(&format!("asking other sites, {done} of {}: {address}", missing.len()));
    })?;
    refuse_without_network(&found)?;
    let (asked, remembered) = (found.len(), verdicts.len());
    let known = known.updated(&found, options.external_age, now);
    emit::replace_file(&file, known.text().as_bytes())?;
    verdicts.extend(found);
    if options.format == super::args::Format::Human {
        console.say(&summary(&verdicts, asked, remembered))?;
    }
    Ok(verdicts)
}

/// Where no name at all can be looked up, the links are not to blame.
fn refuse_without_network(found: &Verdicts) -> anyhow::Result<()> {
    let is_nameless = |verdict: &Verdict| matches!(verdict, Verdict::Unreachable { trouble: Trouble::NoSuchHost });
    if found.len() > 2 && found.values().all(is_nameless) {
        bail!(
            "none of {} other sites can be found: is this computer connected to the Internet, or behind a proxy (`--proxy`)?",
            found.len()
        );
    }
    Ok(())
}

/// `41 links to other sites (3 asked now): 38 answer, 1 moved, 2 gone`
fn summary(verdicts: &Verdicts, asked: usize, remembered: usize) -> String {
    let count = |is: fn(&Verdict) -> bool| verdicts.values().filter(|verdict| is(verdict)).count();
    let counts = [
        (count(|verdict| matches!(verdict, Verdict::Answers)), "answer"),
        (count(|verdict| matches!(verdict, Verdict::Moved { .. } | Verdict::FrontPage { .. })), "moved"),
        (count(|verdict| matches!(verdict, Verdict::Dead { .. })), "gone"),
        (count(|verdict| matches!(verdict, Verdict::Unreachable { .. })), "out of reach now"),
        (count(|verdict| matches!(verdict, Verdict::Refused { .. } | Verdict::Unasked)), "for people only"),
    ];
    let counts: Vec<String> = counts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    let colon = if counts.is_empty() { "" } else { ": " };
    format!("{} links to other sites ({asked} asked now, {remembered} known){colon}{}\n", verdicts.len(), counts.join(", "))
}
