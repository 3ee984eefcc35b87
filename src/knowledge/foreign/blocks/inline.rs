//! What stands inside of a line: identifiers of headings, references, wiki links.

/// Bytes between the ends of a shortcode or of a wiki link.
const MARK_LIMIT: usize = 400;

/// A heading without `{#id}` or `{: .class }` at its end.
pub fn without_attributes(line: &str) -> String {
    let end = line.trim_end();
    let open =
        end.rfind('{').filter(|at| end.ends_with('}') && end[*at + 1..].trim_start().starts_with(['#', ':', '.']));
    open.map_or(line, |at| end[..at].trim_end()).to_owned()
}

/// Rewrites what stands outside of code in a line.
pub fn outside_of_code(line: &str, rewrite: impl Fn(&str) -> String) -> String {
    if !line.contains("[[") && !line.contains("{{") {
        return line.to_owned();
    }
    let parts = line.split('`').enumerate();
    parts.map(|(at, part)| if at % 2 == 0 { rewrite(part) } else { part.to_owned() }).collect::<Vec<_>>().join("`")
}

/// `{{< ref "a.md" >}}` and `{{% relref "a.md" %}}` of Hugo, as the path alone.
pub fn references(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("{{") {
        let inner = &rest[at + 2..];
        let end = near(inner).find("}}");
        let name = end.map(|end| inner[..end].trim_matches(['<', '>', '%', ' ']));
        let target = name.and_then(|name| name.strip_prefix("relref").or_else(|| name.strip_prefix("ref")));
        let (Some(target), Some(end)) = (target, end) else {
            out.push_str(&rest[..at + 2]);
            rest = inner;
            continue;
        };
        out.push_str(&rest[..at]);
        out.push_str(&format!("<{}>", target.trim().trim_matches(['"', '\''])));
        rest = &inner[end + 2..];
    }
    out + rest
}

/// The characters in which a mark is closed, if it is: looking to the end of a
/// long line for each of its marks would take the square of its length.
fn near(text: &str) -> &str {
    &text[..text.floor_char_boundary(MARK_LIMIT)]
}

/// `[[Page]]` and `[[words|Page]]` of wikis, as links.
pub fn wiki_links(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("[[") {
        let inner = &rest[at + 2..];
        match near(inner).find("]]").map(|end| (&inner[..end], end)) {
            // A shell's own `[[ -f a ]]` has a space there.
            Some((link, end)) if !link.is_empty() && !link.starts_with(' ') && !link.contains(['[', '<', '>']) => {
                let (words, page) = link.split_once('|').unwrap_or((link, link));
                out.push_str(&rest[..at]);
                out.push_str(&format!("[{}](<{}>)", words.trim(), page.trim()));
                rest = &inner[end + 2..];
            }
            _ => {
                out.push_str(&rest[..at + 2]);
                rest = inner;
            }
        }
    }
    out + rest
}
