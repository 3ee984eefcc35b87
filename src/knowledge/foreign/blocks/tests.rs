use super::*;

fn rewritten(body: &str) -> (String, Vec<LineFault>) {
    let mut notes = Vec::new();
    let lines = rewrite(body, 1, &mut notes);
    let text: Vec<&str> = lines.iter().map(|(line, _)| line.as_str()).collect();
    (text.join("\n").trim_end().to_owned(), notes)
}

#[test]
fn blocks_of_other_programs_become_notes_and_warnings() {
    for (body, expected) in [
        ("!!! note\n    Use it.\n    Twice.\n\nAfter.", "> **Note:** Use it.\n> Twice.\n\nAfter."),
        ("!!! danger \"Not here\"\n    Use it.", "> **Warning:** Not here\n>\n> Use it."),
        ("??? tip\n    - one\n    - two", "> **Note:**\n>\n> - one\n> - two"),
        (":::warning\nUse it.\n:::\nAfter.", "> **Warning:** Use it.\n\nAfter."),
        (":::note[Read this]\nUse it.\n:::", "> **Note:** Read this\n>\n> Use it."),
        (":::tip Read this\nUse it.\n:::", "> **Note:** Read this\n>\n> Use it."),
        ("{{% notice warning %}}\nUse it.\n{{% /notice %}}", "> **Warning:** Use it."),
        ("{{< hint info >}}\nUse it.\n{{< /hint >}}", "> **Note:** Use it."),
        ("{{< alert title=\"Read\" >}}\nUse it.\n{{< /alert >}}", "> **Warning:** Read\n>\n> Use it."),
        ("> [!CAUTION]\n> Use it.", "> **Warning:**\n> Use it."),
        ("=== \"Linux\"\n\n    ```sh\n    ss -lnt\n    ```\n", "**Linux**\n\n```sh\nss -lnt\n```"),
        ("- a\n\n    !!! note\n        Inner.", "- a\n\n    > **Note:** Inner."),
        ("!!! note\n    Outer.\n\n    !!! warning\n        Inner.", "> **Note:** Outer.\n>\n> > **Warning:** Inner."),
    ] {
        let (text, notes) = rewritten(body);
        assert_eq!(text, expected, "{body}");
        assert_eq!(notes, [], "{body}");
    }
}

#[test]
fn small_things_are_written_as_ours() {
    for (body, expected) in [
        ("## Why {#why}", "## Why"),
        ("## Why { .x }", "## Why"),
        ("## A {b}", "## A {b}"),
        ("<!-- no -->\nText", "Text"),
        ("<!--\nno\n-->\nText", "Text"),
        ("See [[Page Name]] and [[words|Other]].", "See [Page Name](<Page Name>) and [words](<Other>)."),
        ("`[[a]]` [[b]]", "`[[a]]` [b](<b>)"),
        ("[x]({{< ref \"a.md\" >}}) [y]({{% relref \"b.md#c\" %}})", "[x](<a.md>) [y](<b.md#c>)"),
        ("```\n!!! note\n    [[a]]\n```", "```\n!!! note\n    [[a]]\n```"),
        ("if [[ -f a ]]; then", "if [[ -f a ]]; then"),
    ] {
        assert_eq!(rewritten(body).0, expected, "{body}");
    }
}

#[test]
fn what_is_not_understood_is_named_with_its_line() {
    for (body, line, part) in [
        ("a\n\n<Tabs>\n<TabItem>", 3, "HTML is shown as text"),
        ("import X from '@site/x';\na", 1, "import of a component"),
        ("a\n--8<-- \"b.md\"", 2, "another file"),
        ("a\n\n{{< figure src=\"x.png\" >}}", 3, "shortcode"),
        ("a\n:::note\nb", 2, "not closed"),
    ] {
        let (_, notes) = rewritten(body);
        assert_eq!(notes.len(), 1, "{body}: {notes:?}");
        assert!(notes[0].0 == line && notes[0].1.contains(part), "{body}: {notes:?}");
    }
}

#[test]
fn deep_and_broken_blocks_end() {
    for body in [
        (0..2_000).map(|depth| format!("{}!!! note\n", " ".repeat(depth * 4 % 4_000))).collect::<String>(),
        ":::note\n".repeat(3_000),
        "{{< notice >}}\n".repeat(3_000),
        "[[".repeat(20_000),
        "{{<".repeat(20_000),
        "!!!".repeat(20_000),
    ] {
        let start = std::time::Instant::now();
        rewritten(&body);
        assert!(start.elapsed() < std::time::Duration::from_secs(10), "{:?}: {:.40}", start.elapsed(), body);
    }
}
