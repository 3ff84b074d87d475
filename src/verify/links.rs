//! Whether every address of a page leads to something.

use super::address::{Address, address};
use super::{Fault, Site, Survey};

/// What a browser does with an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Role {
    /// Goes there when the reader asks.
    Link,
    /// Loads it with the page.
    Resource,
}

const BUILD_IT: &str = "link to a page that is built, or build this one";

pub(super) fn judge(site: &Site<'_>, page: &Survey, faults: &mut Vec<Fault>) {
    for (written, role) in &page.addresses {
        judge_address(site, &written.text, &written.address, *role, faults);
    }
}

/// Checks an address against the site's files. Fragments of the page itself are checked where the page is read.
pub(super) fn judge_one(site: &Site<'_>, written: &str, role: Role, faults: &mut Vec<Fault>) {
    judge_address(site, written, &address(written, site.base_url), role, faults);
}

fn judge_address(site: &Site<'_>, written: &str, address: &Address, role: Role, faults: &mut Vec<Fault>) {
    match address {
        Address::Here { .. } | Address::Other => {}
        Address::Foreign if role == Role::Link => {}
        Address::Foreign => faults.push(Fault::new(
            "foreign-resource",
            format!("`{written}` would be loaded from another host"),
            "keep the file in the portal: no page may tell another host who reads it",
        )),
        Address::Script => faults.push(Fault::new(
            "script-link",
            format!("`{written}` is a link that runs a script"),
            "link to a page, and attach the script in a file of its own",
        )),
        Address::Relative => faults.push(Fault::new(
            "relative-link",
            format!("`{written}` depends on the address of the page it stands in"),
            "write it from the root, beginning with `/`",
        )),
        Address::Site { file, fragment } => judge_file(site, written, file.as_str(), fragment, faults),
    }
}

fn judge_file(site: &Site<'_>, written: &str, file: &str, fragment: &str, faults: &mut Vec<Fault>) {
    match site.files.get(file) {
        None => {
            let has_folder = site.files.contains_key(format!("{file}/index.html").as_str());
            let help = if has_folder { format!("write it with a slash at the end: `/{file}/`") } else { BUILD_IT.to_string() };
            faults.push(Fault::new("broken-link", format!("`{written}` leads to no file of the site"), help));
        }
        Some(Some(page)) if !page.has_id(fragment) => {
            let message = format!("`{written}` points at `#{fragment}`, which that page does not have");
            faults.push(Fault::new("broken-fragment", message, "give the heading or element that id, or link to another"));
        }
        Some(_) => {}
    }
}
