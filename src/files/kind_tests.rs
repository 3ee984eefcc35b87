//! Files that are what they say, and liars.

use actix_web::web::Bytes;

use super::*;

const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";
const PNG: &[u8] =
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\0IEND\xaeB`\x82";
const JPEG: &[u8] = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xff\xd9";

fn said(name: &str, bytes: &[u8]) -> Result<(FileKind, String), FileProblem> {
    let sent =
        SentFile { field: "file".into(), name: name.into(), bytes: Bytes::copy_from_slice(bytes), is_too_large: false };
    check(&sent).map(|checked| (checked.kind, checked.name))
}

#[test]
fn kinds_are_known_by_their_content() {
    for (name, bytes, kind, kept) in [
        ("cert.pdf", PDF, FileKind::Pdf, "cert.pdf"),
        ("cert", PDF, FileKind::Pdf, "cert.pdf"),
        ("Scan 1.PNG", PNG, FileKind::Png, "Scan 1.PNG"),
        ("photo.jpeg", JPEG, FileKind::Jpeg, "photo.jpeg"),
        ("note.txt", b"a < b and <3, done\n", FileKind::Text, "note.txt"),
        ("results.csv", "név,pont\nÁ,90\n".as_bytes(), FileKind::Text, "results.csv"),
        ("v1.2 of it", b"words", FileKind::Text, "v1.2 of it.txt"),
    ] {
        assert_eq!(said(name, bytes), Ok((kind, kept.to_owned())), "{name}");
    }
}

#[test]
fn liars_are_found_out() {
    let truncated = &PDF[..40];
    let exe = b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0\xb8\0";
    let misnamed = |ending: &str, kind| FileProblem::Misnamed { ending: ending.into(), kind };
    for (name, bytes, problem) in [
        ("cert.pdf", b"".as_slice(), FileProblem::Empty),
        ("cert.pdf", PNG, misnamed("pdf", FileKind::Png)),
        ("cert.png", b"just words", misnamed("png", FileKind::Text)),
        ("page.html", b"just words", misnamed("html", FileKind::Text)),
        ("cert.pdf.exe", PDF, misnamed("exe", FileKind::Pdf)),
        ("cert.pdf", truncated, FileProblem::CutOff(FileKind::Pdf)),
        ("cert.pdf", b"%PDF-1.4\n<script>alert(1)</script>", FileProblem::CutOff(FileKind::Pdf)),
        ("cert.png", &PNG[..20], FileProblem::CutOff(FileKind::Png)),
        ("cert.jpg", &JPEG[..12], FileProblem::CutOff(FileKind::Jpeg)),
        ("a.txt", b"<svg xmlns='http://www.w3.org/2000/svg' onload='x'/>", FileProblem::Runs("an SVG picture")),
        ("a.svg", b"<?xml version='1.0'?>\n<svg/>", FileProblem::Runs("an SVG picture")),
        ("a.txt", b"\n <!DOCTYPE html><p>", FileProblem::Runs("a web page (HTML)")),
        ("a.txt", b"words, then <SCRIPT>alert(1)</SCRIPT>", FileProblem::Runs("a web page (HTML)")),
        ("a.txt", b"\xEF\xBB\xBF<x:y xmlns:x='a'/>", FileProblem::Runs("markup")),
        ("a.txt", b"bytes \0 here", FileProblem::Unknown),
        ("a.txt", b"latin \xe9", FileProblem::Unknown),
        ("a.pdf", exe, FileProblem::Unknown),
        ("a.zip", b"PK\x03\x04\x14\0\0\0\x08\0", FileProblem::Unknown),
        ("a.gif", b"GIF89a\x01\0\x01\0", FileProblem::Unknown),
    ] {
        assert_eq!(said(name, bytes), Err(problem), "{name} {:?}", String::from_utf8_lossy(bytes));
    }
}

#[test]
fn a_file_may_be_as_large_as_the_limit_and_no_larger() {
    let mut bytes = vec![b'a'; FILE_LIMIT];
    assert!(said("a.txt", &bytes).is_ok());
    bytes.push(b'a');
    assert_eq!(said("a.txt", &bytes), Err(FileProblem::TooLarge));
}

#[test]
fn n03_changed_files() {
    crate::fuzz::hold("files", |bytes| {
        for name in ["a.pdf", "a.png", "../a", ""] {
            let _ = said(name, bytes);
        }
    });
}
