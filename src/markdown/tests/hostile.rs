//! Text that means harm: what it may become, and what it may cost.

use std::time::{Duration, Instant};

use scraper::{Html, Selector};

use super::super::*;

/// What each takes, in a release build.
const LIMIT: Duration = Duration::from_millis(200);
/// How much slower code is that is not optimised.
const UNOPTIMISED: u32 = 25;

/// Time that this thread spent on a processor: what other tests do beside it
/// does not count. Where the system does not say, the time that passed.
fn spent(since: Instant) -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.as_deref().and_then(|text| text.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(|| since.elapsed(), Duration::from_nanos)
}

fn repeated(part: &str, bytes: usize) -> String {
    part.repeat(bytes / part.len())
}

fn table(columns: usize, rows: usize) -> String {
    let row = |cell: &str| format!("|{}\n", format!("{cell}|").repeat(columns));
    format!("{}{}{}", row("a"), row("-"), row("b").repeat(rows))
}

/// Every second character is coloured.
fn code_of_signs() -> String {
    let line = format!("{}\n", repeated("$a$b$c", 96));
    format!("```sh\n{}```\n\n", line.repeat(400)).repeat(4)
}

fn samples() -> Vec<(&'static str, String)> {
    vec![
        ("open footnotes", repeated("[^", 5_000)),
        ("deep quotes", repeated(">", 10_000)),
        ("deep quotes with spaces", repeated("> ", 20_000)),
        ("quotes that grow", (1..600).map(|depth| format!("{}x\n", "> ".repeat(depth))).collect()),
        ("deep quotes on many lines", repeated(&format!("{}x\n", ">".repeat(200)), 150_000)),
        ("deep lists", (0..2_000).map(|depth| format!("{}- a\n", "  ".repeat(depth % 400))).collect()),
        ("list marks on a line", repeated("- ", 10_000)),
        ("numbers on a line", repeated("1. ", 30_000)),
        ("quotes in lists in quotes", repeated("> - ", 20_000)),
        ("open brackets", repeated("[", 150_000)),
        ("closed brackets", repeated("[a]", 150_000)),
        ("links in links", format!("{}x{}", repeated("[", 50_000), repeated("](/a)", 100_000))),
        ("open images", repeated("![a](", 150_000)),
        ("open titles", repeated("[a](/b \"", 150_000)),
        ("emphasis", repeated("*a_", 150_000)),
        ("emphasis that grows", repeated("**a *", 100_000)),
        ("struck out", repeated("~~a~", 100_000)),
        ("back quotes", (1..500).map(|count| "`".repeat(count) + " ").collect()),
        ("open html", repeated("<a ", 150_000)),
        ("open autolinks", repeated("<http:", 150_000)),
        ("comments", repeated("<!--", 150_000)),
        ("cdata", repeated("<![CDATA[", 150_000)),
        ("entities", repeated("&#x", 150_000)),
        ("ampersands", repeated("&", 150_000)),
        ("signs", repeated("<>\"'&", 150_000)),
        ("headings", repeated("# a\n", 150_000)),
        ("the same heading", repeated("# same\n\n", 150_000)),
        ("rules", repeated("***\n", 150_000)),
        ("hard breaks", repeated("a\\\n", 150_000)),
        ("fences", repeated("```\n", 150_000)),
        ("short rows", format!("{}\n{}\n{}", repeated("|a", 1_000), repeated("|-", 1_000), repeated("|b\n", 50_000))),
        ("a square of 100,000 cells", table(316, 316)),
        ("two rows of 50,000 cells", table(50_000, 1)),
        ("50,000 rows of two cells", table(2, 38_000)),
        ("references", (0..5_000).map(|n| format!("[a{n}]: /x\n[a{n}] ")).collect()),
        ("one reference, many links", format!("[a]: /{}\n\n{}", repeated("x", 1_000), repeated("[a] ", 100_000))),
        ("too long", repeated("word ", 900_000)),
        ("one word", repeated("a", 199_000)),
        ("zero-width", repeated("a\u{200B}", 150_000)),
        ("overrides", repeated("\u{202E}a", 60_000)),
        ("combining", format!("a{}", repeated("\u{0301}", 150_000))),
        ("control", repeated("\u{1}\u{7f}a", 60_000)),
        ("code", format!("```hcl\n{}\n```", repeated("${${${\"", 30_000))),
        ("code of signs alone", code_of_signs()),
        ("long line of code", format!("```sh\n{}\n```", repeated("$((", 500))),
        ("flows", format!("```flow\n{}```", repeated("a -- 1/tcp --> b\n", 100_000))),
    ]
}

#[test]
fn code_that_makes_too_much_of_itself_stays_plain() {
    let html = render(&code_of_signs(), "");
    assert!(html.len() < 4 * 1024 * 1024, "{}", html.len());
    assert!(html.contains("<code>$a$b$c"));
    assert!(render("```sh\necho $a\n```", "").contains("<span class=\"hl-"));
}

#[test]
fn n03_no_text_takes_the_thread() {
    let limit = if cfg!(debug_assertions) { LIMIT * UNOPTIMISED } else { LIMIT };
    render("```sh\ntrue\n```", "");
    for (name, source) in samples() {
        let start = Instant::now();
        let before = spent(start);
        render(&source, "");
        let drawn = spent(start) - before;
        outline(&source);
        let taken = spent(start) - before - drawn;
        assert!(drawn < limit, "{name}: drawing took {drawn:?}");
        assert!(taken < limit, "{name}: the outline took {taken:?}");
    }
}

#[test]
fn no_text_becomes_much_more_than_it_is() {
    for (name, source) in samples() {
        let html = render(&source, "");

        // A fence, a flow or a heading has its markup; nothing multiplies.
        assert!(html.len() < source.len() * 45 + 10_000, "{name}: {} bytes become {}", source.len(), html.len());
    }
}

#[test]
fn what_is_not_laid_out_says_so() {
    for (source, says) in [
        (repeated(">", 10_000), true),
        (table(316, 316), true),
        (repeated("word ", 900_000), true),
        (table(10, 10), false),
        ("> > > x".to_owned(), false),
    ] {
        let html = render(&source, "");

        assert_eq!(html.contains("is shown as it was written"), says, "{}", &html[..html.len().min(300)]);
        assert_eq!(html.starts_with("<blockquote class=\"note\">"), says);
    }
}

#[test]
fn w01_whatever_stands_where_a_link_may_stand_leads_to_a_page_or_nowhere() {
    let targets = [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "&#106;avascript:alert(1)",
        "javascript&colon;alert(1)",
        "java&Tab;script:alert(1)",
        "java&NewLine;script:alert(1)",
        "\\javascript:alert(1)",
        "%6Aavascript:alert(1)",
        "\u{1}javascript:alert(1)",
        "\u{A0}javascript:alert(1)",
        "javascript\u{200B}:alert(1)",
        "data:text/html;base64,PHNjcmlwdD4=",
        "data:image/svg+xml,<svg/onload=alert(1)>",
        "vbscript:msgbox(1)",
        "file:///etc/passwd",
        "blob:https://a.example/1",
        "view-source:javascript:alert(1)",
        "feed:javascript:alert(1)",
        "//evil.example/x",
        "/\\\\evil.example/x",
        "\\\\\\\\evil.example",
        "/%09/evil.example",
        "https:evil.example",
        "httpx://evil.example",
    ];
    let places: [fn(&str) -> String; 15] = [
        |target| format!("[x]({target})"),
        |target| format!("[x](<{target}>)"),
        |target| format!("[x]({target} \"title\")"),
        |target| format!("[x][r]\n\n[r]: {target}"),
        |target| format!("[x][r]\n\n[r]: <{target}> 'title'"),
        |target| format!("[x][]\n\n[x]: {target}"),
        |target| format!("[x]\n\n[x]: {target}"),
        |target| format!("<{target}>"),
        |target| format!("![x]({target})"),
        |target| format!("![x][r]\n\n[r]: {target}"),
        |target| format!("[![x]({target})]({target})"),
        |target| format!("# [x]({target})"),
        |target| format!("| [x]({target}) |\n| --- |\n| ![x]({target}) |"),
        |target| format!("> - **[x]({target})**"),
        |target| format!("<a href=\"{target}\" hx-get=\"{target}\">x</a> <img src=\"{target}\">"),
    ];
    for target in targets {
        for place in places {
            let source = place(target);
            for html in [render(&source, ""), render_short(&source, "/drawbridge")] {
                for address in addresses(&html) {
                    assert!(is_page(&address), "{source:?} leads to {address:?}: {html}");
                }
            }
        }
    }
}

/// Every attribute that a browser follows or loads.
fn addresses(html: &str) -> Vec<String> {
    let page = Html::parse_fragment(html);
    let every = Selector::parse("*").expect("a selector");
    let follows =
        |name: &str| !matches!(name, "class" | "id" | "alt" | "title" | "rel" | "scope" | "tabindex" | "start");
    let attributes = page.select(&every).flat_map(|element| element.value().attrs().collect::<Vec<_>>());
    attributes
        .filter(|(name, _)| follows(name) && !name.starts_with("aria-"))
        .map(|(_, value)| value.to_owned())
        .collect()
}

fn is_page(address: &str) -> bool {
    let is_own = address.starts_with('/') && !address.starts_with("//") && !address.contains(['\\', '\t', '\n']);
    is_own || address.starts_with('#') || ["https://", "http://", "mailto:"].iter().any(|at| address.starts_with(at))
}

#[test]
fn no_attribute_of_anybody_elses_survives() {
    for source in [
        "<svg onload=alert(1)>",
        "<svg/onload=alert(1)//",
        "<p hx-get=/x hx-trigger=load hx-on:click=x data-hx-post=/y>x</p>",
        "<form action=/x><button formaction=javascript:x>y</button></form>",
        "<math><mtext></p><img src=x onerror=alert(1)>",
        "<details open ontoggle=alert(1)>",
        "<input autofocus onfocus=alert(1)>",
        "<base href=//evil.example>",
        "<meta http-equiv=refresh content=0;url=//evil.example>",
        "<a id=main class=button style=color:red>x</a>",
        "![x](/a.png \"\\\" onload=\\\"alert(1)\")",
        "[x](/a\"onclick=\"alert(1))",
        "```\" onclick=\"alert(1)\nx\n```",
        "# x {#y onclick=alert(1)}",
        "| a |\n| --- |\n| <td onclick=x> |",
    ] {
        for html in [render(source, ""), render_short(source, "")] {
            let page = Html::parse_fragment(&html);
            let every = Selector::parse("*").expect("a selector");
            for element in page.select(&every) {
                let value = element.value();
                let known = [
                    "html",
                    "p",
                    "h2",
                    "h3",
                    "h4",
                    "ul",
                    "ol",
                    "li",
                    "blockquote",
                    "pre",
                    "code",
                    "span",
                    "em",
                    "strong",
                    "del",
                    "a",
                    "img",
                    "br",
                    "hr",
                    "table",
                    "thead",
                    "tbody",
                    "tr",
                    "th",
                    "td",
                ];
                assert!(known.contains(&value.name()), "{source}: <{}> in {html}", value.name());
                for (name, _) in value.attrs() {
                    let is_known = ["href", "rel", "class", "id", "src", "alt", "title", "scope", "tabindex", "start"];
                    assert!(is_known.contains(&name) || name.starts_with("aria-"), "{source}: {name} in {html}");
                }
                assert_ne!(value.id(), Some("main"), "{source}: {html}");
            }
        }
    }
}

#[test]
fn what_turns_the_direction_is_shown_in_text_code_and_outline() {
    let source = "access \u{202E}denied\n\n```sh\nif [ a ]; then \u{2066}# b\n```\n\n## \u{202D}Why\n";

    let html = render(source, "");

    assert!(!html.contains(turns_direction), "{html}");
    assert!(html.contains("access [U+202E]denied") && html.contains("[U+2066]"), "{html}");
    let outline = outline(source);
    assert_eq!(outline.answer(), "access [U+202E]denied");
    assert!(outline.headings().all(|heading| html.contains(&format!("id=\"{}\"", heading.id))), "{html}");
}
