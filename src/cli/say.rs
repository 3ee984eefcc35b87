//! What commands write to standard output.

use std::fmt::Arguments;
use std::io::{ErrorKind, Write, stdout};

/// Writes to standard output, at once. A reader who has had enough, such as
/// `head`, is no fault, and the command ends as it would have. What can't be
/// written for another reason, such as a full disk, ends the program with 2:
/// whoever reads the file would take the half for the whole.
pub(super) fn put(words: Arguments<'_>) {
    let mut out = stdout().lock();
    let Err(error) = out.write_fmt(words).and_then(|()| out.flush()) else { return };
    if error.kind() != ErrorKind::BrokenPipe {
        eprintln!("drawbridge: standard output can't be written: {error}");
        std::process::exit(2);
    }
}

/// Writes a line to standard output; see [`put`].
macro_rules! say {
    ($($words:tt)*) => { $crate::cli::say::put(format_args!("{}\n", format_args!($($words)*))) };
}
pub(super) use say;
