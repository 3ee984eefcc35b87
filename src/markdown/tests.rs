use super::*;

#[test]
fn w01_hostile_text_is_inert() {
    for source in [
        "<script>alert(1)</script>",
        "a <script src=//evil.example></script> b",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](java\tscript:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "[x](//evil.example)",
        "[x](/\\evil.example)",
        "[x](vbscript:x)",
        "<svg onload=alert(1)>",
        "<img src=x onerror=alert(1)>",
        "<div hx-get=\"/x\" hx-trigger=\"load\">x</div>",
        "<a href=\"/\" onclick=\"x\">y</a>",
        "![x](data:image/svg+xml;base64,AAAA)",
        "![x](https://evil.example/pixel.png)",
        "![\" onerror=\"alert(1)](/static/a.png \"\\\" onload=\\\"x\")",
        "[x](https://a.example/\" onmouseover=\"alert(1))",
        "```\"><script>alert(1)</script>\nx\n```",
        "```flow\n<img/src/onerror=x> -- 1/tcp --> \"onclick=\"x\n```",
        "# <script>alert(1)</script>",
        "| <script>x</script> |\n| --- |\n| <iframe src=x> |",
        "<style>*{display:none}</style>",
        "<!--><script>alert(1)</script>-->",
    ] {
        for html in [render(source, ""), render_short(source, "/drawbridge")] {
            let tags = tags_of(&html);
            for tag in &tags {
                let name = tag.trim_start_matches('/').split([' ', '>']).next().unwrap_or_default();
                assert!(!["script", "svg", "iframe", "style", "div"].contains(&name), "{source}: {html}");
                // Values stand between quotes, in which quotes are escaped.
                let names: String = tag.split('"').step_by(2).collect();
                for bad in [" on", " hx-", " style"] {
                    assert!(!names.to_lowercase().contains(bad), "{source}: {tag}");
                }
                for bad in ["javascript:", "vbscript:", "=\"data:", "evil.example\""] {
                    assert!(!tag.to_lowercase().contains(bad), "{source}: {tag}");
                }
            }
        }
    }
}

/// The insides of all tags, attribute values included.
fn tags_of(html: &str) -> Vec<String> {
    html.split('<').skip(1).filter_map(|rest| rest.split_once('>')).map(|(tag, _)| tag.to_owned()).collect()
}

#[test]
fn w01_raw_html_is_shown_as_text() {
    assert!(render("a <b>c</b>", "").contains("a &lt;b&gt;c&lt;/b&gt;"));
}

#[test]
fn own_links_get_the_base_and_others_a_rel() {
    for (source, expected) in [
        ("[x](/faq/a#b)", "<a href=\"/drawbridge/faq/a#b\">x</a>"),
        ("[x](#b)", "<a href=\"#b\">x</a>"),
        ("<https://a.example/>", "<a href=\"https://a.example/\" rel=\"noopener noreferrer nofollow\">"),
        ("[x](mailto:a@b.example)", "<a href=\"mailto:a@b.example\" rel="),
        ("[x](faq/a)", "<a>x</a>"),
        ("![x](/static/a.png)", "<img src=\"/drawbridge/static/a.png\" alt=\"x\">"),
    ] {
        let html = render(source, "/drawbridge");
        assert!(html.contains(expected), "{source}: {html}");
    }
}

#[test]
fn known_languages_are_coloured_by_class() {
    for (language, text) in [
        ("hcl", "resource \"aws_security_group\" \"db\" {\n  from_port = 5432\n}\n"),
        ("terraform", "variable \"x\" {\n  type = string\n}\n"),
        ("yaml", "kind: NetworkPolicy\n"),
        ("json", "{\"port\": 5432}\n"),
        ("sh", "curl -v https://a.example | head -1\n"),
        ("powershell", "Test-NetConnection -ComputerName a -Port 443\n"),
        ("ini", "[ssl]\nport = 1\n"),
        ("nginx", "server {\n  listen 443 ssl;\n}\n"),
    ] {
        let html = render(&format!("```{language}\n{text}```\n"), "");
        assert!(html.contains("<pre tabindex=\"0\"><code><span class=\"hl-"), "{language}: {html}");
        assert!(!html.contains("style="), "{language}: {html}");
        let classes = html.matches("class=\"hl-").count();
        assert!(classes > 3, "{language} has {classes} classes only: {html}");
    }
    assert!(render("```wat\na < b\n```", "").contains("<code>a &lt; b\n</code>"));
}

#[test]
fn flow_blocks_are_drawn_and_broken_ones_stay_code() {
    let html = render("```flow\ncheckout -- 5432/tcp --> prod-db\n```", "");
    assert!(html.contains("<ul class=\"flow-list\"><li><span class=\"flow\">"), "{html}");
    assert!(html.contains("checkout to prod-db on 5432/tcp."), "{html}");

    assert!(render("```flow\ncheckout to prod-db\n```", "").contains("<pre tabindex=\"0\"><code>checkout to"));
}

#[test]
fn notes_warnings_tables_and_tasks_have_their_marks() {
    for (source, expected) in [
        ("> **Note:** x", "<blockquote class=\"note\">"),
        ("> **Warning:** x", "<blockquote class=\"warning\">"),
        ("> x", "<blockquote>\n<p>x"),
        ("| a |\n| --: |\n| b |", "<thead><tr><th scope=\"col\">a</th></tr></thead><tbody><tr><td>b</td>"),
        ("- [x] done", "☑ done"),
    ] {
        let html = render(source, "");
        assert!(html.contains(expected), "{source}: {html}");
    }
}

#[test]
fn headings_have_ids_of_their_own_and_the_outline_agrees() {
    let source = "# Why\n\na\n\n## Why\n\n### `SHOW port`\n\n## Main\n\n## …\n";

    let ids: Vec<_> = outline(source).headings().map(|heading| heading.id.clone()).collect();

    assert_eq!(ids, ["why", "why-2", "show-port", "main-2", "section"]);
    let html = render(source, "");
    for id in ids {
        assert!(html.contains(&format!(" id=\"{id}\">")), "{id}: {html}");
    }
    assert!(!render_short(source, "").contains(" id="));
}

#[test]
fn an_outline_knows_answer_sections_and_links() {
    let source = "Say `no`\nfirst.\n\n## How\n\n- one [x](/faq/y)\n- two\n\n```sh\ncurl\n```\n\n| a | b |\n| - | - |\n| c | d |\n";

    let outline = outline(source);

    assert_eq!(outline.answer(), "Say no first.");
    assert_eq!(outline.links, ["/faq/y"]);
    let blocks: Vec<_> = outline.sections[1].blocks.iter().map(|block| (block.kind, block.text.as_str())).collect();
    assert_eq!(
        blocks,
        [
            (BlockKind::Prose, "one x"),
            (BlockKind::Prose, "two"),
            (BlockKind::Code, "curl"),
            (BlockKind::Row, "a, b"),
            (BlockKind::Row, "c, d"),
        ]
    );
}

mod hostile;

#[test]
fn what_scrolls_can_be_reached_by_keyboard() {
    assert!(render("| a |\n| --- |\n| b |", "").contains("<table tabindex=\"0\">"));
    assert!(render("    ls", "").contains("<pre tabindex=\"0\">"));
}

#[test]
fn n03_changed_markdown() {
    crate::fuzz::hold("markdown", |bytes| {
        let text = String::from_utf8_lossy(bytes);
        for html in [render(&text, "/base"), render_short(&text, "")] {
            // In plain words anything may stand; what a browser acts on is inside of tags.
            for tag in html.split('<').skip(1).filter_map(|rest| rest.split('>').next()) {
                let tag = tag.to_lowercase();
                assert!(!tag.starts_with("script") && !tag.contains("=\"javascript:"), "{html}");
            }
        }
        outline(&text);
        links(&text);
    });
}
