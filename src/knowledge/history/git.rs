//! Runs git, within bounds, and with nothing that a repository could make it run.

use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

/// How long git may take; a repository of 20,000 commits takes two seconds.
const PATIENCE: Duration = Duration::from_secs(20);
/// Bytes that are read of what it prints; the older history beyond is not needed.
const OUTPUT_LIMIT: u64 = 32 * 1024 * 1024;

/// What changed which files, the newest commit first. `%x01` and `%x02` stand in
/// no name, so nobody's name can look like the next field.
pub const LOG: &[&str] = &[
    "log",
    "--no-color",
    "--no-show-signature",
    "--no-ext-diff",
    "--no-textconv",
    "--no-merges",
    "--find-renames",
    "--name-status",
    "--relative",
    "--max-count=20000",
    "--format=%x01%h%x02%an%x02%aI%x02%s",
    "--",
    ".",
];

/// Settings that go before those of the repository, whose owner may be somebody
/// else: nothing is run for it, and names are written as they are. Whether the
/// repository is trusted at all (`safe.directory`) stays the machine's own word.
const SETTINGS: &[&str] = &[
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "core.quotePath=false",
    "-c",
    "diff.external=",
    "-c",
    "gc.auto=0",
    "-c",
    "protocol.allow=never",
];

/// What git prints, run in `folder`.
///
/// # Errors
///
/// One line: git is missing, refuses, or takes longer than it is worth.
pub fn run(folder: &Path, arguments: &[&str]) -> Result<String, String> {
    let mut child = Command::new("git")
        .arg("--no-pager")
        .arg("--no-optional-locks")
        .args(SETTINGS)
        .args(arguments)
        .current_dir(folder)
        // Where the folder lies decides, not what the service was started with.
        .env_remove("GIT_DIR")
        .env_remove("GIT_WORK_TREE")
        .env_remove("GIT_INDEX_FILE")
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("LC_ALL", "C.UTF-8")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("git can't be run: {error}"))?;
    let (Some(out), Some(err)) = (child.stdout.take(), child.stderr.take()) else {
        return Err("git can't be listened to".into());
    };
    let (tell, told) = mpsc::channel();
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        let read = out.take(OUTPUT_LIMIT).read_to_end(&mut bytes).map(|_| bytes);
        let _ = tell.send(read);
    });
    let words = std::thread::spawn(move || {
        let mut words = String::new();
        let _ = err.take(4_096).read_to_string(&mut words);
        words
    });
    let read = told.recv_timeout(PATIENCE);
    // One that is done hears nothing of this; one that prints on or hangs must not stay.
    let was_whole = matches!(&read, Ok(Ok(bytes)) if (bytes.len() as u64) < OUTPUT_LIMIT);
    if !was_whole {
        let _ = child.kill();
    }
    let status = child.wait().map_err(|error| format!("git can't be waited for: {error}"))?;
    let bytes = match read {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(error)) => return Err(format!("git can't be read: {error}")),
        Err(_) => return Err(format!("git took longer than {} seconds", PATIENCE.as_secs())),
    };
    if was_whole && !status.success() {
        let words = words.join().unwrap_or_default();
        let first = words.lines().next().unwrap_or("it says nothing").trim_start_matches("fatal: ");
        return Err(format!("git refuses: {first:.300}"));
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
