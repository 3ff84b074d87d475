//! The news of one language as an Atom feed (RFC 4287). Times come from the entries, never from the clock.

use super::url::encoded;
use crate::model::{Date, Direction};
use crate::xml::{DECLARATION, Element};

/// A feed. All addresses are absolute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    pub title: String,
    pub subtitle: Option<String>,
    /// The portal's title: author of every entry (RFC 4287 §4.1.1 wants one).
    pub author: String,
    /// The `lang` tag.
    pub language: String,
    pub direction: Direction,
    /// Where the feed itself is; its id too.
    pub url: String,
    /// The page that shows the same.
    pub page: String,
    /// The site's address: what links in `Entry::content` are relative to.
    pub base_url: String,
    pub entries: Vec<Entry>,
}

/// One item, in the order it is to be listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub title: String,
    /// Where it is read; its id too.
    pub url: String,
    pub published: Date,
    pub updated: Date,
    /// Plain text.
    pub summary: String,
    /// HTML.
    pub content: Option<String>,
}

/// The feed as a document; nothing for one without entries, which would have no date to be updated on.
pub fn feed(feed: &Feed) -> Option<String> {
    let updated = feed.entries.iter().map(|entry| entry.updated).max()?;
    let url = encoded(&feed.url);
    let root = Element::new("feed")
        .attribute("xmlns", "http://www.w3.org/2005/Atom")
        .attribute("xml:lang", &feed.language)
        .attribute("xml:base", &format!("{}/", encoded(&feed.base_url)))
        .child(Element::new("id").text(&url))
        .child(Element::new("title").text(&feed.title))
        .children(feed.subtitle.as_ref().map(|subtitle| Element::new("subtitle").text(subtitle)))
        .child(Element::new("updated").text(&time(updated)))
        .child(Element::new("author").child(Element::new("name").text(&feed.author)))
        .child(Element::new("link").attribute("rel", "self").attribute("type", "application/atom+xml").attribute("href", &url))
        .child(html_link(&feed.page))
        .children(feed.entries.iter().map(|entry| entry_element(feed, entry)));
    let mut text = DECLARATION.to_string();
    root.write(&mut text);
    text.push('\n');
    Some(text)
}

fn entry_element(feed: &Feed, entry: &Entry) -> Element {
    Element::new("entry")
        .attribute("xml:lang", &feed.language)
        .child(Element::new("id").text(&encoded(&entry.url)))
        .child(Element::new("title").text(&entry.title))
        .child(Element::new("published").text(&time(entry.published)))
        .child(Element::new("updated").text(&time(entry.updated)))
        .child(html_link(&entry.url))
        .child(Element::new("summary").text(&entry.summary))
        .children(entry.content.as_ref().map(|html| content(feed, html)))
}

/// Atom knows no direction, so the HTML brings its own.
fn content(feed: &Feed, html: &str) -> Element {
    let html = format!("<div lang=\"{}\" dir=\"{}\">{html}</div>", feed.language, feed.direction.as_str());
    Element::new("content").attribute("type", "html").text(&html)
}

fn html_link(url: &str) -> Element {
    Element::new("link").attribute("rel", "alternate").attribute("type", "text/html").attribute("href", &encoded(url))
}

/// A day as RFC 3339 has times: its beginning, in UTC.
fn time(date: Date) -> String {
    format!("{date}T00:00:00Z")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::xml::read_back;

    fn example() -> Feed {
        let entry = Entry {
            title: "طاولة مستديرة".to_string(),
            url: "https://dalil.example/ar/news/خبر/".to_string(),
            published: Date::parse("2021-06-08").unwrap(),
            updated: Date::parse("2026-11-21").unwrap(),
            summary: "a < b & c".to_string(),
            content: Some("<p>نص</p>".to_string()),
        };
        Feed {
            title: "أخبار".to_string(),
            subtitle: None,
            author: "دليل".to_string(),
            language: "ar".to_string(),
            direction: Direction::Rtl,
            url: "https://dalil.example/ar/feed.xml".to_string(),
            page: "https://dalil.example/ar/news/".to_string(),
            base_url: "https://dalil.example".to_string(),
            entries: vec![entry],
        }
    }

    #[test]
    fn a_feed_read_back() {
        let expected = [
            "feed/id https://dalil.example/ar/feed.xml",
            "feed/title أخبار",
            "feed/updated 2026-11-21T00:00:00Z",
            "feed/author/name دليل",
            "feed/author",
            "feed/link @rel=self @type=application/atom+xml @href=https://dalil.example/ar/feed.xml",
            "feed/link @rel=alternate @type=text/html @href=https://dalil.example/ar/news/",
            "feed/entry/id https://dalil.example/ar/news/%D8%AE%D8%A8%D8%B1/",
            "feed/entry/title طاولة مستديرة",
            "feed/entry/published 2021-06-08T00:00:00Z",
            "feed/entry/updated 2026-11-21T00:00:00Z",
            "feed/entry/link @rel=alternate @type=text/html @href=https://dalil.example/ar/news/%D8%AE%D8%A8%D8%B1/",
            "feed/entry/summary a < b & c",
            "feed/entry/content @type=html <div lang=\"ar\" dir=\"rtl\"><p>نص</p></div>",
            "feed/entry @xml:lang=ar",
            "feed @xmlns=http://www.w3.org/2005/Atom @xml:lang=ar @xml:base=https://dalil.example/",
        ];
        assert_eq!(read_back(&feed(&example()).unwrap()), expected);
    }

    #[test]
    fn no_entries_no_feed() {
        assert_eq!(feed(&Feed { entries: Vec::new(), ..example() }), None);
    }
}
