//! Names of files: what somebody's disk called it, made safe for everybody else's.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::FileKind;
use crate::web::fold::{composed, searchable};

/// Characters of a name; more than any list shows.
const LIMIT: usize = 100;
/// Letters of an ending: what stands after the last dot is one only where it is short.
const ENDING: usize = 5;

/// The name without folders, without characters that can't be seen or that a
/// file system gives a meaning to.
pub(super) fn clean(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let seen = searchable(last);
    let plain: String = composed(&seen)
        .chars()
        .filter(|c| !c.is_control())
        .map(|c| if "<>:\"|?*%;".contains(c) { '_' } else { c })
        .collect();
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let plain = plain.trim_start_matches('.').trim_end_matches(['.', ' ']);
    let cut = match ending(plain) {
        Some(ending) if plain.chars().count() > LIMIT => {
            let stem: String = plain.chars().take(LIMIT - ENDING - 1).collect();
            format!("{}.{ending}", stem.trim_end())
        }
        _ => plain.chars().take(LIMIT).collect(),
    };
    if cut.is_empty() { "file".to_owned() } else { cut }
}

/// What stands after the last dot, where that is an ending.
pub(super) fn ending(name: &str) -> Option<&str> {
    let (stem, ending) = name.rsplit_once('.')?;
    let is_one = !stem.is_empty()
        && (1..=ENDING).contains(&ending.len())
        && ending.chars().all(|c| c.is_ascii_alphanumeric())
        && ending.chars().any(|c| c.is_ascii_alphabetic());
    is_one.then_some(ending)
}

/// The name with an ending of its kind, where it has none.
pub(super) fn with_ending(name: String, kind: FileKind) -> String {
    match (ending(&name), kind.endings().first()) {
        (None, Some(own)) => format!("{name}.{own}"),
        _ => name,
    }
}

/// `attachment` with the name: plain for old clients, and whole for the others.
///
/// Source: RFC 6266, 4.1 and appendix D; RFC 8187, 3.2.1 (`attr-char`).
pub(super) fn disposition(name: &str) -> String {
    const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'.').remove(b'-').remove(b'_').remove(b'~');
    let plain: String =
        name.chars().map(|c| if c.is_ascii_graphic() && !"\"\\%".contains(c) || c == ' ' { c } else { '_' }).collect();
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{}", utf8_percent_encode(name, KEPT))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_safe() {
        let long = "x".repeat(300);
        for (given, kept) in [
            ("certificate.pdf", "certificate.pdf"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\ana\\scan.png", "scan.png"),
            (".htaccess", "htaccess"),
            ("a\u{202E}fdp.exe", "afdp.exe"),
            ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf"),
            ("  two   words .txt ", "two words .txt"),
            ("\"quoted\".pdf", "_quoted_.pdf"),
            ("", "file"),
            ("///", "file"),
            ("Prüfung.pdf", "Prüfung.pdf"),
        ] {
            assert_eq!(clean(given), kept, "{given:?}");
        }
        let cut = clean(&format!("{long}.pdf"));
        assert!(cut.chars().count() <= LIMIT && cut.ends_with(".pdf"), "{cut}");
    }

    #[test]
    fn a_header_holds_any_name() {
        assert_eq!(disposition("a.pdf"), "attachment; filename=\"a.pdf\"; filename*=UTF-8''a.pdf");
        assert_eq!(
            disposition("Prüfung 1.pdf"),
            "attachment; filename=\"Pr_fung 1.pdf\"; filename*=UTF-8''Pr%C3%BCfung%201.pdf"
        );
    }
}
