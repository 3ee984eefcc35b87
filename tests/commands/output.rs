//! What becomes of words that nobody takes.

use std::fs::File;
use std::process::Stdio;

use crate::harness::binary::{program, run};

#[test]
fn a_reader_who_has_had_enough_is_no_fault() {
    for arguments in [&["content", "check"][..], &["config", "show"], &["config", "check"]] {
        let mut begun = program(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(begun.stdout.take());

        let ended = begun.wait_with_output().unwrap();

        assert_eq!(ended.status.code(), Some(0), "{arguments:?}");
        assert_eq!(String::from_utf8_lossy(&ended.stderr), "", "{arguments:?}");
    }
}

#[test]
fn a_full_disk_is_said() {
    let full = File::options().write(true).open("/dev/full").unwrap();

    let ended = program(&["config", "show"]).stdout(full).stderr(Stdio::piped()).spawn().unwrap();

    let ended = ended.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&ended.stderr).contains("standard output can't be written"), "{ended:?}");
    run(&mut program(&["config", "show"])).assert_code(0);
}
